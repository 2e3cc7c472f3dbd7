import { describe, expect, it } from 'vitest'
import { asAgentId } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import { KnownCallers } from './known-callers.ts'

const ANN = asAgentId('ann')
const caller = callerIdentity('13800138000')
const number = caller.number ?? ''

describe('what is known of callers', () => {
  it('is what was told last, with the region of the number’s province', () => {
    const known = new KnownCallers()
    known.learn([{ number, vip: true, language: 'yue' }])
    known.learn([{ number, vip: false, customer: 'c1' }])
    const regions = [{ id: 'north', name: '华北', provinces: ['北京市'] }]
    expect(known.of(caller, regions)).toEqual({ vip: false, customer: 'c1', region: 'north' })
  })

  it('keeps the rest when a call teaches who served them last', () => {
    const known = new KnownCallers()
    known.learn([{ number, customer: 'c1' }])
    known.served(number, ANN)
    expect(known.of(caller, [])).toEqual({ customer: 'c1', lastAgent: ANN })
  })

  it('forgets the number that was least recently told of or asked for', () => {
    const known = new KnownCallers(2)
    const other = callerIdentity('13900139000')
    known.learn([
      { number, customer: 'c1' },
      { number: other.number ?? '', customer: 'c2' },
    ])
    known.of(caller, [])
    known.learn([{ number: '+8613700137000', customer: 'c3' }])
    expect(known.of(caller, [])).toEqual({ customer: 'c1' })
    expect(known.of(other, [])).toEqual({})
  })

  it('of a withheld number is nothing', () => {
    expect(new KnownCallers().of(callerIdentity('anonymous'), [])).toEqual({})
  })
})
