/**
 * Which type a text speaks of: the types' own words are looked for, the longest one at a place counts, and what was found is told. Pure
 * and deterministic, so that an administrator who wonders about a guess can find its reason and change it.
 */
import type { TypeSuggestion, TypeWord } from '../contract/index.ts'

export interface WordedType {
  readonly id: string
  readonly words: readonly TypeWord[]
}

interface Found {
  readonly typeId: string
  readonly word: TypeWord
  readonly start: number
  readonly end: number
}

/** Characters that … may stand for; never past the end of a sentence. */
const gap = 8
const most = 5

/** Full-width letters as half-width ones, without spaces: people type both. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')

/** Around its gaps: half-width forms of … would be three dots. */
const partsOf = ({ text }: TypeWord): readonly string[] => text.split('…').map(plain).filter(Boolean)

function placesOf(parts: readonly string[], text: string): readonly (readonly [number, number])[] {
  const [first = '', ...rest] = parts
  const places: (readonly [number, number])[] = []
  for (let start = text.indexOf(first); first !== '' && start >= 0; start = text.indexOf(first, start + 1)) {
    let end = start + first.length
    const whole = rest.every((part) => {
      const at = text.indexOf(part, end)
      if (at < 0 || at - end > gap || /[。！？!?；;]/.test(text.slice(end, at))) return false
      end = at + part.length
      return true
    })
    if (whole) places.push([start, end])
  }
  return places
}

/** A long word says more than a short one of the same weight. */
const worth = ({ text, weight }: TypeWord, types: number): number =>
  (weight * Math.min(2, 0.5 + 0.25 * [...text.replaceAll('…', '')].length)) / types

/** @param text at most some thousand characters. @returns best first, at most five; nothing when no word is found */
export function suggestTypes(types: readonly WordedType[], text: string): readonly TypeSuggestion[] {
  const within = plain(text)
  const found: Found[] = []
  const owners = new Map<string, number>()
  for (const { id, words } of types) {
    for (const word of words) {
      const parts = partsOf(word)
      const key = parts.join('…')
      owners.set(key, (owners.get(key) ?? 0) + 1)
      for (const [start, end] of placesOf(parts, within)) found.push({ typeId: id, word, start, end })
    }
  }
  // 态度很好 is praise although 态度 alone is not: what lies inside a longer find does not count.
  const counted = found.filter(
    (one) =>
      !found.some(
        (other) => other.start <= one.start && other.end >= one.end && other.end - other.start > one.end - one.start,
      ),
  )
  return types
    .map(({ id }) => {
      const words = [...new Set(counted.filter(({ typeId }) => typeId === id).map(({ word }) => word))]
        .map((word) => ({ text: word.text, worth: worth(word, owners.get(partsOf(word).join('…')) ?? 1) }))
        .sort((one, other) => other.worth - one.worth)
      const score = Math.round(words.reduce((sum, word) => sum + word.worth, 0) * 100) / 100
      return { typeId: id, score, words: words.map((word) => word.text) }
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
}
