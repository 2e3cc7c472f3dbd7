/** Any form that the editor can make, and anything that can be sent for it, for property tests. */
import fc from 'fast-check'
import type { FieldKind, FormCondition, FormDocument, FormField } from './document.ts'
import { fieldKinds, fieldsIn, formStages, propertiesOf } from './document.ts'
import { documentProblems } from './document-problems.ts'

const codes = ['yes', 'no', 'some'] as const
const choices = codes.map((code) => ({ code, zh: `选${code}`, en: code }))
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const bounds = (kind: FieldKind) =>
  kind === 'money'
    ? fc.integer({ min: 0, max: 50 })
    : kind === 'number'
      ? fc.integer({ min: -20, max: 20 })
      : fc.constant(undefined)
const pair = (kind: FieldKind) =>
  fc
    .tuple(optional(bounds(kind)), optional(bounds(kind)))
    .map(([one, other]) =>
      one !== undefined && other !== undefined
        ? ([Math.min(one, other), Math.max(one, other)] as const)
        : ([one, other] as const),
    )

/** A value of the right or a wrong kind, seldom far off. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...codes,
    'never',
    '',
    ' ',
    'A-12',
    '12',
    'ab',
    '2026-02-29',
    '2024-02-29',
    '2026-13-01',
    '+8613800138000',
  ),
  fc.integer({ min: -30, max: 60 }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
  fc.array(fc.constantFrom<unknown>(...codes, 'photo-1', 'photo-2', 3), { maxLength: 4 }),
  fc.constantFrom<unknown>(null, true, {}, []),
)

const conditionOn = (on: FormField): fc.Arbitrary<FormCondition> => {
  const any = fc.constantFrom('filled' as const, 'empty' as const).map((is): FormCondition => ({ field: on.id, is }))
  if (on.kind === 'choice' || on.kind === 'multi-choice')
    return fc.oneof(
      any,
      fc
        .tuple(fc.constantFrom('one-of' as const, 'none-of' as const), fc.subarray([...codes], { minLength: 1 }))
        .map(([is, chosen]): FormCondition => ({ field: on.id, is, codes: chosen })),
    )
  if (on.kind === 'number' || on.kind === 'money')
    return fc.oneof(
      any,
      fc
        .tuple(fc.constantFrom('at-least' as const, 'at-most' as const), fc.integer({ min: -5, max: 20 }))
        .map(([is, number]): FormCondition => ({ field: on.id, is, number })),
    )
  return any
}

function fieldOf(id: string, kind: FieldKind): fc.Arbitrary<FormField> {
  const has = (property: keyof FormField) => propertiesOf[kind].includes(property)
  return fc
    .record({
      requiredFrom: optional(fc.constantFrom(...formStages)),
      bounds: pair(kind),
      integer: fc.boolean(),
      lengths: fc.tuple(optional(fc.integer({ min: 0, max: 3 })), optional(fc.integer({ min: 3, max: 6 }))),
      pattern: optional(fc.constantFrom('\\d+', '[A-Z]-?\\d{2}', 'a*b*c*|[^x]{2,}', '.?')),
      maxItems: optional(fc.integer({ min: 1, max: 3 })),
      default: optional(anyValue),
    })
    .map((drawn): FormField => {
      const field: FormField = {
        id,
        kind,
        label: { zh: `字段${id}`, en: id },
        ...(drawn.requiredFrom ? { requiredFrom: drawn.requiredFrom } : {}),
        ...(has('choices') ? { choices } : {}),
        ...(has('min') && drawn.bounds[0] !== undefined ? { min: drawn.bounds[0] } : {}),
        ...(has('max') && drawn.bounds[1] !== undefined ? { max: drawn.bounds[1] } : {}),
        ...(has('integer') && drawn.integer ? { integer: true } : {}),
        ...(has('minLength') && drawn.lengths[0] !== undefined ? { minLength: drawn.lengths[0] } : {}),
        ...(has('maxLength') && drawn.lengths[1] !== undefined ? { maxLength: drawn.lengths[1] } : {}),
        ...(has('pattern') && drawn.pattern !== undefined ? { pattern: drawn.pattern } : {}),
        ...(has('maxItems') && drawn.maxItems !== undefined ? { maxItems: drawn.maxItems } : {}),
      }
      const withDefault = { ...field, default: drawn.default } as FormField
      const fits =
        drawn.default !== undefined && has('default') && documentProblems(documentOf([withDefault])).length === 0
      return fits ? withDefault : field
    })
}

export const documentOf = (fields: readonly FormField[]): FormDocument => ({
  name: { zh: '类型', en: 'Type' },
  sections: [
    { id: 'first', title: { zh: '一', en: 'One' }, fields: fields.slice(0, 2) },
    { id: 'second', title: { zh: '二', en: 'Two' }, fields: fields.slice(2) },
  ],
  words: [],
})

/** Conditions only on fields before, then the fields in any order: every form without a circle. */
export const anyDocument: fc.Arbitrary<FormDocument> = fc
  .array(fc.constantFrom(...fieldKinds), { minLength: 1, maxLength: 6 })
  .chain((kinds) => fc.tuple(...kinds.map((kind, index) => fieldOf(`f${index}`, kind))))
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field, index): fc.Arbitrary<FormField> => {
        const before = fields.slice(0, index)
        if (before.length === 0) return fc.constant(field)
        return fc
          .record({
            match: fc.constantFrom('all' as const, 'any' as const),
            conditions: fc.array(
              fc.constantFrom(...before).chain((on) => conditionOn(on)),
              { maxLength: 2 },
            ),
          })
          .map((visibleIf) => (visibleIf.conditions.length === 0 ? field : { ...field, visibleIf }))
      }),
    ),
  )
  .chain((fields) => fc.shuffledSubarray(fields, { minLength: fields.length }))
  .map(documentOf)

/** A value that this field takes, mostly. */
function valueFor(field: FormField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...codes)
    case 'multi-choice':
      return fc.subarray([...codes], { minLength: 1 })
    case 'photo':
      return fc.subarray(['photo-1', 'photo-2', 'photo-3'], { minLength: 1 })
    case 'number':
    case 'money':
      return fc.integer({ min: -3, max: 25 })
    case 'date':
      return fc.constantFrom('2024-02-29', '2026-11-22')
    case 'phone':
      return fc.constantFrom('13800138000', '+8613800138000')
    default:
      return fc.constantFrom('12', 'A-12', 'abc', 'xyz')
  }
}

export const anyForm: fc.Arbitrary<readonly [FormDocument, Record<string, unknown>]> = anyDocument.chain((document) =>
  fc.tuple(
    fc.constant(document),
    fc
      .tuple(
        ...fieldsIn(document).map((field) =>
          fc.option(
            fc
              .oneof({ arbitrary: valueFor(field), weight: 6 }, { arbitrary: anyValue, weight: 1 })
              .map((value) => [field.id, value] as const),
            { nil: undefined, freq: 3 },
          ),
        ),
        fc.oneof(
          { arbitrary: fc.constant(undefined), weight: 19 },
          { arbitrary: fc.constant(['stranger', 'x'] as const), weight: 1 },
        ),
      )
      .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined))),
  ),
)
