import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likelyTypes } from './likely-types.ts'
import { heldOutSentences } from './sentences/held-out-testing.ts'
import { type LabelledSentence, saidOfTypes } from './sentences/said-of-types.ts'
import { unseenSentences } from './sentences/unseen-testing.ts'
import { shippedTypes } from './shipped/shipped-types.ts'

const shipped = shippedTypes.map(({ id, document }) => ({ id, words: document.words }))

describe('a likely type', () => {
  it('is known by how people speak of it, without any of its words', () => {
    const [first] = likelyTypes(shipped, '喝到最后杯底有一只小飞虫')
    expect(first).toMatchObject({ typeId: 'foreign-object' })
    const unworded = shipped.map(({ id }) => ({ id, words: [] }))
    expect(likelyTypes(unworded, '喝到最后杯底有一只小飞虫')[0]).toMatchObject({ typeId: 'foreign-object' })
  })
  it('is nobody’s guess when next to nothing is said', () => {
    for (const text of ['', '喂', '你好', '喂，嗯，那个', '啊啊啊啊啊啊', 'asdf qwer'])
      expect(likelyTypes(shipped, text)).toEqual([])
  })
  it('can be one of the chain’s own, by its words alone', () => {
    const own = [...shipped, { id: 'franchise', words: [{ text: '加盟费', weight: 5 }] }]
    expect(likelyTypes(own, '想了解一下加盟费是多少')[0]).toMatchObject({ typeId: 'franchise', words: ['加盟费'] })
    expect(likelyTypes(own, '奶茶里喝出一根头发').map(({ typeId }) => typeId)).not.toContain('franchise')
    expect(likelyTypes([{ id: 'only', words: [{ text: '加盟费', weight: 5 }] }], '加盟费')).toEqual([
      { typeId: 'only', score: 1, words: ['加盟费'] },
    ])
  })
  it('is not one that is retired', () => {
    const left = shipped.filter(({ id }) => id !== 'foreign-object')
    expect(likelyTypes(left, '奶茶里喝出一根头发').map(({ typeId }) => typeId)).not.toContain('foreign-object')
  })
  it('follows the words that an administrator adds', () => {
    const text = '那个东西又来了，跟上次一样'
    const [before] = likelyTypes(shipped, text)
    expect(before?.typeId).not.toBe('delivery')
    const taught = shipped.map(({ id, words }) =>
      id === 'delivery' ? { id, words: [...words, { text: '那个东西', weight: 5 }] } : { id, words },
    )
    expect(likelyTypes(taught, text)[0]).toMatchObject({
      typeId: 'delivery',
      words: expect.arrayContaining(['那个东西']),
    })
  })
  it('is the same each time, ranked by probabilities, and tells only words of the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...saidOfTypes.map(({ text }) => text)), { maxLength: 3 }), (texts) => {
        const text = texts.join('。')
        const found = likelyTypes(shipped, text)
        expect(likelyTypes(shipped, text)).toEqual(found)
        const scores = found.map(({ score }) => score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        expect(scores.reduce((sum, score) => sum + score, 0)).toBeLessThan(1.05)
        for (const { words } of found)
          for (const each of words) for (const part of each.split('…')) expect(text).toContain(part)
      }),
      { numRuns: 50 },
    )
  })
  it('is quick with the longest description', () => {
    const start = performance.now()
    likelyTypes(shipped, '退款送来少了一根头发'.repeat(1_000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

/** At which probability the form shows a guess: agent-ui/src/ticket-types/type-queries.ts. */
const SHOWN_FROM = 0.5

function measured(sentences: readonly LabelledSentence[]) {
  const guesses = sentences.map(({ type, text }) => {
    const found = likelyTypes(shipped, text)
    return { rank: found.findIndex(({ typeId }) => typeId === type), shown: (found[0]?.score ?? 0) >= SHOWN_FROM }
  })
  const shown = guesses.filter((guess) => guess.shown)
  const perThousand = (count: number, all = sentences.length) => Math.round((1_000 * count) / all)
  return {
    first: perThousand(guesses.filter(({ rank }) => rank === 0).length),
    firstThree: perThousand(guesses.filter(({ rank }) => rank >= 0 && rank < 3).length),
    shown: perThousand(shown.length),
    shownRight: perThousand(shown.filter(({ rank }) => rank === 0).length, shown.length),
  }
}

describe('the shipped words and sentences', () => {
  it('are held to the figures of the documentation on sentences they were not made with', () => {
    expect(measured(unseenSentences)).toEqual({ first: 773, firstThree: 880, shown: 940, shownRight: 816 })
    expect(measured(heldOutSentences)).toEqual({ first: 980, firstThree: 1_000, shown: 1_000, shownRight: 980 })
  })
})
