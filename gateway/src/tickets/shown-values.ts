/** What a reader sees of a form's phone numbers, in the ticket and in its history; and what a masked one means when it comes back. */
import { type FormDocument, type FormValues, fieldsIn, type Role } from '../contract/index.ts'
import { maskedPhone } from '../customers/masking.ts'

/** How the history marks a field that holds a phone number. */
export const PHONE_CHANGE = 'phone'

const masked = (value: unknown, role: Role): unknown => (typeof value === 'string' ? maskedPhone(value, role) : value)

/** @param phones ids of the fields that hold phone numbers */
export const shownValues = (values: FormValues, phones: readonly string[], role: Role): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, phones.includes(id) ? masked(value, role) : value]),
  )

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const spelt = ['from', 'to', 'fromName', 'toName']

/** The same for a history entry's `values.<field>`: as they are marked, or are phone numbers in the present form. */
export function shownChanges(detail: FormValues, phones: readonly string[], role: Role): Record<string, unknown> {
  const isPhone = (name: string, change: unknown) =>
    name.startsWith('values.') &&
    ((isRecord(change) && change.kind === PHONE_CHANGE) || phones.includes(name.slice('values.'.length)))
  return Object.fromEntries(
    Object.entries(detail).map(([name, change]) => [
      name,
      isRecord(change) && isPhone(name, change)
        ? Object.fromEntries(
            Object.entries(change).map(([key, value]) => [key, spelt.includes(key) ? masked(value, role) : value]),
          )
        : change,
    ]),
  )
}

/** What a person sent, with the number that stands there for the mask that they were shown of it. */
export function unmasked<Value>(
  document: FormDocument,
  present: FormValues,
  sent: Readonly<Record<string, Value>>,
  role: Role,
): Record<string, unknown> {
  const phones = new Set(fieldsIn(document).flatMap(({ id, kind }) => (kind === 'phone' ? [id] : [])))
  return Object.fromEntries(
    Object.entries(sent).map(([id, value]) => {
      const now = present[id]
      const untouched = phones.has(id) && typeof now === 'string' && value === maskedPhone(now, role)
      return [id, untouched ? now : value]
    }),
  )
}
