/** Where a contact is at home in the tree of regions: decides whose calling hours hold. Known from the store, else from the number. */
import { callerIdentity } from '@ringdesk/cti'
import type { Prisma } from '../../database/client/client.ts'

export interface ContactPlace {
  readonly regionId?: string
  readonly province?: string
  readonly city?: string
}

interface PlaceNode {
  readonly id: string
  readonly name: string
  readonly level: string
  readonly parentId: string | null
  readonly provinces: readonly string[]
}

const MOST_NODES = 20_000

export class RegionsByName {
  readonly #provinces = new Map<string, string>()
  readonly #cities = new Map<string, string>()

  static async read(tx: Prisma.TransactionClient): Promise<RegionsByName> {
    const nodes = await tx.region.findMany({
      where: { level: { in: ['REGION', 'PROVINCE', 'CITY'] } },
      select: { id: true, name: true, level: true, parentId: true, provinces: true },
      orderBy: { id: 'asc' },
      take: MOST_NODES,
    })
    return new RegionsByName(nodes)
  }

  constructor(nodes: readonly PlaceNode[]) {
    for (const node of nodes) for (const province of node.provinces) this.#provinces.set(province, node.id)
    // A province's own node is nearer than the region that lists it.
    const names = new Map<string, string>()
    for (const node of nodes) {
      if (node.level !== 'PROVINCE') continue
      this.#provinces.set(node.name, node.id)
      names.set(node.id, node.name)
    }
    for (const node of nodes) {
      const province = node.level === 'CITY' && node.parentId ? names.get(node.parentId) : undefined
      if (province !== undefined) this.#cities.set(`${province}/${node.name}`, node.id)
    }
  }

  /** @param number E.164 with + */
  ofNumber(number: string): ContactPlace {
    const { province, city } = callerIdentity(number)
    if (province === undefined) return {}
    const node =
      (city === undefined ? undefined : this.#cities.get(`${province}/${city}`)) ?? this.#provinces.get(province)
    return { province, ...(city ? { city } : {}), ...(node ? { regionId: node } : {}) }
  }
}

export interface StoreOfContact {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly regionId: string
  readonly provinceId: string | null
  readonly cityId: string | null
  readonly areaId: string | null
  readonly province: string
  readonly city: string
}

export const storeFields = {
  id: true,
  code: true,
  name: true,
  regionId: true,
  provinceId: true,
  cityId: true,
  areaId: true,
  province: true,
  city: true,
} as const satisfies Prisma.StoreSelect

export const placeOfStore = (store: Omit<StoreOfContact, 'id' | 'code' | 'name'>): Required<ContactPlace> => ({
  regionId: store.areaId ?? store.cityId ?? store.provinceId ?? store.regionId,
  province: store.province,
  city: store.city,
})
