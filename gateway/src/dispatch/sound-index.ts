/**
 * Finds the stores whose phrases share pairs of syllables with some words: an inverted index over the syllables as an inattentive ear has
 * them (sounds.ts), so that same-sound characters find each other. It only proposes; phrases.ts compares.
 */
import type { Words } from './phrases.ts'
import { blurredSyllableOf } from './sounds.ts'

/** A pair that more stores than this have is asked only when there is no rarer one: 广场, 中心. */
const COMMON = 2_000

export class SoundIndex {
  readonly #postings = new Map<number, Int32Array>()
  readonly #weights: Float32Array
  readonly #touched: Int32Array
  #found = 0
  /** What was asked the last time. */
  #asked: readonly Int32Array[] = []
  readonly #stores: number

  /** @param phrases of each store */
  constructor(phrases: readonly (readonly string[])[]) {
    this.#stores = phrases.length
    this.#weights = new Float32Array(phrases.length)
    this.#touched = new Int32Array(phrases.length)
    const growing = new Map<number, number[]>()
    phrases.forEach((texts, store) => {
      for (const text of texts)
        for (const pair of pairsIn(text)) {
          const list = growing.get(pair)
          if (list === undefined) growing.set(pair, [store])
          else if (list[list.length - 1] !== store) list.push(store)
        }
    })
    for (const [pair, list] of growing) this.#postings.set(pair, Int32Array.from(list))
  }

  /** How many stores share something with the words; afterwards `store` and `weight` tell which and how much. Until the next call. */
  find(words: Words): number {
    const lists: Int32Array[] = []
    for (let index = 0; index + 1 < words.length; index++) {
      const list = this.#postings.get(pairOf(words.blurred[index] ?? 0, words.blurred[index + 1] ?? 0))
      if (list) lists.push(list)
    }
    // A name of one character, or one of which a single character was said.
    if (words.length === 1) {
      const list = this.#postings.get(pairOf(words.blurred[0] ?? 0, 0))
      if (list) lists.push(list)
    }
    lists.sort((a, b) => a.length - b.length)
    const asked = lists.filter((list, place) => place === 0 || list.length <= COMMON)
    // A name with 店 behind it, the same name in the address: the answer is there already.
    const before = this.#asked
    if (asked.length === before.length && asked.every((list, place) => list === before[place])) return this.#found
    this.#forget()
    this.#asked = asked
    for (const list of asked) this.#add(list, Math.log(this.#stores / list.length + 1))
    return this.#found
  }

  store(index: number): number {
    return this.#touched[index] ?? 0
  }

  weight(store: number): number {
    return this.#weights[store] ?? 0
  }

  #add(list: Int32Array, weight: number): void {
    for (let index = 0; index < list.length; index++) {
      const store = list[index] ?? 0
      const before = this.#weights[store] ?? 0
      if (before === 0) this.#touched[this.#found++] = store
      this.#weights[store] = before + weight
    }
  }

  #forget(): void {
    for (let index = 0; index < this.#found; index++) this.#weights[this.#touched[index] ?? 0] = 0
    this.#found = 0
  }
}

const pairOf = (first: number, second: number): number => first * 65_536 + second

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
