import { documentProblems, type FormDocument, fieldKinds, fieldsIn, formDocument } from '@ringdesk/gateway/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changedField,
  changedKind,
  choiceLines,
  choicesIn,
  comparable,
  emptyDocument,
  movedField,
  movedSection,
  placed,
  renamedField,
  withField,
  withoutField,
  withSection,
  wordLines,
  wordsIn,
} from './building.ts'

const ids = (document: FormDocument) =>
  document.sections.map(({ id, fields }) => [id, ...fields.map((field) => field.id)])
const built = (): FormDocument => {
  let document = emptyDocument
  for (const kind of ['text', 'choice', 'money'] as const) [document] = withField(document, kind)
  ;[document] = withSection(document)
  return withField(document, 'date', 'section-2')[0]
}

describe('building a form', () => {
  it('adds fields with ids of their own, into a section that is there', () => {
    expect(ids(built())).toEqual([
      ['section-1', 'text-1', 'choice-1', 'money-1'],
      ['section-2', 'date-1'],
    ])
    expect(withField(built(), 'text')[1]).toBe('text-2')
  })
  it('moves a field step by step through all sections and back', () => {
    const down = [1, 1, 1, 1].reduce((document) => movedField(document, 'text-1', 1), built())
    expect(ids(down)).toEqual([
      ['section-1', 'choice-1', 'money-1'],
      ['section-2', 'date-1', 'text-1'],
    ])
    expect(ids(movedField(down, 'text-1', 1))).toEqual(ids(down))
    expect(ids([1, 1, 1, 1].reduce((document) => movedField(document, 'text-1', -1), down))).toEqual(ids(built()))
  })
  it('drops a field where it is dragged', () => {
    expect(ids(placed(built(), 'money-1', 'section-2', 'date-1'))[1]).toEqual(['section-2', 'money-1', 'date-1'])
    expect(ids(placed(built(), 'text-1', 'section-1', 'text-1'))).toEqual(ids(built()))
  })
  it('moves sections', () => {
    expect(movedSection(built(), 'section-1', 1).sections.map(({ id }) => id)).toEqual(['section-2', 'section-1'])
    expect(movedSection(built(), 'section-2', 1)).toEqual(built())
  })
  it('lets conditions follow a renamed field', () => {
    const on = { match: 'all' as const, conditions: [{ field: 'text-1', is: 'filled' as const }] }
    const renamed = renamedField(changedField(built(), 'money-1', { visibleIf: on }), 'text-1', 'cause')
    expect(fieldsIn(renamed)[2]?.visibleIf?.conditions).toEqual([{ field: 'cause', is: 'filled' }])
    expect(documentProblems(renamed).map(({ code }) => code)).not.toContain('condition-on-nothing')
  })
  it('takes from a field what its new kind has no use for', () => {
    const choice = changedField(built(), 'choice-1', { choices: choicesIn('a|甲|A'), default: 'a' })
    const [, field] = fieldsIn(changedKind(choice, 'choice-1', 'number'))
    expect(field).toEqual({ id: 'choice-1', kind: 'number', label: { zh: '', en: '' } })
    expect(fieldsIn(changedKind(built(), 'text-1', 'multi-choice'))[0]).toMatchObject({ choices: [] })
  })
  it('reads choices and words from their lines again', () => {
    expect(choicesIn('a|甲|A\n\n b ｜ 乙 | B ')).toEqual([
      { code: 'a', zh: '甲', en: 'A' },
      { code: 'b', zh: '乙', en: 'B' },
    ])
    expect(choiceLines(choicesIn('a|甲|A'))).toBe('a|甲|A')
    expect(wordsIn('头发 5\n少了…吸管')).toEqual([
      { text: '头发', weight: 5 },
      { text: '少了…吸管', weight: 1 },
    ])
    expect(wordsIn(wordLines(wordsIn('头发 5\n异味 2')))).toEqual(wordsIn('头发 5\n异味 2'))
  })
  it('compares fields by their ids, wherever they stand', () => {
    const moved = placed(built(), 'text-1', 'section-2')
    expect(comparable(moved)).toMatchObject({ fields: comparable(built()).fields as object })
    expect(comparable(moved).order).not.toEqual(comparable(built()).order)
  })

  it('keeps its shape whatever is done to it, and loses no field by moving', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('add' as const), kind: fc.constantFrom(...fieldKinds) }),
      fc.record({ type: fc.constant('section' as const) }),
      fc.record({
        type: fc.constantFrom('up' as const, 'down' as const, 'remove' as const, 'kind' as const),
        at: fc.nat(9),
        kind: fc.constantFrom(...fieldKinds),
      }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let document = emptyDocument
        for (const each of steps) {
          const before = fieldsIn(document)
          if (each.type === 'add') [document] = withField(document, each.kind)
          else if (each.type === 'section') [document] = withSection(document)
          else {
            const id = before[each.at % Math.max(1, before.length)]?.id
            if (id === undefined) continue
            if (each.type === 'remove') document = withoutField(document, id)
            else if (each.type === 'kind') document = changedKind(document, id, each.kind)
            else {
              document = movedField(document, id, each.type === 'up' ? -1 : 1)
              expect(
                fieldsIn(document)
                  .map((field) => field.id)
                  .sort(),
              ).toEqual(before.map((field) => field.id).sort())
            }
          }
          expect(formDocument.parse(document)).toEqual(document)
          // Only what a person still has to fill in can be wrong.
          const open = ['no-name', 'no-title', 'no-label', 'no-choices']
          expect(documentProblems(document).filter(({ code }) => !open.includes(code))).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })
})
