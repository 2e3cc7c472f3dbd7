import { describe, expect, it } from 'vitest'
import { decide } from './dispatch.ts'
import { chain } from './dispatch-testing.ts'
import { DispatchRulesError, readDispatchRules } from './rules.ts'
import { StoreIndex } from './store-index.ts'
import type { LocalTime } from './stores.ts'
import { wordReason } from './wording.ts'

const index = new StoreIndex(chain)
const HZ04 = { orderStoreId: 'HZ04', lat: 30.21, lon: 120.2 }
const decided = (rules: readonly object[], told: Parameters<typeof decide>[1] = HZ04, at?: LocalTime) =>
  decide(index, told, { rules: readDispatchRules({ rules }), ...(at ? { at } : {}) })

describe('a dispatch rule', () => {
  it('tells the quality department of food safety, and dispatches all the same', () => {
    const rule = {
      name: '食品安全',
      when: { categories: ['foreign-object'] },
      do: { notify: ['quality'], priority: 2 },
    }
    const fired = decided([rule], { ...HZ04, category: 'foreign-object' })
    expect(fired).toMatchObject({ decision: 'auto', departments: ['quality'], priority: 2 })
    expect(fired.reasons.map((reason) => wordReason(reason, 'zh'))).toContain('规则“食品安全”：同时通知 quality')
    expect(decided([rule], { ...HZ04, category: 'taste' })).toMatchObject({ departments: [], priority: 0 })
  })

  it('sends to a pool, and the first of two holds', () => {
    const rules = [
      { name: '一', do: { pool: '浙江省/杭州市' } },
      { name: '二', do: { pool: '全国' } },
    ]
    const fired = decided(rules)
    expect(fired).toMatchObject({ decision: 'pool', pool: '浙江省/杭州市' })
    expect(fired.storeId).toBeUndefined()
    expect(fired.candidates[0]?.storeId).toBe('HZ04')
    expect(fired.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['rule-pool', 'rule-pool-refused']))
  })

  it('keeps a store from being dispatched to without a person', () => {
    const fired = decided([{ name: '确认', when: { regions: ['浙江/杭州/滨江区'] }, do: { confirm: true } }])
    expect(fired).toMatchObject({ decision: 'pool', pool: '浙江省/杭州市/滨江区' })
    expect(fired.confidence).toBeGreaterThan(0.95)
  })

  it('prefers a region among stores that are as likely', () => {
    const told = { storeText: '万达广场店' }
    for (const [prefer, id] of [
      ['上海市', 'SH01'],
      ['江苏省/南京市', 'NJ01'],
    ] as const)
      expect(decided([{ name: '优先', do: { prefer } }], told).candidates[0]?.storeId).toBe(id)
  })

  it('holds only when all its conditions do', () => {
    const fires = (when: object, at?: LocalTime): boolean =>
      decided([{ name: '条件', when, do: { notify: ['quality'] } }], { ...HZ04, category: 'taste' }, at).departments
        .length > 0
    expect(fires({})).toBe(true)
    expect(fires({ categories: ['taste', 'refund'], regions: ['浙江省'], brands: ['一盏茶'] })).toBe(true)
    expect(fires({ categories: ['taste'], regions: ['江苏省'] })).toBe(false)
    expect(fires({ brands: ['巷口咖啡'] })).toBe(false)
    expect(fires({ regions: ['没有这个省'] })).toBe(false)
    expect(fires({ weekdays: [6, 7] }, { weekday: 6, minute: 0 })).toBe(true)
    expect(fires({ weekdays: [6, 7] }, { weekday: 5, minute: 0 })).toBe(false)
    expect(fires({ weekdays: [6, 7] })).toBe(false)
    expect(fires({ from: '22:00', to: '06:00' }, { weekday: 1, minute: 60 })).toBe(true)
    expect(fires({ from: '22:00', to: '06:00' }, { weekday: 1, minute: 360 })).toBe(false)
    expect(fires({ from: '09:00', to: '18:00' }, { weekday: 1, minute: 1_079 })).toBe(true)
  })
})

describe('rules that are wrong', () => {
  it.each([
    [{ rules: [{ name: '一', do: {} }] }, 'rules.0.do', 'must ask for something'],
    [{ rules: [{ name: '', do: { confirm: true } }] }, 'rules.0.name', 'must not be empty'],
    [
      { rules: [{ name: '一', when: { category: 'x' }, do: { confirm: true } }] },
      'rules.0.when',
      'known are categories',
    ],
    [
      { rules: [{ name: '一', when: { from: '09:00' }, do: { confirm: true } }] },
      'rules.0.when',
      'give both or neither',
    ],
    [
      { rules: [{ name: '一', when: { from: '9', to: '25:99' }, do: { confirm: true } }] },
      'rules.0.when.from',
      'such as 09:00',
    ],
    [
      { rules: [{ name: '一', when: { regions: ['浙江省//西湖区'] }, do: { confirm: true } }] },
      'rules.0.when.regions.0',
      '浙江省/杭州市/西湖区',
    ],
    [
      { rules: [{ name: '一', when: { categories: [] }, do: { confirm: true } }] },
      'rules.0.when.categories',
      'at least one',
    ],
    [{ rules: [{ name: '一', do: { confirm: false } }] }, 'rules.0.do.confirm', 'must be true'],
    [
      {
        rules: [
          { name: '一', do: { confirm: true } },
          { name: '一', do: { confirm: true } },
        ],
      },
      'rules.1.name',
      'rules.0',
    ],
    [[], '(all)', 'object'],
  ])('%j: at %s', (data, path, message) => {
    let thrown: unknown
    try {
      readDispatchRules(data)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(DispatchRulesError)
    const problem = thrown instanceof DispatchRulesError ? thrown.problems.find((one) => one.path === path) : undefined
    expect(problem?.message).toContain(message)
  })
})
