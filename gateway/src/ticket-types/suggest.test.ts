import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { saidOfTypes } from './sentences/said-of-types.ts'
import { shippedTypes } from './shipped/shipped-types.ts'
import { suggestTypes } from './suggest.ts'

const shipped = shippedTypes.map(({ id, document }) => ({ id, words: document.words }))
const word = (text: string, weight = 1) => ({ text, weight })
const of = (words: Record<string, ReturnType<typeof word>[]>) =>
  Object.entries(words).map(([id, list]) => ({ id, words: list }))

describe('a suggestion', () => {
  it('comes from the words that are found, the strongest first', () => {
    const [first] = suggestTypes(
      of({ insects: [word('虫'), word('苍蝇', 5)], other: [word('蝇')] }),
      '有只苍蝇，还有虫',
    )
    expect(first).toMatchObject({ typeId: 'insects', words: ['苍蝇', '虫'] })
  })
  it('counts only the longest word at a place', () => {
    const types = of({ rude: [word('态度', 4)], praise: [word('态度很好', 3)] })
    expect(suggestTypes(types, '店员态度很好').map(({ typeId }) => typeId)).toEqual(['praise'])
    expect(suggestTypes(types, '态度很好？另一个态度极差').map(({ typeId }) => typeId)).toEqual(['praise', 'rude'])
  })
  it('lets … stand for a few characters, never across sentences', () => {
    const types = of({ missing: [word('少了…吸管')] })
    expect(suggestTypes(types, '少了两根粗吸管')).toHaveLength(1)
    expect(suggestTypes(types, '少了。给我吸管')).toEqual([])
    expect(suggestTypes(types, '少了一二三四五六七八九吸管')).toEqual([])
  })
  it('finds words through spaces, capitals and full-width letters', () => {
    expect(suggestTypes(of({ app: [word('app登录')] }), 'ＡＰＰ 登 录 不上')).toHaveLength(1)
  })
  it('trusts a word less that several types share', () => {
    const [own, shared] = [of({ a: [word('退款')] }), of({ a: [word('退款')], b: [word('退款')] })]
    expect(suggestTypes(shared, '退款')[0]?.score).toBeLessThan(suggestTypes(own, '退款')[0]?.score ?? 0)
  })
  it('is the same each time, is ranked, and tells only words of the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...saidOfTypes.map(({ text }) => text)), { maxLength: 3 }), (texts) => {
        const text = texts.join('。')
        const found = suggestTypes(shipped, text)
        expect(suggestTypes(shipped, text)).toEqual(found)
        expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
        for (const { words } of found)
          for (const each of words) for (const part of each.split('…')) expect(text).toContain(part)
      }),
      { numRuns: 50 },
    )
  })
  it('is quick with the longest description', () => {
    const start = performance.now()
    suggestTypes(shipped, '退款送来少了一根头发'.repeat(1_000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
