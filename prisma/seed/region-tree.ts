/** The tree below the chain's own regions: the provinces, cities and districts where the demo chain has stores. */
import { cities } from './cities.ts'
import { uuidOf } from './randomness.ts'

export interface DemoRegion {
  readonly id: string
  readonly name: string
  readonly level: 'PROVINCE' | 'CITY' | 'AREA'
  readonly parentId: string
  readonly ownerId: string | null
}

/** The node of a province, of a city in it, or of a district in that: 浙江省, 杭州市, 西湖区. */
export const regionIdOf = (...path: readonly string[]): string => path.join('/')

/** Parents before their children. Municipalities are a province and a city of the same name. */
export function makeRegionTree(): DemoRegion[] {
  const nodes = new Map<string, DemoRegion>()
  const add = (
    level: DemoRegion['level'],
    parentId: string,
    path: readonly string[],
    ownerId: string | null = null,
  ) => {
    const id = regionIdOf(...path)
    if (!nodes.has(id)) nodes.set(id, { id, name: path.at(-1) ?? '', level, parentId, ownerId })
    return id
  }
  for (const { region, province, name, districts } of cities) {
    const provinceId = add('PROVINCE', region, [province])
    const owner = name === '杭州市' ? uuidOf('account r3002') : null
    const cityId = add('CITY', provinceId, [province, name], owner)
    for (const [district] of districts) add('AREA', cityId, [province, name, district])
  }
  return [...nodes.values()]
}
