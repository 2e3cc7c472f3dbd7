import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Role } from '../contract/index.ts'
import { groupedNumber, kindOf, shownNumber, withoutNumber, withoutPhoneNumbers } from './masking.ts'

const roles: readonly Role[] = ['agent', 'supervisor', 'admin']
const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9, 9)).map(([second, rest]) => `+861${second}${rest}`)
const landline = fc
  .tuple(fc.constantFrom('10', '21', '571', '755', '931'), digits(7, 8), fc.integer({ min: 2, max: 8 }))
  .map(([area, rest, first]) => `+86${area}${first}${rest.slice(1)}`)
const privacy = digits(12, 12).map((rest) => `+86700${rest}`)
const foreign = fc
  .tuple(fc.constantFrom('1', '7', '44', '81', '852', '886', '971', '212'), digits(5, 11))
  .map(([code, rest]) => `+${code}${rest}`)
const personal = fc.oneof(mobile, landline, privacy, foreign)

describe('a masked number', () => {
  it.each([
    ['+8613800138000', 'mobile', '138****8000'],
    ['+8657187655678', 'landline', '0571-****5678'],
    ['+861087655678', 'landline', '010-****5678'],
    ['+867551234567', 'landline', '0755-****567'],
    ['+86700123456789012', 'privacy', '****9012'],
    ['+12025550123', 'international', '+1 ****0123'],
    ['+85291234567', 'international', '+852 ****4567'],
    ['+4412345', 'international', '+44 ****5'],
  ])('%s (%s) is %s for everybody', (number, kind, display) => {
    for (const role of roles)
      expect(shownNumber({ number, province: '浙江省', city: '杭州市' }, role)).toEqual({
        display,
        masked: true,
        kind,
        province: '浙江省',
        city: '杭州市',
      })
  })

  it('hides at least four digits of every personal number, whatever kind it is said to be', () => {
    const said = fc.constantFrom(
      undefined,
      null,
      'mobile',
      'landline',
      'privacy',
      'international',
      'unknown',
      'nonsense',
    )
    fc.assert(
      fc.property(personal, said, fc.constantFrom(...roles), (number, kind, role) => {
        const shown = shownNumber({ number, kind, raw: number }, role)
        expect(shown.masked).toBe(true)
        const visible = (shown.display ?? '').replace(/\D/g, '')
        expect(visible.length).toBeLessThanOrEqual(number.replace('+86', '').replace(/\D/g, '').length + 1 - 4)
        expect(shown.display).toContain('****')
        expect(JSON.stringify(shown)).not.toContain(number.slice(3))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['4008001234', '400 800 1234'],
    ['+864008001234', '400 800 1234'],
    ['95588', '95588'],
    ['10086', '10086'],
    ['1001', '1001'],
  ])('is not made of %s, which is nobody’s own: %s', (number, display) => {
    expect(shownNumber({ number }, 'agent')).toMatchObject({ display, masked: false })
  })

  it('is not made of a withheld one', () => {
    expect(shownNumber({ raw: 'anonymous', kind: 'anonymous' }, 'agent')).toEqual({ masked: false, kind: 'anonymous' })
    expect(shownNumber({}, 'agent')).toEqual({ masked: false, kind: 'unknown' })
  })

  it.each([
    ['sip:13800138000@trunk', 'sip:****8000@trunk'],
    ['alice\u0000\n', 'alice'],
    ['138-0013-8000', '****8000'],
  ])('comes of what was signalled when that is no number: %j', (raw, display) => {
    expect(shownNumber({ raw, kind: 'unknown' }, 'agent')).toMatchObject({ display })
  })
})

describe('a whole number', () => {
  it.each([
    ['+8613800138000', '138 0013 8000'],
    ['+8657187655678', '0571-8765 5678'],
    ['+861087655678', '010-8765 5678'],
    ['+864008001234', '400 800 1234'],
    ['+12025550123', '+1 2025550123'],
  ])('%s is grouped as %s', (number, display) => {
    expect(groupedNumber(number)).toBe(display)
  })

  it('keeps every digit in its order', () => {
    fc.assert(
      fc.property(personal, (number) => {
        const national = number.replace(/^\+86/, '').replace('+', '')
        expect(groupedNumber(number).replace(/\D/g, '').replace(/^0/, '')).toBe(national.replace(/^0/, ''))
      }),
    )
  })
})

describe('the kind of a number', () => {
  it('is told from its shape', () => {
    fc.assert(fc.property(mobile, (number) => kindOf(number) === 'mobile'))
    fc.assert(fc.property(landline, (number) => kindOf(number) === 'landline'))
    fc.assert(fc.property(privacy, (number) => kindOf(number) === 'privacy'))
    fc.assert(fc.property(foreign, (number) => kindOf(number) === 'international'))
  })
})

describe('texts that came with a call', () => {
  it('lose phone numbers and keep short ones', () => {
    expect(withoutPhoneNumbers('王先生 13800138000')).toBe('王先生 ****8000')
    expect(withoutPhoneNumbers('分机 1001，订单 3 杯')).toBe('分机 1001，订单 3 杯')
  })

  it('lose one number in all its spellings, at any depth, and nothing else', () => {
    const value = {
      number: '+8613800138000',
      list: ['013800138000', '008613800138000', '138 0013 8000', '138-0013-8000'],
      ticket: '261122-000123',
      count: 3,
      none: null,
    }
    expect(withoutNumber(value, '+8613800138000')).toEqual({
      number: '138****8000',
      list: Array(4).fill('138****8000'),
      ticket: '261122-000123',
      count: 3,
      none: null,
    })
    expect(withoutNumber(value, null)).toBe(value)
  })
})
