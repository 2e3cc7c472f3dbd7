/** Sends a ticket to its store, or to the pool of the region that has to find it. */

import { notify } from '../collaboration/notices.ts'
import type { DispatchAdvice, DispatchQuestion, Me, TicketDispatch, TicketMoved } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import type { DispatchCase } from '../dispatch/stores.ts'
import { GatewayError } from '../errors.ts'
import { instantOf } from '../instant.ts'
import { changeTickets, type LockedTicket, lockTickets, oneAtATime, refuseMerged } from '../tickets/lock.ts'
import { applyMove } from '../tickets/move.ts'
import { ruleFor } from '../tickets/moves.ts'
import { byId, findTicket } from '../tickets/ticket-rows.ts'
import type { WordedDecision } from './dispatch-thread.ts'
import type { Dispatcher } from './dispatcher.ts'
import { rulesInForce } from './rule-book.ts'

const URGENT = 2
const maxDispatches = 20
/** People of departments that one dispatch tells. */
const maxTold = 500

export interface DispatchServices {
  readonly database: PrismaClient
  readonly dispatcher: Dispatcher
}

/** What the engine makes of a question; nothing is changed. @throws GatewayError TIMED_OUT, DATABASE_UNAVAILABLE */
export async function adviseOn(
  { database, dispatcher }: DispatchServices,
  { orderNumber, ...told }: DispatchQuestion,
): Promise<DispatchAdvice> {
  const order = orderNumber ? await database.order.findUnique({ where: { number: orderNumber } }) : null
  const decision = await dispatcher.decide(
    { ...told, ...(order ? { orderStoreId: order.storeId } : {}) },
    await rulesInForce(database),
  )
  const pool = decision.pool === undefined ? undefined : await poolNamed(database, decision.pool)
  const { storeId, candidates, reasons, departments, confidence, priority } = decision
  return {
    decision: decision.decision,
    ...(storeId === undefined ? {} : { storeId, storeName: nameOf(decision, storeId) }),
    ...(pool ? { poolId: pool.id, poolName: pool.name } : {}),
    confidence,
    candidates: candidates.map((one) => ({ ...one, reasons: [...one.reasons] })),
    reasons: [...reasons],
    departments: [...departments],
    priority,
  }
}

const nameOf = (decision: WordedDecision, storeId: string) =>
  decision.candidates.find((one) => one.storeId === storeId)?.storeName ?? storeId

interface Decided {
  readonly version: number
  readonly decision: WordedDecision
  /** The store that a person has chosen: it holds, whatever the evidence says, as long as it is open. */
  readonly chosen: string | undefined
}

/**
 * The engine decides on the ticket as it is now; when somebody changes it meanwhile, it decides anew.
 * @param because what made it happen, for the history
 * @throws GatewayError NO_SUCH_TICKET, TICKET_CHANGED, TICKET_MERGED, MOVE_NOT_ALLOWED, TIMED_OUT
 */
export async function dispatchTicket(
  services: DispatchServices,
  me: Me,
  id: string,
  command: { readonly commandId: string; readonly version?: number | undefined },
  because: Prisma.InputJsonObject = {},
): Promise<TicketMoved> {
  const { database } = services
  for (let attempt = 1; ; attempt++) {
    if (await isDone(database, id, command.commandId)) break
    const decided = await decideOn(services, me, id).catch(async (error: unknown) => {
      // The same command, a moment earlier: the ticket is where it was to go.
      if (await isDone(database, id, command.commandId)) return 'done' as const
      throw error
    })
    if (decided === 'done') break
    if (command.version !== undefined && command.version !== decided.version) {
      const ticket = await findTicket(database, me, byId(id))
      throw new GatewayError('TICKET_CHANGED', { body: { ticket } })
    }
    const outcome = await changeTickets(database, async (tx) => {
      await oneAtATime(tx, command.commandId)
      if (await tx.ticketHistory.findUnique({ where: { commandId: command.commandId } })) return 'done'
      const ticket = (await lockTickets(tx, me, [id]))(id)
      refuseMerged(ticket)
      if (ticket.version !== decided.version) return 'changed'
      await carryOut(tx, me, ticket, decided, command.commandId, because)
      return 'done'
    })
    if (outcome === 'done') break
    if (attempt === 3) throw new GatewayError('TICKET_CHANGED')
  }
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  return { id, number: ticket.number, status: ticket.status, ticket }
}

async function isDone(database: PrismaClient, ticketId: string, commandId: string): Promise<boolean> {
  const entry = await database.ticketHistory.findUnique({ where: { commandId } })
  return entry?.ticketId === ticketId
}

async function decideOn({ database, dispatcher }: DispatchServices, me: Me, id: string): Promise<Decided> {
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  // Asked first: a refusal is worth no look at 46,000 stores.
  ruleFor('dispatch', me.role, ticket.status)
  const order = ticket.orderNumber ? await database.order.findUnique({ where: { number: ticket.orderNumber } }) : null
  const chosen = ticket.store?.status === 'open' && !ticket.storeGuessed ? ticket.store.id : undefined
  const orderStoreId = order?.storeId ?? chosen
  const told: DispatchCase = {
    ...(orderStoreId === undefined ? {} : { orderStoreId }),
    ...(ticket.addressText === undefined ? {} : { addressText: ticket.addressText }),
    ...(ticket.category === undefined ? {} : { category: ticket.category }),
    ...(ticket.province === undefined ? {} : { phoneArea: `${ticket.province}${ticket.city ?? ''}` }),
  }
  return { version: ticket.version, chosen, decision: await dispatcher.decide(told, await rulesInForce(database)) }
}

async function carryOut(
  tx: Prisma.TransactionClient,
  me: Me,
  ticket: LockedTicket,
  { decision, chosen }: Decided,
  commandId: string,
  because: Prisma.InputJsonObject,
): Promise<void> {
  const open = async (storeId: string | undefined) =>
    storeId === undefined ? null : tx.store.findFirst({ where: { id: storeId, status: 'OPEN' }, select: { id: true } })
  // The engine's stores are some seconds old: one that has closed since is nobody's to dispatch to.
  const store = (await open(chosen)) ?? (await open(decision.storeId))
  const pool = store
    ? undefined
    : decision.pool === undefined
      ? await poolAround(tx, decision.storeId)
      : await poolNamed(tx, decision.pool)
  const how = store ? (store.id === chosen ? 'chosen' : 'auto') : 'pool'
  const { confidence, candidates, reasons } = decision
  const departments = [...new Set([...ticket.departments, ...decision.departments])]
  const priority = Math.min(URGENT, ticket.priority + decision.priority)
  const { id: dispatch } = await tx.ticketDispatch.create({
    data: {
      ticketId: ticket.id,
      decision: how,
      storeId: store?.id ?? null,
      poolId: pool?.id ?? null,
      confidence,
      candidates: candidates as unknown as Prisma.InputJsonArray,
      reasons: reasons as unknown as Prisma.InputJsonArray,
      departments,
    },
    select: { id: true },
  })
  await tx.ticket.update({ where: { id: ticket.id }, data: { departments, priority } })
  await tellDepartments(
    tx,
    me,
    ticket.id,
    dispatch,
    departments.filter((id) => !ticket.departments.includes(id)),
  )
  const told = await namesOf(tx, decision.departments)
  await applyMove(
    tx,
    { account: me, because: { ...because, dispatch, decision: how, confidence, departments, ...told } },
    ticket,
    {
      commandId,
      ...(store
        ? { move: 'dispatch', storeId: store.id, storeGuessed: how === 'auto' }
        : { move: 'pool', poolId: pool?.id ?? null }),
    },
  )
}

/** For the history, where people read them. */
async function namesOf(tx: Prisma.TransactionClient, departments: readonly string[]): Promise<{ told?: string }> {
  if (departments.length === 0) return {}
  const rows = await tx.department.findMany({ where: { id: { in: [...departments] } }, orderBy: { id: 'asc' } })
  return rows.length === 0 ? {} : { told: rows.map(({ name }) => name).join('、') }
}

/** Everybody of the departments that a rule has brought in. */
async function tellDepartments(
  tx: Prisma.TransactionClient,
  me: Me,
  ticketId: string,
  sourceId: string,
  departments: readonly string[],
): Promise<void> {
  if (departments.length === 0) return
  const people = await tx.account.findMany({
    where: { departmentId: { in: [...departments] }, disabledAt: null },
    select: { id: true },
    take: maxTold,
  })
  await notify(
    tx,
    people.map(({ id }) => id),
    { ticketId, kind: 'department', sourceId, actorName: me.name, text: '', at: new Date() },
  )
}

/** The pool of the city where a store was. */
async function poolAround(database: Prisma.TransactionClient, storeId: string | undefined) {
  const store = storeId === undefined ? null : await database.store.findUnique({ where: { id: storeId } })
  return store
    ? ((await database.region.findUnique({
        where: { id: store.cityId ?? store.provinceId ?? store.regionId },
        select: { id: true, name: true },
      })) ?? undefined)
    : undefined
}

/** The node that a path of names (浙江省/杭州市/西湖区) leads to, or its nearest ancestor that the chain has; undefined: headquarters'. */
async function poolNamed(
  database: Prisma.TransactionClient,
  path: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const names = path.split('/')
  const rows = await database.region.findMany({
    where: { name: { in: names }, level: { not: 'REGION' } },
    select: { id: true, name: true, parentId: true, level: true },
    take: 5_000,
  })
  const [first = ''] = names
  let found = rows.find((row) => row.level === 'PROVINCE' && row.name === first)
  // Of a province where the chain has no node, the region that it belongs to.
  if (!found)
    return (
      (await database.region.findFirst({
        where: { level: 'REGION', OR: [{ provinces: { has: first } }, { name: first }] },
        select: { id: true, name: true },
      })) ?? undefined
    )
  const isMunicipality = rows.some((row) => row.parentId === found?.id && row.name === first)
  for (const name of isMunicipality ? [first, ...names.slice(1)] : names.slice(1)) {
    const below = rows.find((row) => row.parentId === found?.id && row.name === name)
    if (below) found = below
  }
  return { id: found.id, name: found.name }
}

/** The dispatches of a ticket, the last first. @throws GatewayError NO_SUCH_TICKET */
export async function dispatchesOf(database: PrismaClient, me: Me, id: string): Promise<TicketDispatch[]> {
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  const rows = await database.ticketDispatch.findMany({
    where: { ticketId: id },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: maxDispatches,
  })
  const [stores, pools] = await Promise.all([
    database.store.findMany({ where: { id: { in: rows.flatMap((row) => row.storeId ?? []) } } }),
    database.region.findMany({ where: { id: { in: rows.flatMap((row) => row.poolId ?? []) } } }),
  ])
  return rows.map((row) => {
    const store = stores.find((one) => one.id === row.storeId)
    const pool = pools.find((one) => one.id === row.poolId)
    return {
      id: row.id,
      at: instantOf(row.at),
      decision: row.decision as TicketDispatch['decision'],
      ...(store ? { storeName: store.name } : {}),
      ...(pool ? { poolName: pool.name } : {}),
      confidence: row.confidence,
      candidates: row.candidates as TicketDispatch['candidates'],
      reasons: row.reasons as TicketDispatch['reasons'],
      departments: row.departments,
    }
  })
}
