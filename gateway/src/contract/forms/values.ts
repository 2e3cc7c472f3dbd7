/** What may be filled into a form, and what becomes of it when the form changes. Pure: browser and gateway decide by the same code. */
import { type FormDocument, type FormField, type FormStage, type FormValues, fieldsIn, formStages } from './document.ts'
import { compilePattern } from './pattern.ts'
import { isFilled, visibleFields } from './visibility.ts'

export type ValueProblemCode =
  | 'required'
  | 'unknown'
  | 'hidden'
  | 'not-text'
  | 'too-short'
  | 'too-long'
  | 'pattern'
  | 'not-number'
  | 'not-integer'
  | 'too-small'
  | 'too-large'
  | 'not-a-choice'
  | 'not-a-list'
  | 'twice'
  | 'too-many'
  | 'not-a-date'
  | 'not-a-batch'
  | 'not-a-phone'

export interface ValueProblem {
  readonly field: string
  readonly code: ValueProblemCode
  /** The bound that was passed; of money: fen. */
  readonly limit?: number
}

/** What holds where the document says nothing. Lengths in characters, money in fen. */
export const usualLimits = {
  text: 200,
  'long-text': 4_000,
  product: 100,
  store: 64,
  photos: 9,
  photoId: 64,
  money: 100_000_000,
  number: 1_000_000_000_000,
} as const
export const batchPattern = '[0-9A-Za-z./_\\-]{1,40}'
export const phonePattern = '\\+?\\d{5,20}'

const rank = (stage: FormStage): number => formStages.indexOf(stage)
export const isRequired = ({ requiredFrom }: FormField, stage: FormStage): boolean =>
  requiredFrom !== undefined && rank(requiredFrom) <= rank(stage)

type Found = { readonly code: ValueProblemCode; readonly limit?: number } | undefined

const compiled = new Map<string, (text: string) => boolean>()
function matcher(pattern: string): (text: string) => boolean {
  const known = compiled.get(pattern)
  if (known) return known
  const made = compilePattern(pattern)
  // Versions come and go; patterns are few.
  if (compiled.size > 500) compiled.clear()
  compiled.set(pattern, made)
  return made
}

function textProblem(value: unknown, least: number, most: number): Found {
  if (typeof value !== 'string') return { code: 'not-text' }
  const length = [...value].length
  if (length < least) return { code: 'too-short', limit: least }
  return length > most ? { code: 'too-long', limit: most } : undefined
}

function numberProblem(value: unknown, least: number, most: number, integer: boolean): Found {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'not-number' }
  if (integer && !Number.isInteger(value)) return { code: 'not-integer' }
  if (value < least) return { code: 'too-small', limit: least }
  return value > most ? { code: 'too-large', limit: most } : undefined
}

function listProblem(value: unknown, most: number, one: (item: unknown) => Found): Found {
  if (!Array.isArray(value)) return { code: 'not-a-list' }
  if (value.length === 0) return { code: 'too-short', limit: 1 }
  if (value.length > most) return { code: 'too-many', limit: most }
  if (new Set(value).size !== value.length) return { code: 'twice' }
  return value.map(one).find((found) => found !== undefined)
}

const month = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** YYYY-MM-DD in the Gregorian calendar. */
export function isDate(value: unknown): boolean {
  const found = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null
  if (!found) return false
  const [year, at, day] = found.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (month[at - 1] ?? 0) + (leap && at === 2 ? 1 : 0)
}

/** What is wrong with one value, whatever else is filled in. */
export function valueProblem(field: FormField, value: unknown): Found {
  switch (field.kind) {
    case 'text':
      return (
        textProblem(value, Math.max(1, field.minLength ?? 1), field.maxLength ?? usualLimits.text) ??
        (field.pattern !== undefined && !matcher(field.pattern)(String(value)) ? { code: 'pattern' } : undefined)
      )
    case 'long-text':
      return textProblem(value, Math.max(1, field.minLength ?? 1), field.maxLength ?? usualLimits['long-text'])
    case 'product':
    case 'store':
      return textProblem(value, 1, usualLimits[field.kind])
    case 'number':
      return numberProblem(
        value,
        field.min ?? -usualLimits.number,
        field.max ?? usualLimits.number,
        field.integer === true,
      )
    case 'money':
      return numberProblem(value, field.min ?? 0, field.max ?? usualLimits.money, true)
    case 'choice':
      return typeof value === 'string' && field.choices?.some(({ code }) => code === value)
        ? undefined
        : { code: 'not-a-choice' }
    case 'multi-choice':
      return listProblem(value, field.maxItems ?? 20, (item) =>
        typeof item === 'string' && field.choices?.some(({ code }) => code === item)
          ? undefined
          : { code: 'not-a-choice' },
      )
    case 'photo':
      return listProblem(value, field.maxItems ?? usualLimits.photos, (item) =>
        textProblem(item, 1, usualLimits.photoId),
      )
    case 'date':
      return isDate(value) ? undefined : { code: 'not-a-date' }
    case 'batch':
      return typeof value === 'string' && matcher(batchPattern)(value) ? undefined : { code: 'not-a-batch' }
    case 'phone':
      return typeof value === 'string' && matcher(phonePattern)(value) ? undefined : { code: 'not-a-phone' }
  }
}

/** A number of which its reader sees a part only: as it came from the gateway, nothing that anybody could have typed. */
export const isMasked = (field: FormField, value: unknown): boolean =>
  field.kind === 'phone' && typeof value === 'string' && value.includes('*')

/** What is wrong with a value as its reader sees it. */
export const shownValueProblem = (field: FormField, value: unknown): Found =>
  isMasked(field, value) ? undefined : valueProblem(field, value)

/** Everything that keeps these values from being saved on a ticket that is at this stage; empty: they fit. */
export function valueProblems(document: FormDocument, values: FormValues, stage: FormStage): readonly ValueProblem[] {
  const byId = new Map(fieldsIn(document).map((field) => [field.id, field]))
  const visible = new Set(visibleFields(document, values))
  const wrong = Object.entries(values).flatMap(([id, value]): readonly ValueProblem[] => {
    const field = byId.get(id)
    if (!field) return [{ field: id, code: 'unknown' }]
    if (!visible.has(field)) return [{ field: id, code: 'hidden' }]
    const found = valueProblem(field, value)
    return found ? [{ field: id, ...found }] : []
  })
  return [
    ...wrong,
    ...missingFields(document, values, stage).map(({ id }) => ({ field: id, code: 'required' as const })),
  ]
}

/** Shown fields that have to be filled at this stage and are not. */
export const missingFields = (document: FormDocument, values: FormValues, stage: FormStage): readonly FormField[] =>
  visibleFields(document, values).filter((field) => isRequired(field, stage) && !Object.hasOwn(values, field.id))

/** Without spaces around texts, without what is empty, without what is hidden: what a ticket keeps. */
export function tidied(document: FormDocument, values: FormValues): Record<string, unknown> {
  const trimmed = Object.fromEntries(
    Object.entries(values)
      .map(([id, value]) => [id, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => isFilled(value)),
  )
  const known = new Set(fieldsIn(document).map(({ id }) => id))
  const visible = new Set(visibleFields(document, trimmed).map(({ id }) => id))
  return Object.fromEntries(Object.entries(trimmed).filter(([id]) => visible.has(id) || !known.has(id)))
}

export interface Misfit extends ValueProblem {
  readonly value: unknown
}

/**
 * The values as another form (or another version of it) can keep them, and those that it cannot.
 * @param problemOf shownValueProblem where numbers may be masked
 */
export function takenOver(
  document: FormDocument,
  values: FormValues,
  problemOf = valueProblem,
): { readonly values: Record<string, unknown>; readonly misfits: readonly Misfit[] } {
  const fields = new Map(fieldsIn(document).map((field) => [field.id, field]))
  const misfits: Misfit[] = []
  const kept: Record<string, unknown> = {}
  for (const [id, value] of Object.entries(values)) {
    const field = fields.get(id)
    const found: Found = field ? problemOf(field, value) : { code: 'unknown' }
    if (found) misfits.push({ field: id, value, ...found })
    else kept[id] = value
  }
  const visible = new Set(visibleFields(document, kept).map(({ id }) => id))
  for (const [id, value] of Object.entries(kept)) {
    if (visible.has(id)) continue
    delete kept[id]
    misfits.push({ field: id, value, code: 'hidden' })
  }
  return { values: kept, misfits }
}

/** With the defaults of the fields that show and are empty; a default may make further fields show. */
export function withDefaults(document: FormDocument, values: FormValues): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...values }
  for (let changed = true; changed; ) {
    changed = false
    for (const field of visibleFields(document, filled)) {
      if (field.default === undefined || isFilled(filled[field.id])) continue
      filled[field.id] = field.default
      changed = true
    }
  }
  return tidied(document, filled)
}
