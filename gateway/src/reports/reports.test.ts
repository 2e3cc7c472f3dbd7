/** Reports agree with the ledger: every number is counted again here from the list of facts, by a plain function of its own. */
import type { Fact } from '@ringdesk/cti'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AgentReportFigures,
  addFigures,
  noAgentReport,
  noQueueReport,
  type QueueReportFigures,
} from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { seedForFacts } from '../ledger/facts-testing.ts'
import { recordBatch } from '../ledger/record-batch.ts'
import { agentRows } from './agent-report.ts'
import { factsOf, type MadeUpDays, madeUpDays, QUEUES } from './made-up-facts-testing.ts'
import { queueRows, readQueues } from './queue-report.ts'
import { makeReport } from './report.ts'
import { dayByDay, intervalsOf, spanOf } from './report-span.ts'

const ZONE = 'Asia/Shanghai'
const SPAN = { from: '2026-11-20', to: '2026-11-22' }
const START = Date.parse('2026-11-20T00:00:00+08:00')
const T = 20_000

type Mutable<Figures> = { -readonly [Name in keyof Figures]: Figures[Name] }
type QueueSums = Map<string, Mutable<QueueReportFigures>>
type AgentSums = Map<string, Mutable<AgentReportFigures>>

let test: TestDatabase
let database: Database
beforeAll(async () => {
  test = await createTestDatabase()
  database = test.database
  await seedForFacts(database)
})
afterAll(() => test?.drop())

const placeOf = (at: number, stepMs: number, key: string): string => `${Math.floor((at - START) / stepMs)} ${key}`

function queueSums(sums: QueueSums, at: number, stepMs: number, queue: string): Mutable<QueueReportFigures> {
  const place = placeOf(at, stepMs, queue)
  const figures = sums.get(place) ?? { ...noQueueReport }
  sums.set(place, figures)
  return figures
}

function agentSums(sums: AgentSums, index: number, agent: string): Mutable<AgentReportFigures> {
  const place = `${index} ${agent}`
  const figures = sums.get(place) ?? { ...noAgentReport, notReadyByReason: {} }
  sums.set(place, figures)
  return figures
}

/** When after-call work of this call and agent, begun in [from, to), took. */
function afterCallMs(facts: readonly Fact[], call: string, agent: string, from: number, to: number): number {
  let ms = 0
  const states = facts.filter((fact) => fact.type === 'agent-state-changed' && fact.agent === agent) as Extract<
    Fact,
    { type: 'agent-state-changed' }
  >[]
  for (const { state, since } of states) {
    if (state.kind !== 'wrap-up' || state.work !== call || since < from || since >= to) continue
    const next = states.map((other) => other.since).filter((other) => other > since)
    if (next.length > 0) ms += Math.min(...next) - since
  }
  return ms
}

/** Follows each contact from fact to fact in the order in which they happened. */
function countAgain(facts: readonly Fact[], flagged: ReadonlySet<string>, stepMs: number) {
  const queues: QueueSums = new Map()
  const agents: AgentSums = new Map()
  const byCall = Map.groupBy(
    facts.filter((fact) => 'call' in fact),
    (fact) => (fact.type === 'callback-ended' ? fact.callback : fact.call),
  )
  for (const [call, told] of byCall) {
    const asked = facts.find((fact) => fact.type === 'callback-requested' && fact.callback === call)
    let queue = asked?.type === 'callback-requested' ? asked.queue : ''
    let entered = asked?.at ?? 0
    let waiting = entered
    let isCallback = asked !== undefined
    let talk: { agent: string; at: number; figures: Mutable<QueueReportFigures> } | undefined
    let matched: boolean | undefined
    let contact: { figures: Mutable<QueueReportFigures>; agent: Mutable<AgentReportFigures> } | undefined
    let wentOn = false
    const here = () => queueSums(queues, entered, stepMs, queue)
    const waited = (at: number) => {
      if (!isCallback) here().longestWaitMs = Math.max(here().longestWaitMs, at - waiting)
    }
    const talked = (at: number) => {
      if (!talk) return
      const { agent, figures, at: since } = talk
      const again = told.find((fact) => fact.type === 'call-connected' && fact.agent === agent && fact.at > since)
      const wrapMs = afterCallMs(facts, call, agent, since, again?.at ?? Number.POSITIVE_INFINITY)
      for (const sum of [figures, agentSums(agents, Math.floor((since - START) / stepMs), agent)]) {
        sum.handled++
        sum.talkMs += at - since
        sum.wrapMs += wrapMs
      }
    }
    if (asked) here().callbacks++
    for (const fact of told) {
      if (fact.type === 'call-queued') {
        queue = fact.queue
        entered = waiting = fact.at
        here().offered++
      } else if (fact.type === 'call-offered') {
        agentSums(agents, Math.floor((fact.at - START) / stepMs), fact.agent).offers++
        matched = fact.why.matched
      } else if (fact.type === 'call-offer-ended') {
        const made = told.find((each) => each.type === 'call-offered' && each.offer === fact.offer)
        const sum = agentSums(agents, Math.floor(((made?.at ?? 0) - START) / stepMs), fact.agent)
        if (fact.end === 'timed-out') sum.missed++
        if (fact.end === 'declined') sum.declined++
      } else if (fact.type === 'call-connected') {
        const figures = here()
        const agent = agentSums(agents, Math.floor((fact.at - START) / stepMs), fact.agent)
        agent.contacts++
        if (isCallback) figures.callbacksReached++
        else {
          figures.answered++
          figures.answeredWaitMs += fact.at - waiting
          if (fact.at - waiting <= T) figures.answeredInTime++
          waited(fact.at)
        }
        for (const sum of contact ? [] : [figures, agent]) {
          sum.connected++
          sum.matchKnown++
          if (matched) sum.matched++
        }
        contact ??= { figures, agent }
        talk = { agent: fact.agent, at: fact.at, figures }
      } else if (fact.type === 'call-transferred') {
        here().transferred++
        agentSums(agents, Math.floor(((talk?.at ?? 0) - START) / stepMs), fact.agent).transferred++
        talked(fact.at)
        if (fact.to !== queue) wentOn = true
        talk = undefined
        isCallback = false
        queue = fact.to
        entered = waiting = fact.at
        here().offered++
      } else if (fact.type === 'call-moved' || fact.type === 'call-overflowed') {
        here().onward++
        waited(fact.at)
        queue = fact.type === 'call-moved' ? fact.to : fact.action.kind === 'queue' ? fact.action.queue : ''
        entered = fact.at
        here().offered++
      } else if (fact.type === 'call-ended') {
        if (talk) talked(fact.at)
        else {
          waited(fact.at)
          const isAbandoned = fact.outcome === 'abandoned' || fact.outcome === 'answered'
          if (isAbandoned) here().abandoned++
          else here().otherwise++
          if (isAbandoned && fact.at - waiting <= T) here().abandonedEarly++
        }
      }
    }
    if (contact && !wentOn && !flagged.has(call)) {
      contact.figures.firstTimeRight++
      contact.agent.firstTimeRight++
    }
  }
  return { queues, agents }
}

/** Minute by minute would be slow: by the edges of states and intervals. */
function countStates(agents: AgentSums, facts: readonly Fact[], stepMs: number, from: number, to: number): void {
  const byAgent = Map.groupBy(
    facts.filter((fact) => fact.type === 'agent-state-changed'),
    ({ agent }) => agent,
  )
  for (const [agent, told] of byAgent) {
    // In the order told: the sort is stable.
    const changes = told.toSorted((a, b) => a.since - b.since)
    for (const [place, { state, since }] of changes.entries()) {
      const until = Math.min(to, changes[place + 1]?.since ?? to)
      for (let at = Math.max(from, since); at < until; ) {
        const index = Math.floor((at - START) / stepMs)
        const edge = Math.min(until, START + (index + 1) * stepMs)
        if (state.kind !== 'offline') {
          const sum = agentSums(agents, index, agent)
          sum.loggedInMs += edge - at
          if (state.kind === 'ready') sum.readyMs += edge - at
          if (state.kind === 'wrap-up') sum.afterCallMs += edge - at
          if (state.kind === 'not-ready') {
            sum.notReadyMs += edge - at
            const reasons: Record<string, number> = { ...sum.notReadyByReason }
            reasons[state.reason] = (reasons[state.reason] ?? 0) + edge - at
            sum.notReadyByReason = reasons
          }
        }
        at = edge
      }
    }
  }
}

/** Shuffled, some of them twice, in batches of any size. */
function disordered(facts: readonly Fact[], { disorder }: MadeUpDays): Fact[][] {
  const order = facts.map((fact, index) => ({
    fact,
    place: (disorder[index % disorder.length] ?? 0) % (facts.length * 2),
  }))
  // States begun in the same ms are told in their order: nothing else says which came later.
  const shuffled = order.toSorted((a, b) => a.place - b.place).map(({ fact }) => fact)
  const doubled = shuffled.flatMap((fact, index) =>
    (disorder[index % disorder.length] ?? 0) % 3 === 0 ? [fact, fact] : [fact],
  )
  const batches: Fact[][] = []
  for (let start = 0; start < doubled.length; ) {
    const size = 1 + ((disorder[batches.length % disorder.length] ?? 0) % 40)
    batches.push(doubled.slice(Math.max(0, start - 2), start + size))
    start += size
  }
  return batches
}

async function record(days: MadeUpDays): Promise<{ facts: Fact[]; flagged: Set<string> }> {
  await database.$executeRaw`TRUNCATE "LedgerEvent", "QueueVisit", "AgentOffer", "AgentSpan", "Call", "Ticket" CASCADE`
  const facts = factsOf(days, START)
  for (const batch of disordered(facts, days)) await recordBatch(database, batch)
  const flagged = new Set(days.calls.flatMap((call, index) => (call.flagged ? [`call-${index}`] : [])))
  for (const callId of flagged)
    await database.misroutedFlag.create({ data: { callId, agentId: 'a1001', rightQueueId: 'delivery' } })
  return { facts, flagged }
}

/** In the order in which the database took them: of states begun in the same ms the one recorded last holds. */
async function recordedOrder(facts: readonly Fact[]): Promise<Fact[]> {
  const rows = await database.ledgerEvent.findMany({ select: { factId: true }, orderBy: { seq: 'asc' } })
  const places = new Map(rows.map(({ factId }, place) => [factId, place]))
  const isState = (fact: Fact) => fact.type === 'agent-state-changed'
  const states = facts.filter(isState).toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
  return [...facts.filter((fact) => !isState(fact)), ...states]
}

describe('reports', () => {
  it.each([15, 30, 60])(
    'have exactly the numbers that the facts come to, in intervals of %i minutes, however they were told',
    async (minutes) => {
      const span = spanOf(SPAN.from, SPAN.to, ZONE)
      const intervals = intervalsOf(span, minutes)
      const queues = await readQueues(database)
      expect(span.from).toBe(START)
      await fc.assert(
        fc.asyncProperty(madeUpDays, async (days) => {
          const recorded = await record(days)
          const facts = await recordedOrder(recorded.facts)
          const expected = countAgain(facts, recorded.flagged, intervals.stepMs)
          countStates(expected.agents, facts, intervals.stepMs, span.from, span.to)
          const byQueue = await queueRows(database, intervals, queues)
          expect(Object.fromEntries(byQueue.map(({ key, index, figures }) => [`${index} ${key}`, figures]))).toEqual(
            Object.fromEntries(expected.queues),
          )
          const byAgent = await agentRows(database, intervals, span.to)
          expect(Object.fromEntries(byAgent.map(({ key, index, figures }) => [`${index} ${key}`, figures]))).toEqual(
            Object.fromEntries(expected.agents),
          )
        }),
        { numRuns: 25 },
      )
    },
    120_000,
  )

  it('come to the same together, by group, by interval and a day at a time', async () => {
    await fc.assert(
      fc.asyncProperty(madeUpDays, async (days) => {
        await record(days)
        const context = { database, timeZone: ZONE }
        const now = spanOf(SPAN.from, SPAN.to, ZONE).to
        for (const by of ['queue', 'agent'] as const) {
          const report = await makeReport(context, { ...SPAN, interval: 30, by, key: undefined }, now)
          if (report.by === 'queue') {
            expect(report.groups.map(({ figures }) => figures).reduce(addFigures, noQueueReport)).toEqual(report.total)
            expect(report.intervals.map(({ figures }) => figures).reduce(addFigures, noQueueReport)).toEqual(
              report.total,
            )
          } else {
            expect(report.groups.map(({ figures }) => figures).reduce(addFigures, noAgentReport)).toEqual(report.total)
            expect(report.intervals.map(({ figures }) => figures).reduce(addFigures, noAgentReport)).toEqual(
              report.total,
            )
          }
        }
        const whole = intervalsOf(spanOf(SPAN.from, SPAN.to, ZONE), 60)
        const queues = await readQueues(database)
        const daily = []
        for (const day of dayByDay(whole)) daily.push(...(await queueRows(database, day, queues)))
        expect(daily).toEqual(await queueRows(database, whole, queues))
        const daysOfAgents = []
        for (const day of dayByDay(whole)) daysOfAgents.push(...(await agentRows(database, day, now)))
        expect(daysOfAgents).toEqual(await agentRows(database, whole, now))
      }),
      { numRuns: 10 },
    )
  }, 120_000)

  it('a visit is offered once, and ends in one way or waits still', async () => {
    await fc.assert(
      fc.asyncProperty(madeUpDays, async (days) => {
        await record(days)
        const rows = await queueRows(
          database,
          intervalsOf(spanOf(SPAN.from, SPAN.to, ZONE), 60),
          await readQueues(database),
        )
        const waiting = await database.queueVisit.count({ where: { outcome: null, channel: 'voice' } })
        const total = rows.map(({ figures }) => figures).reduce(addFigures, noQueueReport)
        expect(total.answered + total.abandoned + total.otherwise + total.onward + waiting).toBe(total.offered)
        expect(rows.every(({ key }) => (QUEUES as readonly string[]).includes(key))).toBe(true)
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
