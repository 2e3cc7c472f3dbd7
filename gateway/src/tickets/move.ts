/** Carries out a move of one ticket: checks who, from where and with what (moves.ts), changes the row, writes the history. */
import { endSurveys } from '../campaigns/follow-up/end-surveys.ts'
import type { Me, Role, TicketMove, TicketMoved, TicketStatus } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { refuseUnfilled } from './form-values.ts'
import { changeTickets, type LockedTicket, lockTickets, oneAtATime, refuseMerged } from './lock.ts'
import { type MoveRule, moveNames, moveRules, ruleFor, targetOf } from './moves.ts'
import { byId, findTicket } from './ticket-rows.ts'
import { storesVisibleTo } from './visibility.ts'

/** Who does it; without an account it is the system, which may do whatever somebody may. */
export interface Mover {
  readonly account?: Me
  /** Why the system does it, for the history. */
  readonly because?: Prisma.InputJsonObject
}

export type MoveInput = Omit<TicketMove, 'commandId' | 'version'> & {
  readonly commandId?: string
  /** The engine names the store, no person. */
  readonly storeGuessed?: boolean
}

type Transaction = Prisma.TransactionClient

/**
 * @throws GatewayError NO_SUCH_TICKET, TICKET_CHANGED with the present ticket, TICKET_MERGED, MOVE_NOT_ALLOWED, BAD_INPUT naming what
 * the move requires
 */
export async function moveTicket(database: PrismaClient, me: Me, id: string, input: TicketMove): Promise<TicketMoved> {
  const outcome = await changeTickets(database, async (tx) => {
    await oneAtATime(tx, input.commandId)
    const before = await tx.ticketHistory.findUnique({ where: { commandId: input.commandId } })
    if (before?.ticketId === id && before.accountId === me.id) return 'done'
    const ticket = (await lockTickets(tx, me, [id]))(id)
    refuseMerged(ticket)
    if (input.version !== undefined && input.version !== ticket.version) return 'somebody-was-faster'
    await applyMove(tx, { account: me }, ticket, input)
    return 'done'
  })
  const ticket = await findTicket(database, me, byId(id))
  if (outcome === 'somebody-was-faster') throw new GatewayError('TICKET_CHANGED', { body: { ticket } })
  if (ticket) return { id, number: ticket.number, status: ticket.status, ticket }
  const row = await database.ticket.findUniqueOrThrow({ where: { id }, select: { number: true, status: true } })
  return { id, number: row.number, status: row.status.toLowerCase() as TicketStatus }
}

/** Inside a transaction that holds the ticket's lock. @throws GatewayError MOVE_NOT_ALLOWED, BAD_INPUT */
export async function applyMove(
  tx: Transaction,
  { account, because }: Mover,
  ticket: LockedTicket,
  input: MoveInput,
): Promise<TicketStatus> {
  const from = ticket.status.toLowerCase() as TicketStatus
  const rule = account ? ruleFor(input.move, account.role, from) : systemRule(input.move, from)
  if (account) refuseMissing(rule, input)
  const now = new Date()
  const to = targetOf(rule, {
    status: from,
    suspendedFrom: ticket.suspendedFrom && (ticket.suspendedFrom.toLowerCase() as TicketStatus),
    dispatchedAt: ticket.dispatchedAt,
  })
  if (account) await refuseUnfilled(tx, ticket, to)
  const { data, names } = await effects(tx, account, ticket, input, now)
  await tx.ticket.update({
    where: { id: ticket.id },
    data: {
      ...data,
      status: to.toUpperCase() as Uppercase<TicketStatus>,
      version: { increment: 1 },
      updatedAt: now,
    },
  })
  if (input.move === 'reopen') await endSurveys(tx, ticket.id, 'reopened', now)
  const { reason, waitsFor, resolution } = input
  await tx.ticketHistory.create({
    data: {
      ticketId: ticket.id,
      at: now,
      kind: 'status-changed',
      detail: {
        move: input.move,
        status: { from, to },
        ...names,
        ...(reason ? { reason } : {}),
        ...(waitsFor ? { waitsFor } : {}),
        ...(resolution ? { resolution } : {}),
        ...because,
      },
      ...(account ? { accountId: account.id, actorName: account.name } : {}),
      ...(input.commandId ? { commandId: input.commandId } : {}),
    },
  })
  return to
}

function systemRule(move: TicketMove['move'], from: TicketStatus): MoveRule {
  const rule = moveRules.find((each) => each.move === move && each.from.includes(from))
  // Says why in the words of the role that may do most.
  return rule ?? ruleFor(move, 'admin' satisfies Role, from)
}

function refuseMissing({ move, requires }: MoveRule, input: MoveInput): void {
  const missing = requires.filter((field) => !input[field])
  if (missing.length === 0) return
  const words = {
    storeId: '请选择门店',
    reason: '请说明原因',
    waitsFor: '请选择等待谁（customer 客户 或 supplier 供应商）',
    resolution: '请写明处理结果',
  }
  throw badInput(missing.map((path) => ({ path, message: `${words[path]}（${moveNames[move]}需要）` })))
}

interface Effects {
  readonly data: Prisma.TicketUncheckedUpdateInput
  /** For the history: ids together with the names they had. */
  readonly names: Prisma.InputJsonObject
}

/** Whoever looks for the store looks without yesterday's guess; what a person chose stays. */
const notGuessed = ({ storeGuessed }: LockedTicket) => (storeGuessed ? { storeId: null, storeGuessed: false } : {})

const awayFromStore = { dispatchedAt: null, acceptedAt: null } as const

async function effects(
  tx: Transaction,
  account: Me | undefined,
  ticket: LockedTicket,
  input: MoveInput,
  now: Date,
): Promise<Effects> {
  switch (input.move) {
    case 'dispatch':
    case 'reassign': {
      const store = await dispatchable(tx, account, input.storeId ?? '')
      const data = {
        ...placeOf(store),
        storeId: store.id,
        storeGuessed: input.storeGuessed === true,
        dispatchedAt: now,
        acceptedAt: null,
        ...notSuspended,
      }
      return { data: { ...data, poolId: null }, names: { store: { id: store.id, name: store.name } } }
    }
    case 'pool': {
      const pool = input.poolId ? await poolOf(tx, input.poolId) : undefined
      return {
        data: { ...awayFromStore, ...notGuessed(ticket), ...(pool?.place ?? {}), poolId: pool?.id ?? null },
        names: pool ? { pool: { id: pool.id, name: pool.name } } : {},
      }
    }
    case 'return': {
      // Back to whoever knows the neighbourhood: the city's pool, where there is a city.
      const poolId = ticket.cityId ?? ticket.provinceId ?? ticket.regionId
      const [pool, store] = await Promise.all([
        poolId ? tx.region.findUnique({ where: { id: poolId } }) : null,
        ticket.storeId ? tx.store.findUnique({ where: { id: ticket.storeId } }) : null,
      ])
      return {
        data: { ...awayFromStore, storeId: null, storeGuessed: false, poolId },
        names: {
          ...(pool ? { pool: { id: pool.id, name: pool.name } } : {}),
          ...(store ? { store: { id: store.id, name: store.name } } : {}),
        },
      }
    }
    case 'recall':
      return { data: { ...awayFromStore, poolId: null }, names: {} }
    case 'accept':
      return { data: { acceptedAt: now }, names: {} }
    case 'start':
      return { data: {}, names: {} }
    case 'suspend':
      return { data: { waitsFor: input.waitsFor ?? null, suspendedFrom: ticket.status }, names: {} }
    case 'resume':
      return { data: notSuspended, names: {} }
    case 'resolve':
      return {
        data: { ...notSuspended, resolvedAt: now, poolId: null, resolution: input.resolution || ticket.resolution },
        names: {},
      }
    case 'verify':
      return { data: { verifiedAt: now }, names: {} }
    case 'close':
      return {
        data: { ...notSuspended, resolvedAt: ticket.resolvedAt ?? now, poolId: null, closedAt: now },
        names: {},
      }
    case 'reopen':
      return {
        data: {
          resolvedAt: null,
          verifiedAt: null,
          closedAt: null,
          reopened: { increment: 1 },
          ...(ticket.dispatchedAt ? { dispatchedAt: now, acceptedAt: null } : {}),
        },
        names: {},
      }
  }
}

const notSuspended = { waitsFor: null, suspendedFrom: null } as const

type Place = { readonly regionId: string; provinceId: string | null; cityId: string | null; areaId: string | null }

/** Where a store is in the tree, as the ticket's columns have it. */
export const placeOf = ({ regionId, provinceId, cityId, areaId }: Place): Place => ({
  regionId,
  provinceId,
  cityId,
  areaId,
})

async function dispatchable(tx: Transaction, account: Me | undefined, storeId: string) {
  const store = await tx.store.findUnique({ where: { id: storeId } })
  if (!store) throw badInput([{ path: 'storeId', message: '没有这家门店' }])
  if (store.status !== 'OPEN')
    throw badInput([
      { path: 'storeId', message: `${store.name}${store.status === 'CLOSED' ? '已停业' : '已搬迁'}，请改派其他门店` },
    ])
  if (account) {
    const [seen] = await tx.$queryRaw<{ id: string }[]>`
      SELECT s.id FROM "Store" s WHERE s.id = ${storeId} AND ${storesVisibleTo(account)}`
    if (!seen) throw badInput([{ path: 'storeId', message: '不在您负责的区域内，请转入上级待分派池' }])
  }
  return store
}

async function poolOf(tx: Transaction, id: string): Promise<{ id: string; name: string; place: Partial<Place> }> {
  const path = await tx.$queryRaw<{ id: string; name: string; level: string }[]>`
    WITH RECURSIVE up AS (
      SELECT id, name, level, "parentId" FROM "Region" WHERE id = ${id}
      UNION ALL SELECT r.id, r.name, r.level, r."parentId" FROM "Region" r JOIN up ON r.id = up."parentId")
    SELECT id, name, level::text FROM up`
  const pool = path[0]
  if (!pool) throw badInput([{ path: 'poolId', message: '没有这个区域' }])
  const at = (level: string) => path.find((node) => node.level === level)?.id ?? null
  const regionId = at('REGION')
  return {
    id: pool.id,
    name: pool.name,
    place: { ...(regionId ? { regionId } : {}), provinceId: at('PROVINCE'), cityId: at('CITY'), areaId: at('AREA') },
  }
}
