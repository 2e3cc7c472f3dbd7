/** Tries a rule on what has happened already. Reads only. */
import type { Me, RuleDocument, RuleTrial } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { hoursCounted, reasonsFor } from './rule-conditions.ts'
import { answersIn, eventKinds, eventsIn } from './rule-events.ts'
import { factsOf } from './ticket-facts.ts'

/** Events looked at, at most: the newest. */
const MOST_EXAMINED = 5_000
const BATCH = 500
const MOST_SHOWN = 100
const DAY_MS = 86_400_000

interface Entry {
  readonly ticketId: string
  readonly number: string
  readonly subject: string | null
  readonly at: Date
  readonly kind: string
  readonly detail: unknown
}

/** Tickets are taken as they are now: what they were at the time of the event nobody can tell in every detail. */
export async function tryRule(
  database: PrismaClient,
  me: Me,
  rule: RuleDocument,
  days: number,
  now: Date,
): Promise<RuleTrial> {
  const since = new Date(now.getTime() - days * DAY_MS)
  const entries = await database.$queryRaw<Entry[]>`
    SELECT h."ticketId", t.number, t.subject, h.at, h.kind, h.detail
    FROM "TicketHistory" h JOIN "Ticket" t ON t.id = h."ticketId"
    WHERE h.kind = ANY(${kindsOf(rule)}) AND h.at >= ${since} AND ${visibleTo(me)}
    ORDER BY h.at DESC, h.seq DESC LIMIT ${MOST_EXAMINED + 1}`
  const events = entries.slice(0, MOST_EXAMINED).filter((entry) => eventsIn(entry).includes(rule.event))
  const hours = hoursCounted(rule.conditions)
  const tickets: RuleTrial['tickets'] = []
  let fired = 0
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH)
    const asked = batch.map((entry) => ({ ...entry, answers: answersIn(entry) }))
    const facts = await factsOf(database, asked, hours)
    for (const [index, entry] of batch.entries()) {
      const ticket = facts[index]
      const why = ticket && ticket.status !== 'merged' ? reasonsFor(rule.conditions, ticket) : undefined
      if (!why) continue
      fired++
      const { ticketId: id, number, subject, at } = entry
      if (tickets.length < MOST_SHOWN)
        tickets.push({ id, number, ...present({ subject }), at: instantOf(at), why: [...why] })
    }
  }
  return { examined: events.length, truncated: entries.length > MOST_EXAMINED, fired, tickets }
}

/** The kinds of entries that can be this event: what cannot is not read. */
function kindsOf({ event }: RuleDocument): string[] {
  const own = eventKinds.filter((kind) => kind === event)
  if (own.length > 0) return [...own]
  const changes = ['category-chosen', 'priority-changed', 'tag-added', 'assigned'] as const
  return changes.some((each) => each === event) ? ['edited', 'rule-fired'] : ['status-changed']
}
