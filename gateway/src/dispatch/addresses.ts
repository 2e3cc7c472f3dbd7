/**
 * A Chinese address taken apart: the divisions it names (in any order, in full or in short, levels left out), road, house number, and what is
 * left: a mall, an estate, a landmark. An address that fits several places (鼓楼区) names them all.
 */
import { type DivisionId, type Divisions, NOWHERE } from './divisions.ts'
import { compact, spaced, wholeNumber } from './written-text.ts'

export interface ParsedAddress {
  /** The narrowest divisions named; several when the text fits several; empty when it names none. */
  readonly regions: readonly DivisionId[]
  /** 文三路 */
  readonly road?: string
  /** House number on the road. */
  readonly number?: number
  /** Road, mall, estate or landmark, without divisions, numbers and floors. */
  readonly place: string
}

interface Named {
  readonly start: number
  readonly end: number
  readonly full: boolean
  readonly divisions: readonly DivisionId[]
}

/** 南京东路 is a road, 西湖文化广场 is not 西湖区. */
const NOT_A_REGION =
  /^(([东西南北中内外新老上下]|[一二三四五六七八九])*(环|支)?(路|街|大道|大街|巷|弄|胡同|道|里|桥|门|站|村|店)|银行|大厦|大酒店|饭店|宾馆|菜|烤鸭|小面|拉面|人家)/u
const ROAD = /([\p{Script=Han}a-z0-9]{1,8}?(?:大道|大街|路|街|巷|弄|胡同|道))(?![道])/u
const NUMBER =
  /^\s*第?([0-9]{1,5}|[一二三四五六七八九十〇零两]{1,4})(?:-[0-9]{1,4})?\s*(号(?!楼|线|门|店|院)|弄|#|$|(?=\s))/u
const TOWN = /^[\p{Script=Han}]{2,4}?(街道|镇|乡)(?!路|街|口)/u
const UNIT =
  /(地上|地下|负)?[0-9一二三四五六七八九十]{1,3}(楼|层|f)(?!\p{Script=Han}*(路|街))|[bfl][0-9]{1,2}(层|楼)?|[a-z]?[0-9]{2,5}[a-z]?(-[0-9]{1,4})*(室|铺|商铺|号铺|号商铺|单元)|[0-9一二三四五六七八九十]{1,3}(号楼|栋|幢|座|单元|号院|期)|[a-z](座|栋|区|幢|馆)|首层|底层|底商|商铺|临街|铺位|[0-9a-z]+号铺/gu

/** @param text as written; brackets, spaces, full-width digits and wrong order are all right */
export function parseAddress(divisions: Divisions, text: string): ParsedAddress {
  const written = spaced(text)
  const named = namesIn(divisions, written)
  const regions = narrowest(divisions, named)
  const rest = withoutTown(without(divisions, written, named, regions))
  const found = roadIn(rest)
  const tail = found ? `${rest.slice(0, found.start)}${found.road} ${rest.slice(found.end)}` : rest
  const place = compact(tail.replace(UNIT, ' ')).replace(/[#-]|[0-9]+号?/gu, '')
  return {
    regions,
    ...(found ? { road: found.road } : {}),
    ...(found?.number === undefined ? {} : { number: found.number }),
    place,
  }
}

/** The divisions a text names, without taking it apart further. */
export function regionsIn(divisions: Divisions, text: string): readonly DivisionId[] {
  return narrowest(divisions, namesIn(divisions, spaced(text)))
}

/**
 * A shop's name or what a customer calls it, without the provinces and cities it begins with, and all divisions named. A district in short
 * (浦东 in 上海浦东北京路店) stays: it tells the shop from others, and where no city is named nobody can say that it is one.
 */
export function splitRegions(
  divisions: Divisions,
  text: string,
): { readonly regions: readonly DivisionId[]; readonly rest: string } {
  const written = spaced(text)
  const named = namesIn(divisions, written)
  const regions = narrowest(divisions, named)
  const plain = named.filter(({ full, divisions: ids }) => full || ids.some((id) => divisions.get(id)?.level !== 3))
  return { regions, rest: without(divisions, written, plain, regions) }
}

/** Left to right, the longest name at each place. */
function namesIn(divisions: Divisions, text: string): Named[] {
  const named: Named[] = []
  for (let start = 0; start + 1 < text.length; ) {
    const found = nameAt(divisions, text, start)
    if (found) named.push(found)
    start = found ? found.end : start + 1
  }
  return named
}

function nameAt(divisions: Divisions, text: string, start: number): Named | undefined {
  for (const { name, divisions: ids, inFull } of divisions.startingAt(text, start)) {
    if (!text.startsWith(name, start)) continue
    const end = start + name.length
    const alone = inFull.length === 0 || name.length === 2
    if (alone && NOT_A_REGION.test(text.slice(end, end + 6))) continue
    return { start, end, full: inFull.length > 0, divisions: inFull.length > 0 ? inFull : ids }
  }
  return undefined
}

/**
 * The divisions that explain most of the names. A short name of a district (朝阳, 和平) is nobody's alone: it counts only where its city
 * or province is named too.
 */
function narrowest(divisions: Divisions, named: readonly Named[]): readonly DivisionId[] {
  let best: DivisionId[] = []
  let most = 0
  for (const name of named)
    for (const id of name.divisions) {
      const supporters = named.filter((other) => other.divisions.some((outer) => divisions.contains(outer, id)))
      if (!name.full && mayBeDistrict(divisions, name, id) && !supported(divisions, id, name, supporters)) continue
      const weight = supporters.reduce((sum, { full, start }) => sum + (full ? 2 : 1) + (start === 0 ? 0.5 : 0), 0)
      const deep = weight + (divisions.get(id)?.level ?? 0) / 10
      if (deep < most || best.includes(id)) continue
      if (deep > most) best = []
      most = deep
      best.push(id)
    }
  return best
}

/** 朝阳 is a city, and a district of two others; 恩施 is a prefecture, and a city in it. */
function mayBeDistrict(divisions: Divisions, name: Named, id: DivisionId): boolean {
  return (
    divisions.get(id)?.level !== 1 &&
    name.divisions.some(
      (other) => divisions.get(other)?.level === 3 && (other === id || !divisions.contains(id, other)),
    )
  )
}

function supported(divisions: Divisions, id: DivisionId, name: Named, supporters: readonly Named[]): boolean {
  return supporters.some(
    (other) =>
      other !== name &&
      Math.min(Math.abs(other.end - name.start), Math.abs(name.end - other.start)) <= 1 &&
      other.divisions.some((outer) => outer !== id && divisions.contains(outer, id)),
  )
}

/** Names in front, and full names anywhere, are not part of the place; 杭州 in 文三路杭州大厦 is. */
function without(divisions: Divisions, text: string, named: readonly Named[], regions: readonly DivisionId[]): string {
  let rest = ''
  let from = 0
  for (const { start, end, full, divisions: ids } of named) {
    const used = ids.some((outer) => regions.some((region) => divisions.contains(outer, region)))
    const leads = text.slice(0, start).trim() === '' || text.slice(from, start).trim() === ''
    if (!used || !(full || leads)) continue
    rest += `${text.slice(from, start)} `
    from = end
  }
  return (rest + text.slice(from)).trim()
}

function withoutTown(rest: string): string {
  const town = TOWN.exec(rest)
  return town && rest.length - town[0].length >= 2 ? rest.slice(town[0].length).trim() : rest
}

function roadIn(text: string): { road: string; number?: number; start: number; end: number } | undefined {
  const match = ROAD.exec(text)
  const road = match?.[1]
  if (!match || road === undefined || road.length < 2) return undefined
  const end = match.index + road.length
  const house = NUMBER.exec(text.slice(end))
  const number = house?.[1] === undefined ? undefined : wholeNumber(house[1])
  if (house === null || number === undefined) return { road, start: match.index, end }
  return { road, number, start: match.index, end: end + house[0].length }
}

/** The divisions that hold all of these: what several readings agree on. */
export function common(divisions: Divisions, ids: readonly DivisionId[]): DivisionId {
  for (const level of [3, 2, 1] as const) {
    const outer = divisions.at(ids[0] ?? NOWHERE, level)
    if (outer !== NOWHERE && ids.every((id) => divisions.contains(outer, id))) return outer
  }
  return NOWHERE
}
