/** Which fields a form shows, given what is filled in. Pure. */
import { type FormCondition, type FormDocument, type FormField, type FormValues, fieldsIn } from './document.ts'

export const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

function holds(condition: FormCondition, value: unknown): boolean {
  if (condition.is === 'empty') return !isFilled(value)
  if (!isFilled(value)) return false
  switch (condition.is) {
    case 'filled':
      return true
    case 'one-of':
    case 'none-of': {
      const codes: readonly unknown[] = Array.isArray(value) ? value : [value]
      return codes.some((code) => condition.codes.includes(String(code))) === (condition.is === 'one-of')
    }
    case 'at-least':
      return typeof value === 'number' && value >= condition.number
    case 'at-most':
      return typeof value === 'number' && value <= condition.number
  }
}

/** A hidden field counts as empty, whatever its value. What depends on itself is not shown (and cannot be published). */
export function visibleFields(document: FormDocument, values: FormValues): readonly FormField[] {
  const fields = fieldsIn(document)
  const byId = new Map(fields.map((field) => [field.id, field]))
  const known = new Map<string, boolean>()
  const isVisible = (field: FormField): boolean => {
    const before = known.get(field.id)
    if (before !== undefined) return before
    known.set(field.id, false)
    const visible = isWanted(field)
    known.set(field.id, visible)
    return visible
  }
  const isWanted = ({ visibleIf }: FormField): boolean => {
    if (!visibleIf) return true
    const test = (condition: FormCondition) => {
      const on = byId.get(condition.field)
      return on !== undefined && holds(condition, isVisible(on) ? values[on.id] : undefined)
    }
    return visibleIf.match === 'all' ? visibleIf.conditions.every(test) : visibleIf.conditions.some(test)
  }
  return fields.filter(isVisible)
}

/** Fields that wait for each other, in the order of the circle; empty when there are none. */
export function circleIn(document: FormDocument): readonly FormField[] {
  const fields = fieldsIn(document)
  const byId = new Map(fields.map((field) => [field.id, field]))
  const done = new Set<string>()
  const walk = (field: FormField, path: readonly FormField[]): readonly FormField[] => {
    const at = path.indexOf(field)
    if (at >= 0) return path.slice(at)
    if (done.has(field.id)) return []
    for (const { field: id } of field.visibleIf?.conditions ?? []) {
      const on = byId.get(id)
      const circle = on === undefined ? [] : walk(on, [...path, field])
      if (circle.length > 0) return circle
    }
    done.add(field.id)
    return []
  }
  for (const field of fields) {
    const circle = walk(field, [])
    if (circle.length > 0) return circle
  }
  return []
}
