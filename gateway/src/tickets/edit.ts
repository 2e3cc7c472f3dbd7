/** A person's edit of a ticket: made on a version, kept with its history, refused when somebody else was faster. */
import { type Me, type TicketDetail, type TicketEdit, type TicketFields, ticketFields } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { editValues } from './form-values.ts'
import { changeTickets, type LockedTicket, lockTickets, oneAtATime, refuseMerged } from './lock.ts'
import { applyMove, placeOf } from './move.ts'
import { moveBetween } from './moves.ts'
import { type Change, named, type Scalar } from './named-changes.ts'
import { ownerChange, refuseBlindOwner } from './owner.ts'
import { ticketNextSteps, ticketResults } from './results.ts'
import { byId, findTicket } from './ticket-rows.ts'

type Changes = Record<string, Change>

const editable = [
  'subject',
  'description',
  'category',
  'result',
  'nextStep',
  'storeId',
  'orderNumber',
  'priority',
  'addressText',
  'ownerId',
] as const satisfies readonly (keyof TicketFields)[]

const codes = {
  result: new Set<string>(ticketResults.map(({ code }) => code)),
  nextStep: new Set<string>(ticketNextSteps.map(({ code }) => code)),
}

/** @throws GatewayError BAD_INPUT when a code is none of the choices; the category is checkCategory's */
export function checkCodes(fields: TicketFields): void {
  const wrong = (['result', 'nextStep'] as const).filter((field) => {
    const code = fields[field]
    return code !== undefined && code !== '' && !codes[field].has(code)
  })
  if (wrong.length > 0) throw badInput(wrong.map((field) => ({ path: `fields.${field}`, message: '不是可选的项' })))
}

/** A category that is chosen is one that is offered. @throws GatewayError BAD_INPUT */
export async function checkCategory(tx: Prisma.TransactionClient, id: Scalar | undefined): Promise<void> {
  if (typeof id !== 'string') return
  const type = await tx.ticketType.findUnique({ where: { id }, select: { version: true, retiredAt: true } })
  if (type?.version == null || type.retiredAt !== null)
    throw badInput([{ path: 'fields.category', message: type?.retiredAt ? '这个工单类型已停用' : '不是可选的项' }])
}

/** An emptied text is no text. */
const stored = (value: Scalar): Scalar => (value === '' ? null : value)

/** For the history: tags are read as one text. */
const TAG_SEPARATOR = '、'

function changesOf(
  before: Readonly<Record<(typeof editable)[number], Scalar>> &
    Pick<LockedTicket, 'tags' | 'storeGuessed' | 'dispatchedAt'>,
  fields: TicketFields,
): Changes {
  const changes: Changes = {}
  for (const field of editable) {
    const value = fields[field]
    if (value === undefined) continue
    const to = stored(value)
    // A guess that somebody confirms is a choice from now on.
    const confirmed = field === 'storeId' && to !== null && before.storeGuessed && !before.dispatchedAt
    if (to !== before[field] || confirmed) changes[field] = { from: confirmed ? null : before[field], to }
  }
  if (fields.tags) {
    const [from, to] = [before.tags, fields.tags].map((tags) => tags.join(TAG_SEPARATOR) || null)
    if (from !== to) changes.tags = { from: from ?? null, to: to ?? null }
  }
  return changes
}

/** What is to be stored of the changes. */
function columnsOf({ tags, ...changes }: Changes, fields: TicketFields) {
  return {
    ...Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])),
    ...(changes.storeId ? { storeGuessed: false } : {}),
    ...(tags ? { tags: [...new Set(fields.tags)] } : {}),
  }
}

/**
 * Saves the fields and the status that differ; the saver's draft is done with. An edit that changes nothing leaves the version.
 * @throws GatewayError NO_SUCH_TICKET, TICKET_CHANGED with the present ticket, TICKET_MERGED, MOVE_NOT_ALLOWED, BAD_INPUT
 */
export async function editTicket(database: PrismaClient, me: Me, id: string, edit: TicketEdit): Promise<TicketDetail> {
  checkCodes(edit.fields)
  const changed = await changeTickets(database, (tx) => saveEdit(tx, me, id, edit))
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  if (changed === 'somebody-was-faster') throw new GatewayError('TICKET_CHANGED', { body: { ticket } })
  return ticket
}

async function saveEdit(
  tx: Prisma.TransactionClient,
  me: Me,
  id: string,
  { version, fields, status, formVersion }: TicketEdit,
): Promise<'saved' | 'somebody-was-faster'> {
  const seen = await findTicket(tx, me, byId(id))
  if (!seen) throw new GatewayError('NO_SUCH_TICKET')
  if (seen.status === 'merged')
    throw new GatewayError('TICKET_MERGED', { words: { into: seen.mergedInto?.number ?? '' } })
  if (seen.version !== version) return 'somebody-was-faster'
  const before = (await lockTickets(tx, me, [id]))(id)
  if (before.version !== version) return 'somebody-was-faster'
  const changes = changesOf(before, fields)
  if (changes.storeId && before.dispatchedAt)
    throw badInput([{ path: 'fields.storeId', message: '已派给门店，请改派或收回' }])
  await checkCategory(tx, changes.category?.to)
  const store = await chosenStore(tx, changes.storeId)
  if (changes.ownerId) changes.ownerId = await ownerChange(tx, changes.ownerId)
  if (changes.storeId) changes.storeId = named(changes.storeId, seen.store?.name, store?.name)
  const move = status !== undefined && status !== seen.status ? status : undefined
  const form = await editValues(tx, before, {
    role: me.role,
    category: changes.category?.to,
    values: fields.values,
    formVersion,
  })
  if (Object.keys(changes).length > 0 || form.changed) {
    await tx.ticket.update({
      where: { id },
      data: {
        ...columnsOf(changes, fields),
        ...(store ? placeOf(store) : {}),
        ...form.data,
        // The move counts the version when there is one: one save is one version.
        ...(move ? {} : { version: { increment: 1 } }),
        updatedAt: new Date(),
      },
    })
    await refuseBlindOwner(tx, id, changes.ownerId)
    await tx.ticketHistory.create({
      data: {
        ticketId: id,
        accountId: me.id,
        actorName: me.name,
        kind: 'edited',
        detail: { ...changes, ...form.history },
      },
    })
  }
  if (move) {
    const by = moveBetween(seen.status, move)
    const category = changes.category ? changes.category.to : before.category
    const now = { ...before, ...form.data, category: category === null ? null : String(category) }
    await applyMove(tx, { account: me }, now, {
      move: by,
      // The form has one word for it; whoever waits for a supplier suspends the ticket with the move of that name.
      ...(by === 'suspend' ? { waitsFor: 'customer' } : {}),
    })
  }
  await tx.ticketDraft.deleteMany({ where: { ticketId: id, accountId: me.id } })
  return 'saved'
}

/** What is to become of a ticket, given what it is. */
export type FieldChange = (ticket: LockedTicket) => Pick<TicketFields, 'ownerId' | 'priority' | 'tags'>

/**
 * Changes fields whatever was changed since, once a command. What is so already is no change.
 * @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, BAD_INPUT
 */
export async function changeFields(
  database: PrismaClient,
  me: Me,
  id: string,
  change: FieldChange,
  commandId: string,
): Promise<void> {
  await changeTickets(database, async (tx) => {
    await oneAtATime(tx, commandId)
    if (await tx.ticketHistory.findUnique({ where: { commandId } })) return
    const ticket = (await lockTickets(tx, me, [id]))(id)
    refuseMerged(ticket)
    const wanted = change(ticket)
    const fields = ticketFields.safeParse(wanted)
    if (!fields.success) throw badInput([{ path: 'fields', message: '标签最多 20 个，每个最多 30 字' }])
    const changes = changesOf(ticket, fields.data)
    if (changes.ownerId) changes.ownerId = await ownerChange(tx, changes.ownerId)
    if (Object.keys(changes).length === 0) return
    await tx.ticket.update({
      where: { id },
      data: { ...columnsOf(changes, fields.data), version: { increment: 1 }, updatedAt: new Date() },
    })
    await refuseBlindOwner(tx, id, changes.ownerId)
    await tx.ticketHistory.create({
      data: { ticketId: id, accountId: me.id, actorName: me.name, kind: 'edited', detail: changes, commandId },
    })
  })
}

/** The store that the edit chooses; its region becomes the ticket's. */
async function chosenStore(tx: Prisma.TransactionClient, change: Change | undefined) {
  if (typeof change?.to !== 'string') return undefined
  const store = await tx.store.findUnique({ where: { id: change.to } })
  if (!store) throw badInput([{ path: 'fields.storeId', message: '没有这家门店' }])
  return store
}

/** Keeps what somebody typed and has not saved. @throws GatewayError NO_SUCH_TICKET */
export async function keepDraft(database: PrismaClient, me: Me, id: string, fields: TicketFields): Promise<void> {
  const seen = await findTicket(database, me, byId(id))
  if (!seen) throw new GatewayError('NO_SUCH_TICKET')
  await database.ticketDraft.upsert({
    where: { ticketId_accountId: { ticketId: id, accountId: me.id } },
    create: { ticketId: id, accountId: me.id, fields },
    update: { fields },
  })
}
