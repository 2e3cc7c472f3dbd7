import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callerIdentity } from './caller-identity.ts'
import { homeAreaOf, parseArea } from './home-area.ts'

describe('caller identity', () => {
  it.each([
    '+8613800138000',
    '008613800138000',
    '8613800138000',
    '13800138000',
    '013800138000',
    '138-0013-8000',
    'sip:13800138000@10.0.0.1',
  ])('reads the mobile number %s', (signalled) => {
    expect(callerIdentity(signalled)).toMatchObject({ kind: 'mobile', number: '+8613800138000', raw: signalled })
  })

  it.each([
    ['0571-88776655', '+8657188776655', '浙江省', '杭州市'],
    ['010-65432109', '+861065432109', '北京市', '北京市'],
    ['+8602165432109', '+862165432109', '上海市', '上海市'],
    ['8602165432109', '+862165432109', '上海市', '上海市'],
    ['86075526001234', '+8675526001234', '广东省', '深圳市'],
  ])('reads the fixed number %s with its home area', (signalled, number, province, city) => {
    expect(callerIdentity(signalled)).toMatchObject({ kind: 'landline', number, province, city })
  })

  it.each(['', 'anonymous', 'Anonymous', 'unknown', '0', '0000', undefined])('treats %s as withheld', (signalled) => {
    const identity = callerIdentity(signalled)
    expect(identity.kind).toBe('anonymous')
    expect(identity.number).toBeUndefined()
  })

  it('keeps a 15-digit privacy number apart from people’s numbers', () => {
    expect(callerIdentity('700123456789012')).toMatchObject({ kind: 'privacy', number: '700123456789012' })
    expect(callerIdentity('+86700123456789012')).toMatchObject({ kind: 'privacy', number: '700123456789012' })
  })

  it('knows service numbers and numbers of other countries', () => {
    expect(callerIdentity('95588')).toMatchObject({ kind: 'service', number: '95588' })
    expect(callerIdentity('4008001234')).toMatchObject({ kind: 'service', number: '4008001234' })
    expect(callerIdentity('+85223456789')).toMatchObject({ kind: 'international', number: '+85223456789' })
    expect(callerIdentity('001 212 555 2368').kind).toBe('international')
  })

  it('keeps a Chinese name and drops control characters and broken bytes', () => {
    expect(callerIdentity('13800138000', '张\u0000三\uFFFD丰\r\n').name).toBe('张三丰')
    expect(callerIdentity('13800138000', '13800138000').name).toBeUndefined()
  })

  it('never throws, and always says what kind it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        (raw, name) => {
          const identity = callerIdentity(raw, name)
          expect(identity.kind).toBeTruthy()
          expect(identity.raw.length).toBeLessThanOrEqual(64)
          if (identity.number) expect(identity.number).toMatch(/^\+?\d{3,18}$/)
        },
      ),
    )
  })
})

describe('home area', () => {
  it('splits province and city as GB/T 2260 names them', () => {
    expect(parseArea('浙江省杭州市')).toEqual({ province: '浙江省', city: '杭州市' })
    expect(parseArea('新疆乌鲁木齐市')).toEqual({ province: '新疆维吾尔自治区', city: '乌鲁木齐市' })
    expect(parseArea('辽宁省沈阳市、铁岭市、抚顺市')).toEqual({ province: '辽宁省' })
    expect(parseArea('上海市')).toEqual({ province: '上海市', city: '上海市' })
  })

  it('finds a mobile segment by its longest prefix', () => {
    expect(homeAreaOf('13912341234')).toEqual({ province: '江苏省', city: '常州市' })
    expect(homeAreaOf('00000')).toBeUndefined()
  })
})
