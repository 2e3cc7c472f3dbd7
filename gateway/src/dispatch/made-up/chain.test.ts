import { describe, expect, it } from 'vitest'
import { distanceKm } from '../positions.ts'
import { madeUpChain } from './chain.ts'
import { HARD, madeUpComplaints } from './complaints.ts'

const stores = madeUpChain(2_000, 1)
const byId = new Map(stores.map((store) => [store.id, store]))

describe('a made-up chain', () => {
  it('has neighbours within 200 m, namesakes in other cities, closed and moved stores', () => {
    const neighbours = stores.filter((one) =>
      stores.some(
        (other) => other !== one && distanceKm(one.lat ?? 0, one.lon ?? 0, other.lat ?? 0, other.lon ?? 0) <= 0.2,
      ),
    )
    expect(neighbours.length).toBeGreaterThan(stores.length / 4)
    const bare = (name: string): string => name.replace(/[（）() ]/g, '')
    const cities = new Map<string, Set<string>>()
    for (const { name, city } of stores) cities.set(bare(name), (cities.get(bare(name)) ?? new Set()).add(city))
    expect([...cities.values()].filter((in_) => in_.size > 1).length).toBeGreaterThan(10)
    for (const status of ['closed', 'moved'])
      expect(stores.filter((store) => store.status === status).length).toBeGreaterThan(20)
    expect(new Set(stores.map(({ id }) => id)).size).toBe(2_000)
  })

  it('gets complaints with any evidence missing, wrong and in conflict', () => {
    const cases = madeUpComplaints(stores, 2_000, 1)
    const share = (holds: (one: (typeof cases)[number]) => boolean): number => cases.filter(holds).length / cases.length
    expect(share(({ orderStoreId }) => orderStoreId === undefined)).toBeGreaterThan(0.1)
    expect(share(({ lat }) => lat === undefined)).toBeGreaterThan(0.2)
    expect(share(({ expected }) => expected === null)).toBeGreaterThan(0.01)
    expect(
      share(
        ({ expected, orderStoreId }) => expected !== null && orderStoreId !== undefined && orderStoreId !== expected,
      ),
    ).toBeGreaterThan(0.005)
    const far = cases.filter(({ expected, lat, lon }) => {
      const store = byId.get(expected ?? '')
      return store && lat !== undefined && distanceKm(lat, lon ?? 0, store.lat ?? 0, store.lon ?? 0) > 5
    })
    expect(far.length).toBeGreaterThan(60)
    // No right store is one that is not open.
    for (const { expected } of cases) expect(expected === null || byId.get(expected)?.status === 'open').toBe(true)
  })

  it('gets as many wrong orders as it is told', () => {
    const wrong = madeUpComplaints(stores, 3_000, 2, { ...HARD, wrongOrder: 0.5, gone: 0, order: 1 }).filter(
      ({ orderStoreId, expected }) => orderStoreId !== expected,
    ).length
    expect(wrong / 3_000).toBeGreaterThan(0.45)
    expect(wrong / 3_000).toBeLessThan(0.55)
  })
})
