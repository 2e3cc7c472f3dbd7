/**
 * How likely a text is of a type, by its characters and pairs of characters: naive Bayes over what people have said of each type and the
 * types' own words. Pure and deterministic. Multinomial with additive smoothing (Manning, Raghavan, Schütze: Introduction to Information
 * Retrieval, 13.2), over which of them a text has, not how often.
 */
import type { TypeWord } from '../contract/index.ts'

export interface Said {
  readonly type: string
  readonly text: string
}

/** Added to every count; chosen with word weight and lengths on sentences that the model was not made of. */
const SMOOTHING = 0.3
const LENGTHS = [1, 2]

/** Clauses without spaces and punctuation, full-width letters as half-width ones: nothing is a pair across them. */
const clausesOf = (text: string): readonly (readonly string[])[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s\p{P}]+/u)
    .map((clause) => [...clause])

/** Characters and pairs, each once. */
export function gramsOf(text: string): readonly string[] {
  const grams = new Set<string>()
  for (const clause of clausesOf(text))
    for (const length of LENGTHS)
      for (let at = 0; at + length <= clause.length; at++) grams.add(clause.slice(at, at + length).join(''))
  return [...grams]
}

type Counts = Map<string, Map<string, number>>

export class SentenceModel {
  readonly #counts: Counts = new Map()
  readonly #totals = new Map<string, number>()

  /** @param words of the types; counted by their weights */
  constructor(said: readonly Said[], words: readonly { readonly id: string; readonly words: readonly TypeWord[] }[]) {
    for (const { type, text } of said) for (const gram of gramsOf(text)) this.#add(type, gram, 1)
    for (const { id, words: own } of words)
      for (const { text, weight } of own)
        for (const part of text.split('…')) for (const gram of gramsOf(part)) this.#add(id, gram, weight)
  }

  #add(type: string, gram: string, by: number): void {
    const counts = this.#counts.get(gram) ?? new Map<string, number>()
    counts.set(type, (counts.get(type) ?? 0) + by)
    this.#counts.set(gram, counts)
    this.#totals.set(type, (this.#totals.get(type) ?? 0) + by)
  }

  /** ln of the likelihood of one character or pair. */
  #likelihood(type: string, gram: string): number {
    const count = this.#counts.get(gram)?.get(type) ?? 0
    return Math.log((count + SMOOTHING) / ((this.#totals.get(type) ?? 0) + SMOOTHING * this.#counts.size))
  }

  /** Those of the text's characters and pairs that anybody has said. */
  known(text: string): readonly string[] {
    return gramsOf(text).filter((gram) => this.#counts.has(gram))
  }

  /** ln of the likelihood of these by type. */
  likelihoods(types: readonly string[], grams: readonly string[]): ReadonlyMap<string, number> {
    return new Map(types.map((type) => [type, grams.reduce((sum, gram) => sum + this.#likelihood(type, gram), 0)]))
  }

  /** Which pairs speak for this type rather than for the others, the loudest first. */
  tellingPairs(type: string, types: readonly string[], grams: readonly string[]): readonly string[] {
    const others = types.filter((each) => each !== type)
    return grams
      .filter((gram) => [...gram].length > 1)
      .map((gram) => ({
        gram,
        by: this.#likelihood(type, gram) - Math.max(...others.map((other) => this.#likelihood(other, gram))),
      }))
      .filter(({ by }) => by > 0)
      .sort((one, other) => other.by - one.by || (one.gram < other.gram ? -1 : 1))
      .map(({ gram }) => gram)
  }
}
