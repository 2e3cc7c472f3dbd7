/**
 * Which type a text is of, most likely first: the types' own words, weighed as suggest.ts has it, together with what people have said of
 * the shipped types (sentence-model.ts). Pure and deterministic; the words that speak for a guess are told with it.
 */
import type { TypeSuggestion } from '../contract/index.ts'
import { SentenceModel } from './sentence-model.ts'
import { saidOfTypes } from './sentences/said-of-types.ts'
import { suggestTypes, type WordedType } from './suggest.ts'

const most = 5
const mostWords = 5
/** Characters of one text are no independent witnesses: their word counts half. Without it every guess would be next to certain. */
const TEMPER = 2
/** Below, nothing speaks for a type. */
const LEAST = 0.02
/** Of characters and pairs; of fewer nobody can tell what they are about. */
const FEWEST_KNOWN = 4

/** Of the last types that were asked about: a desk asks while somebody types, administrators change words now and then. */
let kept: { readonly key: string; readonly model: SentenceModel } | undefined

function modelOf(types: readonly WordedType[]): SentenceModel {
  const key = JSON.stringify(types)
  if (kept?.key === key) return kept.model
  const ids = new Set(types.map(({ id }) => id))
  const model = new SentenceModel(
    saidOfTypes.filter(({ type }) => ids.has(type)),
    types,
  )
  kept = { key, model }
  return model
}

/** @param text at most some thousand characters. @returns best first, at most five, `score` is the probability; nothing when nothing is known */
export function likelyTypes(types: readonly WordedType[], text: string): readonly TypeSuggestion[] {
  const found = new Map(suggestTypes(types, text).map((each) => [each.typeId, each]))
  const ids = types.map(({ id }) => id)
  const model = modelOf(types)
  const grams = model.known(text)
  const isNamed = [...found.values()].some(({ words }) => words.some((word) => [...word].length > 1))
  if (!isNamed && grams.length < FEWEST_KNOWN) return []

  const heard = new Set(saidOfTypes.map(({ type }) => type).filter((type) => ids.includes(type)))
  const likelihoods = model.likelihoods([...heard], grams)
  const best = Math.max(...likelihoods.values(), Number.NEGATIVE_INFINITY)
  const evidence = types.map(({ id }) => {
    const words = found.get(id)?.score ?? 0
    // Of a type of the chain's own nobody has written down what people say: its words alone speak for it.
    const heardOf = likelihoods.get(id) ?? (words > 0 && Number.isFinite(best) ? best - 1 : Number.NEGATIVE_INFINITY)
    return { id, of: (heard.size === 0 ? words : heardOf + words) / TEMPER }
  })
  const top = Math.max(...evidence.map(({ of }) => of))
  const sum = evidence.reduce((all, { of }) => all + Math.exp(of - top), 0)
  return evidence
    .map(({ id, of }) => ({ typeId: id, score: Math.round((Math.exp(of - top) / sum) * 100) / 100 }))
    .filter(({ score }) => score >= LEAST)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ typeId, score }) => {
      const words = found.get(typeId)?.words ?? []
      const pairs = heard.has(typeId) ? model.tellingPairs(typeId, [...heard], grams) : []
      const more = pairs.filter((pair) => !words.some((word) => word.includes(pair)))
      return { typeId, score, words: [...words, ...more].slice(0, mostWords) }
    })
}
