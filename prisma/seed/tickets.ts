/** 300 tickets of the last 30 days, each with the calls that made it and what was done to it since. */
import type { Prisma } from '../../gateway/src/database/client/client.ts'
import type { TicketNextStep, TicketResult } from '../../gateway/src/tickets/results.ts'
import { complaints } from './complaints.ts'
import type { DemoCustomer } from './customers.ts'
import { type DemoOrder, drinkNames } from './orders.ts'
import { at, type Randomness, randomness, uuidOf } from './randomness.ts'
import { agents, type DemoAgent } from './staff.ts'
import { hotlines, queues } from './telephony.ts'
import { after, dayInChina, instantBefore } from './times.ts'

type Status = 'OPEN' | 'PENDING' | 'RESOLVED' | 'CLOSED'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What is settled before the rows are written, oldest first, so that numbers run as the tickets came. */
interface Plan {
  readonly running: number
  readonly customer: DemoCustomer
  readonly createdAt: Date
  readonly status: Status
  /** Nobody spoke with the customer: to be called back. */
  readonly missed: boolean
}

/** 张伟's own: an open one that is old enough for his next call to be a new matter, and two that are done. */
const heroPlans = [
  { daysAgo: 3, status: 'OPEN', missed: false },
  { daysAgo: 12, status: 'CLOSED', missed: false },
  { daysAgo: 26, status: 'RESOLVED', missed: false },
] as const

export type TicketRows = ReturnType<typeof makeTickets>

export function makeTickets(customers: readonly DemoCustomer[], orders: readonly DemoOrder[], now: Date) {
  const ordersOf = Map.groupBy(orders, (order) => order.customerId)
  const all = makePlans(customers, now).map((plan, index) => makeTicket(plan, index + 1, ordersOf, now))
  return {
    tickets: all.map(({ ticket }) => ticket),
    calls: all.flatMap(({ contacts }) => contacts.map(({ call }) => call)),
    interactions: all.flatMap(({ contacts }) => contacts.map(({ interaction }) => interaction)),
    history: all.flatMap(({ history }) => history),
  }
}

function makePlans(customers: readonly DemoCustomer[], now: Date): Plan[] {
  const hero = at(customers, 0)
  const plans: Plan[] = heroPlans.map(({ daysAgo, status, missed }, running) => ({
    running,
    customer: hero,
    createdAt: instantBefore(now, randomness(`hero ticket ${running}`), daysAgo, daysAgo),
    status,
    missed,
  }))
  for (let running = plans.length; running < 300; running++) {
    const chance = randomness(`ticket plan ${running}`)
    const createdAt = instantBefore(now, chance, 30)
    const ageDays = (now.getTime() - createdAt.getTime()) / DAY_MS
    plans.push({
      running,
      customer: at(customers, chance.between(1, customers.length - 1)),
      createdAt,
      missed: chance.chance(0.13),
      // What is young is still being worked on.
      status: chance.weighted<Status>([
        ['OPEN', ageDays < 3 ? 6 : 0.6],
        ['PENDING', ageDays < 6 ? 3 : 0.6],
        ['RESOLVED', ageDays < 10 ? 4 : 1],
        ['CLOSED', ageDays < 2 ? 0.5 : 6],
      ]),
    })
  }
  return plans.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
}

function makeTicket(plan: Plan, number: number, ordersOf: ReadonlyMap<string, DemoOrder[]>, now: Date) {
  const { customer, createdAt, missed, status } = plan
  const chance = randomness(`ticket ${plan.running}`)
  const complaint = chance.weighted(complaints.map((each) => [each, each.weight]))
  const agent = chance.pick(agents.filter((each) => (each.skills[complaint.queue] ?? 0) >= 5))
  const handled = !(missed && status === 'OPEN')
  const worded = handled ? complaint : undefined
  const hotline = complaint.queue === 'food-safety' ? at(hotlines, 1) : at(hotlines, 0)
  const drink = chance.pick(drinkNames)
  const order = ordersOf.get(customer.id)?.findLast((each) => each.placedAt < createdAt)
  const id = uuidOf(`ticket ${plan.running}`)

  const contactCount = missed
    ? 1
    : chance.weighted([
        [1, 8],
        [2, 2],
      ] as const)
  const contacts = Array.from({ length: contactCount }, (_, index) => {
    const arrivedAt = after(createdAt, index * chance.between(20, 600) * MINUTE_MS)
    return makeContact({
      plan,
      chance,
      ticketId: id,
      index,
      arrivedAt,
      agent,
      queue: complaint.queue,
      hotline: hotline.number,
    })
  }).filter(({ call }) => call.endedAt < now)
  const first = at(contacts, 0)
  const last = at(contacts, contacts.length - 1)
  const finished = status === 'RESOLVED' || status === 'CLOSED'
  const resolvedAt = finished ? earlier(after(last.call.endedAt, chance.between(2, 30) * HOUR_MS), now) : null
  const result: TicketResult | null = finished
    ? chance.pick(['explained', 'apologised', 'refunded', 'remade', 'compensated', 'forwarded'] as const)
    : null
  const nextStep: TicketNextStep | null = finished
    ? 'none'
    : handled
      ? chance.pick(['call-back', 'store-follow-up', 'refund-pending'] as const)
      : null

  const ticket = {
    id,
    number: `${dayInChina(createdAt)}-${String(number).padStart(6, '0')}`,
    kind: missed ? ('CALLBACK' as const) : ('SERVICE' as const),
    status,
    priority: complaint.queue === 'food-safety' ? 2 : chance.chance(0.15) ? 1 : 0,
    channel: 'voice',
    hotline: hotline.number,
    subject: worded ? chance.pick(worded.subjects).replace('{drink}', drink) : null,
    description: worded ? worded.description.replace('{drink}', drink) : null,
    category: worded?.category ?? null,
    result,
    nextStep,
    customerId: customer.id,
    customerNumber: customer.number,
    agentId: handled ? agent.id : null,
    queueId: complaint.queue,
    storeId: handled ? customer.store.id : null,
    regionId: customer.store.regionId,
    provinceId: customer.store.provinceId,
    cityId: customer.store.cityId,
    areaId: customer.store.areaId,
    orderNumber: handled && order ? order.number : null,
    province: customer.store.province,
    city: customer.store.city,
    source: 'call',
    sourceId: first.call.id,
    createdAt,
    updatedAt: resolvedAt ?? last.call.endedAt,
    lastInteractionAt: last.call.arrivedAt,
    resolvedAt,
    version: finished ? 3 : handled ? 2 : 1,
  }
  return { ticket, contacts, history: makeHistory({ plan, ticket, contacts, agent, handled }) }
}

function makeContact(of: {
  plan: Plan
  chance: Randomness
  ticketId: string
  index: number
  arrivedAt: Date
  agent: DemoAgent
  queue: string
  hotline: string
}) {
  const { plan, chance, arrivedAt, index } = of
  const { customer, missed } = plan
  const id = uuidOf(`call ${plan.running}-${index}`)
  const waitMs = chance.between(2_000, missed ? 180_000 : 45_000)
  const talkMs = missed ? 0 : chance.between(40_000, 540_000)
  // Greeting, recording notice and menu come before the queue.
  const queuedAt = after(arrivedAt, chance.between(9_000, 16_000))
  const connectedAt = missed ? null : after(queuedAt, waitMs)
  const endedAt = after(connectedAt ?? after(queuedAt, waitMs), talkMs)
  const outcome = missed ? 'abandoned' : 'answered'
  const call = {
    id,
    hotline: of.hotline,
    queueId: of.queue,
    agentId: missed ? null : of.agent.id,
    customerId: customer.id,
    number: customer.number,
    rawNumber: customer.number.slice(3),
    callerName: null,
    numberKind: 'mobile',
    province: customer.store.province,
    city: customer.store.city,
    arrivedAt,
    queuedAt,
    connectedAt,
    endedAt,
    outcome,
    endedBy: missed || chance.chance(0.7) ? 'caller' : 'agent',
    endCause: 'NORMAL_CLEARING',
    waitMs,
    talkMs,
  }
  const interaction = {
    id: uuidOf(`interaction ${id}`),
    ticketId: of.ticketId,
    source: 'call',
    sourceId: id,
    callId: id,
    agentId: call.agentId,
    startedAt: arrivedAt,
    endedAt,
    outcome,
  }
  return { call, interaction }
}

interface Told {
  readonly plan: Plan
  readonly ticket: {
    readonly id: string
    readonly kind: 'CALLBACK' | 'SERVICE'
    readonly hotline: string
    readonly category: string | null
    readonly status: Status
    readonly result: string | null
    readonly resolvedAt: Date | null
  }
  readonly contacts: readonly ReturnType<typeof makeContact>[]
  readonly agent: DemoAgent
  readonly handled: boolean
}

interface HistoryLine {
  readonly at: Date
  readonly accountId: string | null
  readonly actorName: string | null
  readonly kind: string
  readonly detail: Prisma.InputJsonObject
}

function makeHistory({ plan, ticket, contacts, agent, handled }: Told) {
  const first = at(contacts, 0).call
  const byAgent = { accountId: agent.accountId, actorName: agent.name }
  const bySystem = { accountId: null, actorName: null }
  const entries: HistoryLine[] = [
    {
      at: plan.createdAt,
      ...bySystem,
      kind: 'created',
      detail: { callId: first.id, channel: 'voice', hotline: ticket.hotline, kind: ticket.kind.toLowerCase() },
    },
    ...contacts.flatMap(({ call }, index) => [
      ...(index === 0
        ? []
        : [
            {
              at: call.arrivedAt,
              ...bySystem,
              kind: 'interaction-added',
              detail: { callId: call.id, channel: 'voice' },
            },
          ]),
      {
        at: call.endedAt,
        ...bySystem,
        kind: 'interaction-ended',
        detail: {
          callId: call.id,
          outcome: call.outcome,
          endedBy: call.endedBy,
          talkMs: call.talkMs,
          waitedMs: call.waitMs,
        },
      },
    ]),
  ]
  if (handled)
    entries.push({
      at: after(first.endedAt, 30_000),
      ...byAgent,
      kind: 'edited',
      detail: { category: { from: null, to: ticket.category } },
    })
  if (ticket.status !== 'OPEN')
    entries.push({
      at: ticket.resolvedAt ?? after(first.endedAt, 45_000),
      ...byAgent,
      kind: 'status-changed',
      detail: { status: { from: 'open', to: ticket.status.toLowerCase() } },
    })
  return entries.map((entry, index) => ({
    id: uuidOf(`history ${plan.running}-${index}`),
    ticketId: ticket.id,
    ...entry,
  }))
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}

/** Every queue that tickets are made for exists: a spelling mistake ends the seed, not the demonstration. */
for (const { queue } of complaints)
  if (!queues.some(({ id }) => id === queue)) throw new Error(`the demo has no queue "${queue}"`)
