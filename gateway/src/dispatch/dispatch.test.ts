import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUTOMATIC_FROM, decide } from './dispatch.ts'
import { chain } from './dispatch-testing.ts'
import { madeUpChain } from './made-up/chain.ts'
import { HARD, madeUpComplaints, type Rates } from './made-up/complaints.ts'
import { StoreIndex } from './store-index.ts'
import type { DispatchCase } from './stores.ts'
import { wordReason } from './wording.ts'

const index = new StoreIndex(chain)
const asked = (told: DispatchCase) => {
  const decided = decide(index, told)
  return {
    ...decided,
    ids: decided.candidates.map(({ storeId }) => storeId),
    codes: decided.reasons.map(({ code }) => code),
  }
}

describe('the order’s store and the customer’s position', () => {
  it('that agree dispatch at once', () => {
    const decided = asked({ orderStoreId: 'HZ04', lat: 30.21, lon: 120.2 })
    expect(decided).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    expect(decided.codes).toContain('order-and-position-agree')
    expect(decided.pool).toBeUndefined()
  })

  it('agree over the shift of Chinese maps and next door to another store', () => {
    expect(asked({ orderStoreId: 'HZ01', lat: 30.2735, lon: 120.1348 })).toMatchObject({
      decision: 'auto',
      storeId: 'HZ01',
    })
  })

  it('that disagree go to the pool of the region both are in, both among the candidates', () => {
    const decided = asked({ orderStoreId: 'HZ04', lat: 30.276, lon: 120.13 })
    expect(decided.decision).toBe('pool')
    expect(decided.ids).toContain('HZ04')
    expect(decided.codes).toContain('order-and-position-disagree')
    expect(decided.pool).toMatch(/^浙江省\/杭州市/)
  })

  it('that disagree over half the country are never dispatched on their own', () => {
    expect(asked({ orderStoreId: 'HZ04', lat: 30.657, lon: 104.08 }).decision).toBe('pool')
  })

  it('that disagree are decided by a third', () => {
    const conflict = { orderStoreId: 'HZ04', lat: 30.6571, lon: 104.0801 }
    expect(asked({ ...conflict, storeText: '龙湖滨江天街' })).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    expect(asked({ ...conflict, storeText: '成都春熙路店' })).toMatchObject({ decision: 'auto', storeId: 'CD01' })
  })

  it('alone: an order is enough, a position among neighbours is not', () => {
    expect(asked({ orderStoreId: 'HZ04' })).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    expect(asked({ orderStoreId: ' hz04 ' })).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    const alone = asked({ lat: 30.2763, lon: 120.1308 })
    expect(alone).toMatchObject({ decision: 'pool', pool: '浙江省/杭州市/西湖区' })
    expect(alone.ids.slice(0, 3).sort()).toEqual(['HZ01', 'HZ02', 'HZ11'])
  })

  it('where the order’s store is not known are told so', () => {
    const decided = asked({ orderStoreId: 'XX99', lat: 30.2763, lon: 120.1308 })
    expect(decided.decision).toBe('pool')
    expect(decided.codes).toContain('order-store-unknown')
  })

  it('with latitude and longitude swapped agree all the same; 0, 0 says nothing', () => {
    expect(asked({ orderStoreId: 'HZ04', lat: 120.2, lon: 30.21 })).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    const nowhere = asked({ orderStoreId: 'HZ04', lat: 0, lon: 0 })
    expect(nowhere).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
    expect(nowhere.codes).toContain('position-unusable')
  })
})

describe('what the customer calls the store', () => {
  it.each([
    ['西溪印象城', 'HZ03'],
    ['一盏茶西西印象城店', 'HZ03'],
    ['杭州印象城那家', 'HZ03'],
    ['龙湖滨江天街', 'HZ04'],
  ])('%s is the first candidate, with the customer nearby it is dispatched', (storeText, id) => {
    const store = chain.find((one) => one.id === id)
    expect(asked({ storeText }).ids[0]).toBe(id)
    const near = { lat: (store?.lat ?? 0) + 0.004, lon: store?.lon ?? 0 }
    expect(asked({ storeText, ...near })).toMatchObject({ decision: 'auto', storeId: id })
  })

  it('fits in several cities: the pool, until something tells the city', () => {
    const ambiguous = asked({ storeText: '万达广场店' })
    expect(ambiguous.decision).toBe('pool')
    expect(ambiguous.ids.slice(0, 2).sort()).toEqual(['NJ01', 'SH01'])
    expect(asked({ storeText: '南京万达广场店' }).ids[0]).toBe('NJ01')
    expect(asked({ storeText: '万达广场店', phoneArea: '江苏南京' }).ids[0]).toBe('NJ01')
    expect(asked({ storeText: '万达广场店', lat: 32.03, lon: 118.74 })).toMatchObject({
      decision: 'auto',
      storeId: 'NJ01',
    })
  })

  it('without the brand fits two brands in one mall; the brand tells them apart', () => {
    expect(asked({ storeText: '华星时代广场店' }).decision).toBe('pool')
    expect(asked({ storeText: '巷口咖啡华星时代广场店' }).ids[0]).toBe('HZ11')
    expect(asked({ storeText: '一盏茶华星时代广场店' }).ids[0]).toBe('HZ02')
  })

  it('may be an address, and the address a name', () => {
    expect(asked({ storeText: '滨江区江汉路1515号龙湖天街' }).ids[0]).toBe('HZ04')
    expect(asked({ addressText: '杭州一盏茶西溪印象城店' }).ids[0]).toBe('HZ03')
  })

  it('against the order goes to the pool', () => {
    const decided = asked({ orderStoreId: 'HZ04', storeText: '西溪印象城' })
    expect(decided.decision).toBe('pool')
    expect(decided.ids.slice(0, 2).sort()).toEqual(['HZ03', 'HZ04'])
  })
})

describe('an address', () => {
  it('in a district that several cities have is told by the city of the number', () => {
    expect(asked({ addressText: '鼓楼区五四路1号' }).ids[0]).toBe('FZ01')
    const decided = asked({ addressText: '鼓楼区', phoneArea: '025' })
    expect(decided).toMatchObject({ decision: 'pool' })
    expect(decided.ids[0]).toBe('NJ02')
  })

  it('that is a home on a store’s road does not dispatch to that store', () => {
    expect(asked({ addressText: '杭州市西湖区文三路555号3栋201室' })).toMatchObject({
      decision: 'pool',
      pool: '浙江省/杭州市/西湖区',
    })
  })

  it('that names a region without a store goes to that region’s pool', () => {
    expect(asked({ phoneArea: '新疆乌鲁木齐' })).toMatchObject({
      decision: 'pool',
      pool: '新疆维吾尔自治区/乌鲁木齐市',
      ids: [],
    })
  })
})

describe('a number’s home area', () => {
  it.each(['浙江杭州', '杭州', '浙江省杭州市', '0571', '571', '330100', '浙江省/杭州市', '057188776655'])(
    '%s is Hangzhou',
    (phoneArea) => {
      expect(asked({ phoneArea })).toMatchObject({ decision: 'pool', pool: '浙江省/杭州市' })
    },
  )

  it('elsewhere does not weigh against an order: people travel', () => {
    expect(asked({ orderStoreId: 'HZ04', phoneArea: '四川成都' })).toMatchObject({ decision: 'auto', storeId: 'HZ04' })
  })
})

describe('closed and moved stores', () => {
  it('an order of a closed store goes to the pool, with its neighbours as candidates', () => {
    const decided = asked({ orderStoreId: 'HZ06', lat: 30.273, lon: 120.165 })
    expect(decided).toMatchObject({ decision: 'pool' })
    expect(decided.codes).toContain('order-store-closed')
    expect(decided.ids).not.toContain('HZ06')
    expect(decided.ids.length).toBeGreaterThan(0)
  })

  it('an order of a moved store goes to the store of its name nearby', () => {
    const decided = asked({ orderStoreId: 'HZ07' })
    expect(decided).toMatchObject({ decision: 'auto', storeId: 'HZ08' })
    expect(decided.codes).toContain('order-store-moved')
    expect(decided.candidates[0]?.reasons.map(({ code }) => code)).toContain('successor-of')
  })

  it('without one of its name it is the pool, with the neighbour first', () => {
    const decided = asked({ orderStoreId: 'HZ09' })
    expect(decided.decision).toBe('pool')
    expect(decided.ids[0]).toBe('HZ10')
  })
})

describe('circumstances', () => {
  it('put the less busy and the open one first where the evidence leaves two alike', () => {
    const told = { storeText: '万达广场店' }
    const first = (circumstances: Parameters<typeof decide>[2]) =>
      decide(index, told, circumstances).candidates[0]?.storeId
    expect(first({ openTickets: new Map([['NJ01', 30]]) })).toBe('SH01')
    expect(first({ openTickets: new Map([['SH01', 30]]) })).toBe('NJ01')
    expect(first({ openTickets: new Map([['SH01', 1_000]]) })).toBe('NJ01')
  })

  it('are told: outside hours', () => {
    const decided = decide(index, { orderStoreId: 'HZ04' }, { at: { weekday: 1, minute: 180 } })
    expect(decided.storeId).toBe('HZ04')
    expect(decided.candidates[0]?.reasons.map(({ code }) => code)).toContain('outside-hours')
  })
})

describe('any complaint', () => {
  const ids = chain.map(({ id }) => id)
  const told: fc.Arbitrary<DispatchCase> = fc.record(
    {
      orderStoreId: fc.oneof(fc.constantFrom(...ids), fc.stringMatching(/^[^{}]{0,8}$/)),
      lat: fc.oneof(fc.double({ min: 18, max: 50, noNaN: true }), fc.constantFrom(30.276, 30.205, 0, Number.NaN, 999)),
      lon: fc.oneof(fc.double({ min: 75, max: 134, noNaN: true }), fc.constantFrom(120.13, 120.21, 0, 999)),
      addressText: fc.oneof(
        fc.constantFrom('杭州市西湖区文三路259号', '鼓楼区', '上海', '', '号'),
        fc.stringMatching(/^[^{}]{0,40}$/u),
      ),
      storeText: fc.oneof(
        fc.constantFrom(...chain.map(({ name }) => name), '万达', '店', '一盏茶'),
        fc.stringMatching(/^[^{}]{0,40}$/u),
      ),
      phoneArea: fc.oneof(
        fc.constantFrom('0571', '浙江杭州', '江苏', '成都', '999999'),
        fc.stringMatching(/^[^{}]{0,12}$/),
      ),
      category: fc.constantFrom('foreign-object', 'taste'),
    },
    { requiredKeys: [] },
  )

  it('is never dispatched to a store that is not open, nor below the threshold, and everything is worded', () => {
    fc.assert(
      fc.property(told, (one) => {
        const decided = decide(index, one)
        for (const { storeId } of decided.candidates)
          expect(chain.find(({ id }) => id === storeId)?.status).toBe('open')
        expect(decided.decision === 'auto').toBe(decided.storeId !== undefined)
        expect(decided.decision === 'pool').toBe(decided.pool !== undefined)
        if (decided.decision === 'auto') {
          expect(decided.confidence).toBeGreaterThanOrEqual(AUTOMATIC_FROM)
          expect(decided.storeId).toBe(decided.candidates[0]?.storeId)
        }
        expect(decided.candidates.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1.001)
        for (const reason of [...decided.reasons, ...decided.candidates.flatMap(({ reasons }) => reasons)])
          for (const language of ['zh', 'en'] as const)
            expect(wordReason(reason, language)).not.toMatch(/[{}]|undefined|NaN km|^$/)
      }),
      { numRuns: 400 },
    )
  })

  it('is decided the same whatever the order of the stores, and again after others', () => {
    fc.assert(
      fc.property(told, fc.shuffledSubarray([...chain], { minLength: chain.length }), (one, shuffled) => {
        const decided = decide(index, one)
        expect(decide(new StoreIndex(shuffled), one)).toEqual(decided)
        expect(decide(index, one)).toEqual(decided)
      }),
      { numRuns: 20 },
    )
  })

  it('of nothing goes to the whole country’s pool', () => {
    expect(asked({})).toMatchObject({
      decision: 'pool',
      pool: '全国',
      confidence: 0,
      candidates: [],
      codes: ['no-evidence', 'pool-region'],
    })
  })
})

describe('a chain', () => {
  it('of one store, of none, of closed ones only', () => {
    const one = new StoreIndex(chain.slice(0, 1))
    expect(decide(one, { orderStoreId: 'HZ01', lat: 30.276, lon: 120.131 })).toMatchObject({
      decision: 'auto',
      storeId: 'HZ01',
    })
    expect(decide(one, {}).decision).toBe('pool')
    expect(decide(new StoreIndex([]), { orderStoreId: 'HZ01', storeText: '文三路', lat: 30, lon: 120 })).toMatchObject({
      decision: 'pool',
      candidates: [],
    })
    const closed = new StoreIndex(chain.map((store) => ({ ...store, status: 'closed' as const })))
    expect(decide(closed, { orderStoreId: 'HZ01', lat: 30.276, lon: 120.131, storeText: '文三路' })).toMatchObject({
      decision: 'pool',
      candidates: [],
    })
  })

  const stores = madeUpChain(3_000, 901)
  const large = new StoreIndex(stores)
  const figures = (rates: Partial<Rates>) => {
    const cases = madeUpComplaints(stores, 2_000, 902, { ...HARD, ...rates })
    const decided = cases.map((one) => ({ expected: one.expected, decision: decide(large, one) }))
    const auto = decided.filter(({ decision }) => decision.decision === 'auto')
    return {
      precision: auto.filter(({ expected, decision }) => decision.storeId === expected).length / auto.length,
      coverage: auto.length / cases.length,
    }
  }

  // What no engine can see (a wrong order and nothing else) is left out of the first two: what remains are mistakes of its own.
  it.each<[string, Partial<Rates>, number, number]>([
    ['many slips and abbreviations', { wrongOrder: 0, wrongName: 0, typo: 0.8, abbreviation: 0.6 }, 0.995, 0.85],
    [
      'half of the customers away from the store',
      { wrongOrder: 0, wrongName: 0, atHome: 0.4, wrongCity: 0.1 },
      0.99,
      0.7,
    ],
    ['orders that are often wrong', { wrongOrder: 0.05 }, 0.985, 0.8],
    ['numbers from elsewhere', { phoneElsewhere: 0.7 }, 0.99, 0.85],
    ['deliveries over long ways', { delivery: 3, wrongOrder: 0, wrongName: 0 }, 0.995, 0.8],
  ])('is served well with %s', (_, rates, precision, coverage) => {
    const reached = figures(rates)
    expect(reached.precision).toBeGreaterThanOrEqual(precision)
    expect(reached.coverage).toBeGreaterThanOrEqual(coverage)
  })
})
