/** What keeps a form from being published, each with where it is. Pure. */
import { type FormCondition, type FormDocument, type FormField, fieldsIn, formCode, propertiesOf } from './document.ts'
import { compilePattern, PatternError } from './pattern.ts'
import { valueProblem } from './values.ts'
import { circleIn } from './visibility.ts'

export type DocumentProblemCode =
  | 'no-name'
  | 'no-title'
  | 'no-label'
  | 'bad-id'
  | 'same-id'
  | 'too-many-fields'
  | 'no-choices'
  | 'bad-choice'
  | 'same-choice'
  | 'choice-without-words'
  | 'bounds'
  | 'bad-bound'
  | 'pattern'
  | 'not-of-kind'
  | 'default'
  | 'condition-on-nothing'
  | 'condition-kind'
  | 'condition-codes'
  | 'circle'
  | 'same-word'
  | 'empty-word'

export interface DocumentProblem {
  readonly code: DocumentProblemCode
  readonly section?: string
  readonly field?: string
  /** A word of the document or a reason, for the sentence. */
  readonly about?: string
}

const mostFields = 100
const conditional = [
  'choices',
  'min',
  'max',
  'integer',
  'minLength',
  'maxLength',
  'pattern',
  'patternHint',
  'maxItems',
  'default',
] as const satisfies readonly (keyof FormField)[]

const repeated = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text, at) => texts.indexOf(text) !== at)),
]

export function documentProblems(document: FormDocument): readonly DocumentProblem[] {
  const fields = fieldsIn(document)
  const problems: DocumentProblem[] = []
  if (document.name.zh === '' || document.name.en === '') problems.push({ code: 'no-name' })
  if (fields.length > mostFields) problems.push({ code: 'too-many-fields', about: String(mostFields) })
  for (const { id, title } of document.sections) {
    if (title.zh === '' || title.en === '') problems.push({ code: 'no-title', section: id })
  }
  for (const id of repeated(document.sections.map((section) => section.id)))
    problems.push({ code: 'same-id', section: id, about: id })
  for (const id of repeated(fields.map((field) => field.id))) problems.push({ code: 'same-id', field: id, about: id })
  for (const field of fields) problems.push(...fieldProblems(field, fields))
  const circle = circleIn(document)
  const [first] = circle
  if (first)
    problems.push({
      code: 'circle',
      field: first.id,
      about: [...circle, first].map(({ label }) => label.zh).join(' → '),
    })
  for (const text of repeated(document.words.map((word) => word.text)))
    problems.push({ code: 'same-word', about: text })
  for (const { text } of document.words)
    if (text.replaceAll('…', '') === '') problems.push({ code: 'empty-word', about: text })
  return problems
}

function fieldProblems(field: FormField, fields: readonly FormField[]): readonly DocumentProblem[] {
  const found: DocumentProblem[] = []
  const tell = (code: DocumentProblemCode, about?: string) =>
    found.push({ code, field: field.id, ...(about === undefined ? {} : { about }) })
  // Also nothing that every object has: constructor.
  if (!formCode.test(field.id) || field.id in {}) tell('bad-id', field.id)
  if (field.label.zh === '' || field.label.en === '') tell('no-label')
  for (const property of conditional)
    if (field[property] !== undefined && !propertiesOf[field.kind].includes(property)) tell('not-of-kind', property)
  choiceProblems(field, tell)
  boundProblems(field, tell)
  const pattern = patternProblem(field)
  if (pattern !== undefined) tell('pattern', pattern)
  // A default can only be judged by sound rules.
  if (field.default !== undefined && found.length === 0 && valueProblem(field, field.default)) tell('default')
  for (const condition of field.visibleIf?.conditions ?? []) {
    const on = fields.find(({ id }) => id === condition.field)
    if (!on) tell('condition-on-nothing', condition.field)
    else {
      const code = conditionProblem(condition, on)
      if (code) tell(code, on.label.zh)
    }
  }
  return found
}

type Tell = (code: DocumentProblemCode, about?: string) => void

function choiceProblems({ kind, choices = [] }: FormField, tell: Tell): void {
  if (kind !== 'choice' && kind !== 'multi-choice') return
  if (choices.length === 0) tell('no-choices')
  for (const { code, zh, en } of choices) {
    if (!formCode.test(code)) tell('bad-choice', code)
    if (zh === '' || en === '') tell('choice-without-words', code)
  }
  for (const code of repeated(choices.map((choice) => choice.code))) tell('same-choice', code)
}

function boundProblems(field: FormField, tell: Tell): void {
  const { kind, min, max, integer, minLength, maxLength } = field
  if (min !== undefined && max !== undefined && min > max) tell('bounds')
  if (minLength !== undefined && minLength > (maxLength ?? (kind === 'text' ? 200 : 4_000))) tell('bounds')
  const whole = kind === 'money' || (kind === 'number' && integer === true)
  if (whole && [min, max].some((bound) => bound !== undefined && !Number.isInteger(bound))) tell('bad-bound')
  if (kind === 'money' && [min, max].some((bound) => bound !== undefined && bound < 0)) tell('bad-bound')
}

function patternProblem({ pattern }: FormField): string | undefined {
  if (pattern === undefined) return undefined
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}

function conditionProblem(condition: FormCondition, on: FormField): DocumentProblemCode | undefined {
  switch (condition.is) {
    case 'filled':
    case 'empty':
      return undefined
    case 'one-of':
    case 'none-of': {
      if (on.kind !== 'choice' && on.kind !== 'multi-choice') return 'condition-kind'
      const known = new Set(on.choices?.map(({ code }) => code))
      return condition.codes.length === 0 || condition.codes.some((code) => !known.has(code))
        ? 'condition-codes'
        : undefined
    }
    case 'at-least':
    case 'at-most':
      return on.kind === 'number' || on.kind === 'money' ? undefined : 'condition-kind'
  }
}
