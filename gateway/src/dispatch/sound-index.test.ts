import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordsOf } from './phrases.ts'
import { type Favour, parts, SoundIndex } from './sound-index.ts'
import { storeColumn } from './store-column.ts'

const indexOf = (phrases: readonly string[][]) =>
  new SoundIndex(phrases, storeColumn(phrases.map((_, store) => phrases.length - 1 - store)))
const NOTHING: Favour = { runs: [], mostElsewhere: 0, inRuns: () => 0, elsewhere: () => 0 }
const pairsOf = (text: string): string[] =>
  text.length === 1 ? [text] : Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2))

/** What `find` promises, by looking at every store. The signs below all sound different. */
function byLookingAtAll(phrases: readonly string[][], said: string, favour: Favour) {
  const had = phrases.map((texts) => new Set(texts.flatMap(pairsOf)))
  const weighed = had
    .map((pairs, store) => {
      let weight = 0
      for (const pair of pairsOf(said))
        if (pairs.has(pair)) weight += parts(Math.log(phrases.length / had.filter((one) => one.has(pair)).length + 1))
      const inRuns = favour.runs.some((from, at) => at % 2 === 0 && store >= from && store < (favour.runs[at + 1] ?? 0))
      return { store, shares: weight > 0, weight: weight + (inRuns ? favour.inRuns(store) : favour.elsewhere(store)) }
    })
    .filter(({ shares }) => shares)
    .sort((a, b) => b.weight - a.weight || b.store - a.store)
  const best = weighed.slice(0, 12)
  const nearly = weighed.filter(({ weight }) => weight >= (weighed[0]?.weight ?? 0) * 0.85)
  return {
    best: best.map(({ store }) => store),
    more:
      best.length < 12
        ? 0
        : nearly.length - best.filter(({ weight }) => nearly.some((n) => n.weight === weight)).length,
    shares: weighed.map(({ store }) => store).sort((a, b) => a - b),
  }
}

describe('stores by their sound', () => {
  it('are found by what they sound like', () => {
    const names = ['文三路', '文二路', '万达广场', '西溪印象城']
    const index = indexOf(names.map((name) => [name]))
    expect(index.find(wordsOf('忘达光场'), NOTHING).best.map((store) => names[store])).toEqual(['万达广场'])
    expect(index.shares(2)).toBe(true)
    expect(index.shares(0)).toBe(false)
    expect(index.find(wordsOf('一二三'), NOTHING)).toEqual({ best: [], more: 0 })
  })

  const phrase = fc.string({ unit: fc.constantFrom(...'文路广湖山大'), minLength: 0, maxLength: 6 })
  const phrases = fc.array(fc.tuple(phrase, phrase), { minLength: 1, maxLength: 120 })
  const favoured = fc.record({
    cuts: fc.uniqueArray(fc.nat(120), { maxLength: 4 }),
    city: fc.constantFrom(0, 1, 6),
    brand: fc.constantFrom(0, 4),
    brands: fc.integer({ min: 1, max: 5 }),
  })

  it('are the same that looking at every one finds, whichever lists are left out on the way, question after question', () => {
    fc.assert(
      fc.property(phrases, fc.array(fc.tuple(phrase, favoured), { maxLength: 6 }), (texts, questions) => {
        const index = indexOf(texts)
        for (const [said, { cuts, city, brand, brands }] of questions) {
          const ends = cuts.map((cut) => Math.min(cut, texts.length)).sort((a, b) => a - b)
          const ofBrand = (store: number): number => (store % brands === 0 ? parts(brand) : 0)
          const favour: Favour = {
            runs: ends.slice(0, ends.length - (ends.length % 2)),
            mostElsewhere: parts(brand),
            inRuns: (store) => parts(city) + ofBrand(store),
            elsewhere: ofBrand,
          }
          const expected = byLookingAtAll(texts, said, favour)
          expect(index.find(wordsOf(said), favour)).toEqual({ best: expected.best, more: expected.more })
          expect(texts.flatMap((_, store) => (index.shares(store) ? [store] : []))).toEqual(expected.shares)
        }
      }),
      { numRuns: 500 },
    )
  })
})
