import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FormField, formDocument, formStages } from './document.ts'
import { documentProblems } from './document-problems.ts'
import { anyDocument, anyForm, anyValue, documentOf } from './forms-testing.ts'
import { schemaOf } from './schema.ts'
import { takenOver, tidied, valueProblems, withDefaults } from './values.ts'
import { circleIn, visibleFields } from './visibility.ts'

const label = { zh: '名', en: 'Name' }
const field = (id: string, rest: Partial<FormField> = {}): FormField => ({ id, kind: 'text', label, ...rest })

/** What anybody who reads the published schema decides. */
function readerOf(document: Parameters<typeof schemaOf>[0]) {
  const ajv = new Ajv2020({ strict: false })
  // Its types say default export, its module is CommonJS.
  ;(addFormats as unknown as (to: Ajv2020) => void)(ajv)
  ajv.addSchema(schemaOf(document), 'form')
  return (values: unknown, stage: string) =>
    ajv.validate({ allOf: [{ $ref: 'form' }, { $ref: `form#/$defs/${stage}` }] }, values)
}
describe('any form that can be made', () => {
  it('can be published: the generated ones have no problems and keep their shape', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(documentProblems(document)).toEqual([])
        expect(formDocument.parse(document)).toEqual(document)
      }),
      { numRuns: 200 },
    )
  })

  it('has a schema that accepts exactly what the form accepts, at every stage', () => {
    let accepted = 0
    let refused = 0
    fc.assert(
      fc.property(anyForm, fc.constantFrom(...formStages), ([document, values], stage) => {
        const mine = valueProblems(document, values, stage).length === 0
        if (mine) accepted++
        else refused++
        expect(readerOf(document)(values, stage)).toBe(mine)
      }),
      { numRuns: 300 },
    )
    // Neither side is empty, or the property would say nothing.
    expect(Math.min(accepted, refused)).toBeGreaterThan(30)
  })

  it('keeps nothing hidden, nothing empty, and tidying twice is tidying once', () => {
    fc.assert(
      fc.property(anyForm, ([document, values]) => {
        const once = tidied(document, values)
        expect(tidied(document, once)).toEqual(once)
        expect(valueProblems(document, once, 'open').filter(({ code }) => code === 'hidden')).toEqual([])
      }),
    )
  })

  it('takes over from another form what fits and tells apart what does not; nothing is lost between the two', () => {
    fc.assert(
      fc.property(anyForm, anyDocument, ([, values], next) => {
        const { values: kept, misfits } = takenOver(next, values)
        expect(valueProblems(next, kept, 'open').filter(({ code }) => code !== 'required')).toEqual([])
        expect({ ...kept, ...Object.fromEntries(misfits.map((each) => [each.field, each.value])) }).toEqual(values)
      }),
    )
  })

  it('has defaults that fit', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const filled = withDefaults(document, {})
        expect(valueProblems(document, filled, 'open').filter(({ code }) => code !== 'required')).toEqual([])
      }),
    )
  })
})

describe('what shows', () => {
  const document = documentOf([
    field('kind', {
      kind: 'choice',
      choices: [
        { code: 'hair', ...label },
        { code: 'other', ...label },
      ],
    }),
    field('what', { visibleIf: { match: 'all', conditions: [{ field: 'kind', is: 'one-of', codes: ['other'] }] } }),
    field('where', {
      visibleIf: { match: 'all', conditions: [{ field: 'what', is: 'filled' }] },
      requiredFrom: 'resolved',
    }),
  ])
  const shown = (values: object) => visibleFields(document, { ...values }).map(({ id }) => id)

  it('follows the answers', () => {
    expect(shown({})).toEqual(['kind'])
    expect(shown({ kind: 'other' })).toEqual(['kind', 'what'])
    expect(shown({ kind: 'other', what: '螺丝' })).toEqual(['kind', 'what', 'where'])
  })
  it('counts what is hidden as empty', () => {
    expect(shown({ kind: 'hair', what: '螺丝' })).toEqual(['kind'])
    expect(tidied(document, { kind: 'hair', what: '螺丝', where: '杯底' })).toEqual({ kind: 'hair' })
  })
  it('requires only what shows, and only from its stage on', () => {
    const values = { kind: 'other', what: '螺丝' }
    expect(valueProblems(document, values, 'dispatched')).toEqual([])
    expect(valueProblems(document, values, 'closed')).toEqual([{ field: 'where', code: 'required' }])
    expect(valueProblems(document, { kind: 'hair' }, 'closed')).toEqual([])
  })
})

describe('what cannot be published', () => {
  const on = (id: string) => ({ match: 'all' as const, conditions: [{ field: id, is: 'filled' as const }] })
  it.each<[string, readonly FormField[], string]>([
    [
      'fields that wait for each other',
      [field('a', { visibleIf: on('b') }), field('b', { visibleIf: on('a') })],
      'circle',
    ],
    ['a field that waits for itself', [field('a', { visibleIf: on('a') })], 'circle'],
    ['a condition on a field that is not there', [field('a', { visibleIf: on('gone') })], 'condition-on-nothing'],
    [
      'a condition on an answer that is not there',
      [
        field('a', { kind: 'choice', choices: [{ code: 'one', ...label }] }),
        field('b', { visibleIf: { match: 'any', conditions: [{ field: 'a', is: 'one-of', codes: ['two'] }] } }),
      ],
      'condition-codes',
    ],
    [
      'a number asked of a text',
      [
        field('a'),
        field('b', { visibleIf: { match: 'any', conditions: [{ field: 'a', is: 'at-least', number: 1 }] } }),
      ],
      'condition-kind',
    ],
    ['two fields of one id', [field('a'), field('a')], 'same-id'],
    ['an id that every object has', [field('constructor')], 'bad-id'],
    ['a choice without answers', [field('a', { kind: 'choice' })], 'no-choices'],
    ['bounds the wrong way round', [field('a', { kind: 'number', min: 3, max: 2 })], 'bounds'],
    ['half a fen', [field('a', { kind: 'money', min: 0.5 })], 'bad-bound'],
    ['a default that does not fit', [field('a', { kind: 'number', max: 2, default: 3 })], 'default'],
    ['a property of another kind', [field('a', { kind: 'photo', pattern: 'x' })], 'not-of-kind'],
    ['a pattern with groups', [field('a', { pattern: '(a+)+' })], 'pattern'],
    ['a field without a name', [field('a', { label: { zh: '', en: '' } })], 'no-label'],
  ])('%s', (_, fields, code) => {
    expect(documentProblems(documentOf(fields)).map((each) => each.code)).toContain(code)
  })

  it('names the fields of a circle', () => {
    const named = ['甲', '乙'].map((zh, at) => field(`f${at}`, { label: { zh, en: zh }, visibleIf: on(`f${1 - at}`) }))
    expect(circleIn(documentOf(named)).map(({ label: { zh } }) => zh)).toEqual(['甲', '乙'])
    expect(documentProblems(documentOf(named))).toContainEqual({ code: 'circle', field: 'f0', about: '甲 → 乙 → 甲' })
  })

  it('is found out in any document without throwing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), anyValue, fc.constantFrom('a', 'b', 'zz')), { maxLength: 4 }),
        (rows) => {
          const document = documentOf(
            rows.map(([id, value, other]) => ({ ...field(id, { visibleIf: on(other) }), default: value }) as FormField),
          )
          expect(Array.isArray(documentProblems(document))).toBe(true)
          expect(visibleFields(document, { a: 'x' }).length).toBeLessThanOrEqual(rows.length)
        },
      ),
    )
  })
})
