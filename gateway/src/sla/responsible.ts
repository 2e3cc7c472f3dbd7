/** Who is told of a clock: those who have to act, and one after the other those above them. */
import type { ClockKind } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'

export interface Told {
  readonly accountId: string
  readonly name: string
}

/** People who are above the one before, from the store's area up to headquarters. Nobody is in two of them. */
export type EscalationChain = readonly (readonly Told[])[]

/** Of store staff or of headquarters' supervisors: more than that nobody means. */
const MOST_PEOPLE = 20

export interface Place {
  readonly storeId: string | null
  readonly dispatchedAt: Date | null
  readonly ownerId: string | null
  readonly agentId: string | null
  readonly regionId: string | null
  readonly provinceId: string | null
  readonly cityId: string | null
  readonly areaId: string | null
}

type Transaction = Prisma.TransactionClient
const person = { id: true, displayName: true } as const
const told = ({ id, displayName }: { id: string; displayName: string }): Told => ({ accountId: id, name: displayName })

/** The store when the ticket is with one, else its owner, else its agent, else headquarters' supervisors. */
export async function responsibleFor(tx: Transaction, kind: ClockKind, ticket: Place): Promise<readonly Told[]> {
  if (kind !== 'first-response' && ticket.storeId && ticket.dispatchedAt) {
    const staff = await peopleAt(tx, ticket.storeId)
    if (staff.length > 0) return staff
  }
  const either = [
    ...(ticket.ownerId ? [{ id: ticket.ownerId }] : []),
    ...(ticket.agentId ? [{ agent: { id: ticket.agentId } }] : []),
  ]
  for (const where of either) {
    const account = await tx.account.findFirst({ where: { ...where, disabledAt: null }, select: person })
    if (account) return [told(account)]
  }
  return headquarters(tx)
}

/** Level by level; a node without an owner, or whose owner was told below already, is passed over. */
export async function escalationChain(tx: Transaction, ticket: Place, kind: ClockKind): Promise<EscalationChain> {
  const path = [ticket.areaId, ticket.cityId, ticket.provinceId, ticket.regionId].filter((id) => id !== null)
  const nodes = await tx.region.findMany({
    where: { id: { in: path } },
    select: { id: true, owner: { select: { ...person, disabledAt: true } } },
  })
  const owners = path.flatMap((id) => {
    const owner = nodes.find((node) => node.id === id)?.owner
    return owner && !owner.disabledAt ? [[told(owner)]] : []
  })
  const below = new Set((await responsibleFor(tx, kind, ticket)).map(({ accountId }) => accountId))
  return [...owners, await headquarters(tx)].flatMap((level) => {
    const fresh = level.filter(({ accountId }) => !below.has(accountId))
    for (const { accountId } of fresh) below.add(accountId)
    return fresh.length > 0 ? [fresh] : []
  })
}

async function peopleAt(tx: Transaction, storeId: string): Promise<readonly Told[]> {
  const where = { storeId, role: 'STORE' as const, disabledAt: null }
  return (await tx.account.findMany({ where, select: person, orderBy: { id: 'asc' }, take: MOST_PEOPLE })).map(told)
}

async function headquarters(tx: Transaction): Promise<readonly Told[]> {
  // Supervisors of the hotline: those of a department have its own business.
  const where = { role: 'SUPERVISOR' as const, regionId: null, departmentId: null, disabledAt: null }
  return (await tx.account.findMany({ where, select: person, orderBy: { id: 'asc' }, take: MOST_PEOPLE })).map(told)
}
