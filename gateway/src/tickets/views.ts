/** Lists and boards under a name: one's own, and those that supervisors share. */
import type { z } from 'zod'
import type { Me, TicketView, ticketViewEdit, ticketViewInput } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'

const MOST_OWN = 50
const MOST_SHOWN = 200

const mayShare = (me: Me): boolean => me.role === 'supervisor' || me.role === 'admin'

/** One's own first, by name. */
export async function readViews(database: PrismaClient, me: Me): Promise<TicketView[]> {
  const views = await database.ticketView.findMany({
    where: { OR: [{ ownerId: me.id }, { shared: true }] },
    include: { owner: { select: { displayName: true } }, defaults: { where: { accountId: me.id } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_SHOWN,
  })
  return views
    .map(({ id, name, shared, search, ownerId, owner, defaults }) => ({
      id,
      name,
      shared,
      search,
      own: ownerId === me.id,
      ownerName: owner.displayName,
      isDefault: defaults.length > 0,
    }))
    .sort((a, b) => Number(b.own) - Number(a.own))
}

/** @throws GatewayError NOT_ALLOWED when somebody shares who may not, VIEW_NAME_TAKEN, TOO_MANY_VIEWS */
export async function createView(
  database: PrismaClient,
  me: Me,
  { name, search, shared }: z.output<typeof ticketViewInput>,
): Promise<void> {
  if (shared && !mayShare(me)) throw new GatewayError('NOT_ALLOWED')
  if ((await database.ticketView.count({ where: { ownerId: me.id } })) >= MOST_OWN)
    throw new GatewayError('TOO_MANY_VIEWS', { words: { most: MOST_OWN } })
  await named(name, () => database.ticketView.create({ data: { ownerId: me.id, name, search, shared } }))
}

/** One's own alone. @throws GatewayError NO_SUCH_VIEW, NOT_ALLOWED, VIEW_NAME_TAKEN */
export async function editView(
  database: PrismaClient,
  me: Me,
  id: string,
  { name, search, shared }: z.output<typeof ticketViewEdit>,
): Promise<void> {
  if (shared && !mayShare(me)) throw new GatewayError('NOT_ALLOWED')
  const { count } = await named(name ?? '', () =>
    database.ticketView.updateMany({
      where: { id, ownerId: me.id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(search === undefined ? {} : { search }),
        ...(shared === undefined ? {} : { shared }),
      },
    }),
  )
  if (count === 0) throw new GatewayError('NO_SUCH_VIEW')
}

/** @throws GatewayError NO_SUCH_VIEW */
export async function removeView(database: PrismaClient, me: Me, id: string): Promise<void> {
  const { count } = await database.ticketView.deleteMany({ where: { id, ownerId: me.id } })
  if (count === 0) throw new GatewayError('NO_SUCH_VIEW')
}

/** @param viewId null: none. @throws GatewayError NO_SUCH_VIEW */
export async function setDefaultView(database: PrismaClient, me: Me, viewId: string | null): Promise<void> {
  if (viewId === null) {
    await database.ticketViewDefault.deleteMany({ where: { accountId: me.id } })
    return
  }
  const view = await database.ticketView.findFirst({
    where: { id: viewId, OR: [{ ownerId: me.id }, { shared: true }] },
  })
  if (!view) throw new GatewayError('NO_SUCH_VIEW')
  await database.ticketViewDefault.upsert({
    where: { accountId: me.id },
    create: { accountId: me.id, viewId },
    update: { viewId },
  })
}

async function named<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new GatewayError('VIEW_NAME_TAKEN', { words: { name }, cause: error })
    throw error
  }
}
