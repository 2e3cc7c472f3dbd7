import { describe, expect, it } from 'vitest'
import { fromForm, toForm } from './form-values.ts'

describe('a document in its form', () => {
  it.each([
    ['agent', { id: 'a', skills: { tea: 3, milk: 9 }, region: 'east', teams: [] }],
    ['hotline', { number: '400', menu: { prompt: 'm', options: { 1: { queue: 'q', label: '一' } } }, hours: {} }],
    ['hotline', { number: '400', hours: { dates: {} } }],
    ['queue', { id: 'q', rings: [], callback: { key: '1' } }],
  ] as const)('comes back from it as it went in: %s', (kind, document) => {
    expect(fromForm(kind, toForm(kind, document), document)).toEqual(document)
  })

  it('loses what was switched off or emptied, and keeps what the form does not show', () => {
    const hotline = { number: '400', kept: 1, menu: { prompt: 'm', options: {} } }
    expect(fromForm('hotline', { ...toForm('hotline', hotline), menu: undefined }, hotline)).toEqual({
      number: '400',
      kept: 1,
    })
    expect(fromForm('agent', { id: 'a', region: undefined, skillList: [] }, { id: 'a', region: 'east' })).toEqual({
      id: 'a',
      skills: {},
    })
  })
})
