/**
 * Finds the stores whose phrases share pairs of syllables with some words: an inverted index over the syllables as an inattentive ear has
 * them (sounds.ts), so that same-sound characters find each other. It only proposes; phrases.ts compares.
 */
import { type Alike, Best } from './best.ts'
import type { Words } from './phrases.ts'
import { blurredSyllableOf } from './sounds.ts'
import type { StoreColumn } from './store-column.ts'

/** A pair that more stores than this have is asked only when there is no rarer one: 广场, 中心. */
const COMMON = 2_000
/** Looking up what a store has takes as long as walking so much of a list. */
const LOOK_UP = 8
/** Weights are whole numbers of such a part, so that their sums do not depend on the order. */
const PARTS = 1 << 20

/** What speaks for a store beside its sound. */
export interface Favour {
  /** Runs of store numbers, from and to (exclusive) in turn, ascending and apart: those that may be favoured more than the others. */
  readonly runs: readonly number[]
  /** The most that a store outside of the runs can get. */
  readonly mostElsewhere: number
  inRuns(store: number): number
  elsewhere(store: number): number
}

export class SoundIndex {
  readonly #stores: number
  /** The number of a pair of syllables. */
  readonly #pairs = new Map<number, number>()
  /** Which stores have a pair, ascending, pair after pair; and where each pair's begin. */
  readonly #having: Int32Array
  readonly #havingFrom: Int32Array
  /** Which pairs a store has, store after store; and where each store's begin. */
  readonly #had: Int32Array
  readonly #hadFrom: Int32Array

  // The question at hand: pairs, rarest first, what each weighs, and of each pair there is its place in the question, from 1.
  #asked: number[] = []
  #weights: number[] = []
  readonly #place: Uint8Array
  // What was gathered for it so far, by store, and for which stores.
  readonly #gathered: Int32Array
  readonly #touched: Int32Array
  #found = 0
  readonly #best: Best
  // What was asked for last, and the answer.
  #favour: Favour | undefined
  #answer: Alike = { best: [], more: 0 }

  /** @param phrases of each store @param idPlace of each store: decides between equals */
  constructor(phrases: readonly (readonly string[])[], idPlace: StoreColumn) {
    this.#stores = phrases.length
    this.#gathered = new Int32Array(phrases.length)
    this.#touched = new Int32Array(phrases.length)
    this.#best = new Best(idPlace)
    this.#hadFrom = new Int32Array(phrases.length + 1)
    const had: number[] = []
    const counts: number[] = []
    phrases.forEach((texts, store) => {
      const from = had.length
      for (const text of texts)
        for (const sounds of pairsIn(text)) {
          let pair = this.#pairs.get(sounds)
          if (pair === undefined) {
            pair = counts.push(0) - 1
            this.#pairs.set(sounds, pair)
          }
          if (had.includes(pair, from)) continue
          had.push(pair)
          counts[pair] = (counts[pair] ?? 0) + 1
        }
      this.#hadFrom[store + 1] = had.length
    })
    this.#had = Int32Array.from(had)
    this.#place = new Uint8Array(counts.length)
    this.#havingFrom = new Int32Array(counts.length + 1)
    counts.forEach((count, pair) => {
      this.#havingFrom[pair + 1] = (this.#havingFrom[pair] ?? 0) + count
    })
    this.#having = new Int32Array(had.length)
    const next = this.#havingFrom.slice()
    for (let store = 0; store < phrases.length; store++)
      for (let at = this.#hadFrom[store] ?? 0; at < (this.#hadFrom[store + 1] ?? 0); at++) {
        const pair = had[at] ?? 0
        const place = next[pair] ?? 0
        this.#having[place] = store
        next[pair] = place + 1
      }
  }

  /**
   * The stores that share most with the words, by how rare it is, and are favoured most. Until the next call `shares` tells of every store
   * whether it shares anything.
   *
   * The favoured runs are gone through first. Of the others, the lists of common pairs are only walked as long as a store that has nothing
   * else could still get among the best, or nearly.
   */
  find(words: Words, favour: Favour): Alike {
    const before = { asked: this.#asked, weights: this.#weights }
    this.#ask(words)
    // A name with 店 behind it, the same name in the address: the answer is there already.
    if (favour === this.#favour && same(before.asked, this.#asked) && same(before.weights, this.#weights))
      return this.#answer
    this.#favour = favour
    const { runs } = favour
    const best = this.#best
    best.clear()
    for (let place = 0; place < this.#asked.length; place++)
      for (let run = 0; run < runs.length; run += 2) this.#gather(place, runs[run] ?? 0, runs[run + 1] ?? 0)
    const inRuns = this.#found
    for (let at = 0; at < inRuns; at++) {
      const store = this.#touched[at] ?? 0
      best.offer(store, (this.#gathered[store] ?? 0) + favour.inRuns(store))
    }
    this.#offerElsewhere(inRuns, favour)
    for (let at = 0; at < this.#found; at++) this.#gathered[this.#touched[at] ?? 0] = 0
    this.#found = 0
    this.#answer = best.alike()
    return this.#answer
  }

  #offerElsewhere(inRuns: number, favour: Favour): void {
    const { mostElsewhere } = favour
    const best = this.#best
    let walked = 0
    let rest = 0
    for (const weight of this.#weights) rest += weight
    let needed = best.needed
    for (; walked < this.#asked.length; walked++) {
      const length = this.#lengthOf(walked)
      // Longer than what is at hand: worth seeing whether that is good enough already.
      if (length > this.#found - inRuns)
        needed = Math.max(best.needed, best.neededWith(this.#gathered, this.#touched, inRuns, this.#found))
      if (rest + mostElsewhere < needed && this.#stillIn(inRuns, needed - rest - mostElsewhere) * LOOK_UP < length)
        break
      this.#gatherElsewhere(walked, favour.runs)
      rest -= this.#weights[walked] ?? 0
    }
    let enough = needed - rest - mostElsewhere
    for (let at = inRuns; at < this.#found; at++) {
      const store = this.#touched[at] ?? 0
      const gathered = this.#gathered[store] ?? 0
      if (gathered < enough) continue
      best.offer(store, gathered + this.#notWalked(store, walked) + favour.elsewhere(store))
      enough = Math.max(needed, best.needed) - rest - mostElsewhere
    }
  }

  /** How many of the stores outside of the runs have gathered enough to be among the best yet. */
  #stillIn(inRuns: number, enough: number): number {
    let count = 0
    for (let at = inRuns; at < this.#found; at++) if ((this.#gathered[this.#touched[at] ?? 0] ?? 0) >= enough) count++
    return count
  }

  /** Whether the store shares a pair with what was asked last. */
  shares(store: number): boolean {
    for (let at = this.#hadFrom[store] ?? 0; at < (this.#hadFrom[store + 1] ?? 0); at++)
      if ((this.#place[this.#had[at] ?? 0] ?? 0) > 0) return true
    return false
  }

  #ask(words: Words): void {
    for (const pair of this.#asked) this.#place[pair] = 0
    const pairs: number[] = []
    for (let index = 0; index + 1 < words.length; index++) {
      const pair = this.#pairs.get(pairOf(words.blurred[index] ?? 0, words.blurred[index + 1] ?? 0))
      if (pair !== undefined) pairs.push(pair)
    }
    // A name of one character, or one of which a single character was said.
    if (words.length === 1) {
      const pair = this.#pairs.get(pairOf(words.blurred[0] ?? 0, 0))
      if (pair !== undefined) pairs.push(pair)
    }
    pairs.sort((a, b) => this.#countOf(a) - this.#countOf(b))
    this.#asked = []
    this.#weights = []
    for (const pair of pairs) {
      const count = this.#countOf(pair)
      if (this.#asked.length > 0 && count > COMMON) break
      const weight = Math.round(Math.log(this.#stores / count + 1) * PARTS)
      // Said twice, it weighs twice.
      const said = this.#place[pair] ?? 0
      if (said > 0) this.#weights[said - 1] = (this.#weights[said - 1] ?? 0) + weight
      else {
        this.#weights.push(weight)
        this.#place[pair] = this.#asked.push(pair)
      }
    }
  }

  #countOf(pair: number): number {
    return (this.#havingFrom[pair + 1] ?? 0) - (this.#havingFrom[pair] ?? 0)
  }

  #lengthOf(place: number): number {
    return this.#countOf(this.#asked[place] ?? 0)
  }

  /** Adds a pair's weight to its stores of a run. */
  #gather(place: number, fromStore: number, toStore: number): void {
    if (fromStore >= toStore) return
    const pair = this.#asked[place] ?? 0
    const weight = this.#weights[place] ?? 0
    const having = this.#having
    const end = this.#havingFrom[pair + 1] ?? 0
    for (let at = this.#firstFrom(pair, fromStore); at < end; at++) {
      const store = having[at] ?? 0
      if (store >= toStore) break
      const before = this.#gathered[store] ?? 0
      if (before === 0) this.#touched[this.#found++] = store
      this.#gathered[store] = before + weight
    }
  }

  #gatherElsewhere(place: number, runs: readonly number[]): void {
    let from = 0
    for (let run = 0; run < runs.length; run += 2) {
      this.#gather(place, from, runs[run] ?? 0)
      from = runs[run + 1] ?? 0
    }
    this.#gather(place, from, this.#stores)
  }

  /** Where in a pair's list the stores from this one on begin. */
  #firstFrom(pair: number, store: number): number {
    let low = this.#havingFrom[pair] ?? 0
    if (store === 0) return low
    let high = this.#havingFrom[pair + 1] ?? 0
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#having[middle] ?? 0) < store) low = middle + 1
      else high = middle
    }
    return low
  }

  /** What the pairs that were not walked add to a store. */
  #notWalked(store: number, walked: number): number {
    if (walked === this.#asked.length) return 0
    let sum = 0
    for (let at = this.#hadFrom[store] ?? 0; at < (this.#hadFrom[store + 1] ?? 0); at++) {
      const place = this.#place[this.#had[at] ?? 0] ?? 0
      if (place > walked) sum += this.#weights[place - 1] ?? 0
    }
    return sum
  }
}

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at])

/** Of what weights and favours are made: both are added. */
export const parts = (weight: number): number => Math.round(weight * PARTS)

/** Within 32 bits, so that it is a cheap key. */
const pairOf = (first: number, second: number): number => (first << 16) | second

function pairsIn(text: string): number[] {
  const pairs: number[] = []
  let before = 0
  for (let index = 0; index < text.length; index++) {
    const sound = blurredSyllableOf(text.charCodeAt(index))
    if (index > 0) pairs.push(pairOf(before, sound))
    before = sound
  }
  if (text.length === 1) pairs.push(pairOf(before, 0))
  return pairs
}
