/** What an entry of a ticket's history means for the rules. Pure. */
import type { RuleEvent } from '../contract/index.ts'

const byMove: Readonly<Record<string, RuleEvent>> = {
  dispatch: 'dispatched',
  reassign: 'dispatched',
  pool: 'pooled',
  accept: 'accepted',
  start: 'started',
  return: 'returned',
  suspend: 'suspended',
  resume: 'resumed',
  resolve: 'resolved',
  verify: 'verified',
  close: 'closed',
  reopen: 'reopened',
}

/** Kinds of history entries that can be events; the others are none. */
export const eventKinds = [
  'created',
  'status-changed',
  'edited',
  'rule-fired',
  'commented',
  'surveyed',
  'survey-unreached',
  'sla-reminded',
  'sla-breached',
  'escalated',
] as const

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

export function eventsIn({ kind, detail }: { readonly kind: string; readonly detail: unknown }): readonly RuleEvent[] {
  const said = record(detail)
  switch (kind) {
    case 'created':
    case 'commented':
    case 'surveyed':
    case 'survey-unreached':
    case 'sla-reminded':
    case 'escalated':
      return [kind]
    case 'sla-breached':
      // An edit of the policies has made it overdue, with all the others of its age: nothing has happened to it now.
      return said.byEdit === true ? [] : [kind]
    case 'status-changed': {
      const event = byMove[String(said.move)]
      return event ? [event] : []
    }
    case 'edited':
    case 'rule-fired':
      return [
        ...(said.category && record(said.category).to ? ['category-chosen' as const] : []),
        ...(said.priority ? ['priority-changed' as const] : []),
        ...(said.tagsAdded ? ['tag-added' as const] : []),
        ...(said.ownerId ? ['assigned' as const] : []),
      ]
    default:
      return []
  }
}

/** What a customer pressed, by question; of entries that tell of no survey: nothing. */
export function answersIn({ kind, detail }: { readonly kind: string; readonly detail: unknown }): Answers {
  if (kind !== 'surveyed') return {}
  return Object.fromEntries(
    Object.entries(record(record(detail).answers)).flatMap(([question, value]) =>
      typeof value === 'string' ? [[question, value]] : [],
    ),
  )
}

export type Answers = Readonly<Record<string, string>>
