import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePolicy, type PolicyEntry } from './policy-choice.ts'

const policy = (id: string, asks: Partial<PolicyEntry> = {}): PolicyEntry => ({
  id,
  name: id,
  enabled: true,
  targets: { resolution: { minutes: 60, hours: 'always' } },
  reminders: { beforeMinutes: [], beforePercent: [], escalateEveryMinutes: 0 },
  ...asks,
})
const ticket = {
  category: 'foreign-object',
  priority: 2,
  regionPath: ['east', 'zj', 'hz', 'xh'],
  customerClasses: ['金卡', '少糖'],
}

describe('the policy of a clock', () => {
  it('is the one that asks for most, and names the others that fit', () => {
    const all = [
      policy('general'),
      policy('urgent', { priority: 2 }),
      policy('gold in Hangzhou', { regionId: 'hz', customerClass: '金卡' }),
      policy('elsewhere', { regionId: 'north', category: 'foreign-object', priority: 2 }),
      policy('switched off', { enabled: false, category: 'foreign-object', priority: 2, regionId: 'xh' }),
    ]
    expect(choosePolicy(all, 'resolution', ticket)).toMatchObject({
      policy: { id: 'gold in Hangzhou' },
      matched: ['regionId', 'customerClass'],
      over: ['urgent', 'general'],
    })
  })

  it('prefers, of as many conditions, what it is about, then the deeper region', () => {
    const about = policy('about', { category: 'foreign-object' })
    const [city, region] = [policy('city', { regionId: 'hz' }), policy('region', { regionId: 'east' })]
    expect(choosePolicy([city, region, about], 'resolution', ticket)?.over).toEqual(['city', 'region'])
  })

  it('leaves a limit it does not set to the next one', () => {
    const accept = { acceptance: { minutes: 10, hours: 'store' } } as const
    const all = [policy('food', { category: 'foreign-object', targets: accept }), policy('general')]
    expect(choosePolicy(all, 'acceptance', ticket)?.policy.id).toBe('food')
    expect(choosePolicy(all, 'resolution', ticket)?.policy.id).toBe('general')
    expect(choosePolicy(all, 'first-response', ticket)).toBeUndefined()
  })

  it('does not depend on the order in which policies are stored', () => {
    const asks = fc.record(
      {
        category: fc.constantFrom('foreign-object', 'taste'),
        priority: fc.constantFrom(0, 2),
        regionId: fc.constantFrom('east', 'hz', 'north'),
        customerClass: fc.constantFrom('金卡', '银卡'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(asks, { maxLength: 8 }), (list) => {
        const all = list.map((each, index) => policy(`p${index}`, each))
        expect(choosePolicy(all.toReversed(), 'resolution', ticket)).toEqual(choosePolicy(all, 'resolution', ticket))
      }),
    )
  })
})
