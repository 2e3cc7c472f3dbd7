/** What happened between two moments, read from the call records and the ledger. */
import type { FactOf } from '@ringdesk/cti'
import type { PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import type { Recorded, RecordedCall, RecordedPresence } from './recorded-day.ts'

const MOST_CALLS = 300_000
const MOST_STATES = 2_000_000
/** How far before the span an agent's last state is looked for: nobody is logged in longer without a change. ms */
const STATE_BEFORE_MS = 24 * 3_600_000

/** @throws GatewayError SPAN_TOO_LARGE */
export async function readRecorded(database: PrismaClient, from: Date, to: Date): Promise<Recorded> {
  const [calls, states] = await Promise.all([readCalls(database, from, to), readStates(database, from, to)])
  return {
    calls,
    ...presenceOf(states, from.getTime(), to.getTime(), new Map(calls.map(({ id, queue }) => [id, queue]))),
  }
}

async function readCalls(database: PrismaClient, from: Date, to: Date): Promise<RecordedCall[]> {
  const rows = await database.$queryRaw<
    {
      id: string
      queue: string
      queued_at: Date
      waited: number | null
      answered: boolean
      talk: number | null
      province: string | null
      matched: boolean | null
    }[]
  >`
    SELECT call.id, call."queueId" AS queue, call."queuedAt" AS queued_at, call."waitMs" AS waited,
           call."connectedAt" IS NOT NULL AS answered, call."talkMs" AS talk, call.province,
           (SELECT (event.data #>> '{why,matched}')::boolean FROM "LedgerEvent" event
             WHERE event."callId" = call.id AND event.type = 'call-offered' AND event."at" <= call."connectedAt"
             ORDER BY event."at" DESC LIMIT 1) AS matched
    FROM "Call" call
    WHERE call."arrivedAt" >= ${from} AND call."arrivedAt" < ${to}
      AND call."queuedAt" IS NOT NULL AND call."queueId" IS NOT NULL AND call."endedAt" IS NOT NULL
    ORDER BY call."queuedAt", call.id
    LIMIT ${MOST_CALLS + 1}`
  if (rows.length > MOST_CALLS) throw new GatewayError('SPAN_TOO_LARGE', { words: { most: MOST_CALLS } })
  return rows.map(({ id, queue, queued_at, waited, answered, talk, province, matched }) => ({
    id,
    queue,
    queuedAt: queued_at.getTime(),
    waitedMs: Math.max(0, waited ?? 0),
    answered,
    talkMs: Math.max(0, talk ?? 0),
    ...(province === null ? {} : { province }),
    ...(matched === null ? {} : { matched }),
  }))
}

type StateChange = Pick<FactOf<'agent-state-changed'>, 'agent' | 'state' | 'at'>

async function readStates(database: PrismaClient, from: Date, to: Date): Promise<StateChange[]> {
  const rows = await database.$queryRaw<{ agent: string; state: StateChange['state']; at: Date }[]>`
    SELECT "agentId" AS agent, data -> 'state' AS state, "at"
    FROM "LedgerEvent"
    WHERE type = 'agent-state-changed' AND "at" >= ${new Date(from.getTime() - STATE_BEFORE_MS)} AND "at" < ${to}
    ORDER BY "at", seq
    LIMIT ${MOST_STATES + 1}`
  if (rows.length > MOST_STATES) throw new GatewayError('SPAN_TOO_LARGE', { words: { most: MOST_CALLS } })
  return rows.map(({ agent, state, at }) => ({ agent: agent as StateChange['agent'], state, at: at.getTime() }))
}

/** When each agent was there within the span, and how long after-call work took. */
export function presenceOf(
  states: readonly StateChange[],
  from: number,
  to: number,
  queueOf: ReadonlyMap<string, string>,
): Pick<Recorded, 'presence' | 'wrapUpMs'> {
  const presence: RecordedPresence[] = []
  const wrapUps = new Map<string, { ms: number; times: number }>()
  for (const [agent, changes] of Map.groupBy(states, (change) => change.agent)) {
    const spans: [number, number][] = []
    for (const [index, { state, at }] of changes.entries()) {
      const until = Math.min(to, changes[index + 1]?.at ?? to)
      if (state.kind === 'offline' || state.kind === 'not-ready' || until <= from) continue
      if (state.kind === 'wrap-up') count(wrapUps, queueOf.get(state.work), until - at)
      const begins = Math.max(from, at)
      const last = spans.at(-1)
      if (last && last[1] === begins) last[1] = until
      else if (until > begins) spans.push([begins, until])
    }
    if (spans.length > 0) presence.push({ agent, spans })
  }
  return { presence, wrapUpMs: new Map([...wrapUps].map(([queue, { ms, times }]) => [queue, ms / times])) }
}

function count(sums: Map<string, { ms: number; times: number }>, queue: string | undefined, ms: number): void {
  if (queue === undefined) return
  const sum = sums.get(queue) ?? { ms: 0, times: 0 }
  sums.set(queue, { ms: sum.ms + ms, times: sum.times + 1 })
}
