/** What somebody has typed into a form on the phone: the values with it, what is wrong with it, what it becomes. Pure. */
import {
  type FormDocument,
  type FormField,
  type FormStage,
  type FormValue,
  isFilled,
  isRequired,
  missingFields,
  shownValueProblem,
  tidied,
  type ValueProblem,
  valueProblem,
  visibleFields,
} from '@ringdesk/gateway/contract'
import { type Deed, type FilledPhotos, photoToCome, type QueuedPhoto } from './queued-actions.ts'

export interface Typing {
  /** null: emptied. */
  readonly values: Readonly<Record<string, FormValue | null>>
  /** Of photo fields: what is on the phone only. */
  readonly photos: Readonly<Record<string, readonly QueuedPhoto[]>>
}
export const nothingTyped: Typing = { values: {}, photos: {} }

export const photoIds = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** The values as the form shows them. */
export function withTyping(
  saved: Readonly<Record<string, unknown>>,
  { values, photos }: Typing,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...saved, ...values }
  for (const [field, taken] of Object.entries(photos))
    filled[field] = [...photoIds(filled[field]), ...taken.map(photoToCome)]
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => isFilled(value)))
}

/** Shown fields that the stage requires and that are not saved yet: what is being filled in stays where it is. */
export function askedFor(
  document: FormDocument,
  saved: Readonly<Record<string, unknown>>,
  typing: Typing,
  stage: FormStage,
): readonly FormField[] {
  return visibleFields(document, withTyping(saved, typing)).filter(
    (field) =>
      !isFilled(saved[field.id]) &&
      (isRequired(field, stage) || field.id in typing.values || field.id in typing.photos),
  )
}

/** What keeps the typing from being sent, by field. @param stage what is missing for it counts as well; absent: what was typed alone */
export function typingProblems(
  document: FormDocument,
  saved: Readonly<Record<string, unknown>>,
  typing: Typing,
  stage?: FormStage,
): ReadonlyMap<string, ValueProblem> {
  const values = withTyping(saved, typing)
  const found = new Map<string, ValueProblem>()
  for (const field of visibleFields(document, values)) {
    const value = values[field.id]
    const judge = field.id in typing.values ? valueProblem : shownValueProblem
    const problem = isFilled(value) ? judge(field, value) : undefined
    if (problem) found.set(field.id, { field: field.id, ...problem })
  }
  if (stage !== undefined)
    for (const { id } of missingFields(document, tidied(document, values), stage))
      found.set(id, { field: id, code: 'required' })
  return found
}

/** @param idOf a new command's id @returns undefined: nothing was typed */
export function valuesDeed(
  document: FormDocument,
  saved: Readonly<Record<string, unknown>>,
  typing: Typing,
  word: (field: FormField) => string,
  idOf: () => string,
): Deed | undefined {
  const shown = visibleFields(document, withTyping(saved, typing))
  const photos = shown
    .filter(({ kind, id }) => kind === 'photo' && (id in typing.values || id in typing.photos))
    .map((field): FilledPhotos => {
      const kept = photoIds(field.id in typing.values ? typing.values[field.id] : saved[field.id])
      return { field: field.id, commandId: idOf(), text: word(field), kept, taken: typing.photos[field.id] ?? [] }
    })
  const inPhotos = new Set(photos.map(({ field }) => field))
  const known = new Set(shown.map(({ id }) => id))
  const values = Object.fromEntries(
    Object.entries(typing.values).filter(([field]) => known.has(field) && !inPhotos.has(field)),
  )
  return Object.keys(values).length + photos.length === 0 ? undefined : { kind: 'values', values, photos }
}
