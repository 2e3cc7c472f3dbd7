/**
 * A shop's name down to what tells it from the chain's others: 一盏茶（杭州文三路旗舰店） → 文三路. The brand, the city it begins with, 店 and its
 * kinds are left out, because customers leave them out.
 */
import { splitRegions } from './addresses.ts'
import type { DivisionId, Divisions } from './divisions.ts'
import { compact, wholeNumber } from './written-text.ts'

export interface SpokenName {
  readonly core: string
  readonly regions: readonly DivisionId[]
  /** Positions in `brands` of the index; empty: none was named. */
  readonly brands: readonly number[]
}

const KINDS =
  /(旗舰|体验|概念|专卖|直营|加盟|形象|主题|外卖|自提)?(分|总|门|新|老)?(店|铺)(?=$|[0-9])|(旗舰|专卖|体验|概念|分)店/gu
const BRANCH = /([一二三四五六七八九十]{1,2})(?=(号|分)?店)/u
const FILLERS =
  /(我(是|在|们)?|你们|他们|就是|好像|应该|叫(做)?|那个|这个|那家|这家|那边|附近|对面|旁边|门口|里面|楼下|的|那|呢|吧|啊|家|在(?=.{2}))/gu
const SHORTEST_CORE = 2

/** What a customer says is stripped of fillers; what the chain writes has none. */
export function coreOf(divisions: Divisions, brands: Brands, text: string, spoken: boolean): SpokenName {
  const named = brands.in(compact(text))
  const { regions, rest } = splitRegions(divisions, named.rest)
  const bare = keep(named.rest, compact(rest))
  const numbered = bare.replace(BRANCH, (words) => String(wholeNumber(words) ?? words))
  const plain = keep(numbered, numbered.replace(KINDS, ''))
  const core = spoken ? keep(plain, plain.replace(FILLERS, '')) : plain
  return { core: core.replace(/[#-]/g, ''), regions, brands: named.brands }
}

/** Not shortened to nothing: a shop may be called 杭州店. */
function keep(before: string, after: string): string {
  return after.length >= SHORTEST_CORE || before.length < SHORTEST_CORE ? after || before : before
}

/** The chain's brands, found in a text though it is written without spaces. */
export class Brands {
  readonly #byName = new Map<string, number>()
  /** By their first character, longest first. */
  readonly #byStart = new Map<number, string[]>()

  constructor(names: Iterable<string>) {
    for (const name of names) {
      const written = compact(name)
      if (written === '' || this.#byName.has(written)) continue
      this.#byName.set(written, this.#byName.size)
      const start = written.charCodeAt(0)
      const same = this.#byStart.get(start)
      if (same) same.push(written)
      else this.#byStart.set(start, [written])
    }
    for (const same of this.#byStart.values()) same.sort((a, b) => b.length - a.length)
  }

  /** −1: no brand of ours. */
  number(name: string): number {
    return this.#byName.get(compact(name)) ?? -1
  }

  in(text: string): { readonly brands: readonly number[]; readonly rest: string } {
    const brands: number[] = []
    let rest = ''
    let from = 0
    for (let index = 0; index < text.length; ) {
      const found = this.#byStart.get(text.charCodeAt(index))?.find((name) => text.startsWith(name, index))
      if (found === undefined) {
        index++
        continue
      }
      rest += text.slice(from, index)
      index += found.length
      from = index
      const number = this.#byName.get(found)
      if (number !== undefined && !brands.includes(number)) brands.push(number)
    }
    return { brands, rest: from === 0 ? text : rest + text.slice(from) }
  }
}
