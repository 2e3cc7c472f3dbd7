/** The same thing done to many tickets: each for itself, so that one refusal keeps nothing else from being done. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { Me, TicketBulkResult, TicketMoved, ticketBulk } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { changeFields, type FieldChange } from './edit.ts'
import { moveTicket } from './move.ts'

export interface BulkServices {
  readonly database: PrismaClient
  /** The engine sends one ticket to its store. */
  readonly dispatch: (me: Me, id: string, commandId: string) => Promise<TicketMoved>
}

type Bulk = z.output<typeof ticketBulk>
type Result = TicketBulkResult['results'][number]

/** Whatever is not the ticket's own fault ends the part: it can be sent again. @throws GatewayError DATABASE_UNAVAILABLE, TIMED_OUT */
export async function changeMany(services: BulkServices, me: Me, bulk: Bulk): Promise<TicketBulkResult> {
  const { database } = services
  const { commandId, action } = bulk
  const ids = [...new Set(bulk.ids)]
  await recordAudit(database, {
    accountId: me.id,
    actor: me.name,
    action: 'tickets-changed-in-bulk',
    object: `command:${commandId}`,
    detail: { action, ids },
  })
  const results: Result[] = []
  for (const id of ids) results.push(await changeOne(services, me, id, bulk))
  return { results: await withNumbers(database, results) }
}

async function changeOne({ database, dispatch }: BulkServices, me: Me, id: string, bulk: Bulk): Promise<Result> {
  const commandId = commandOf(bulk.commandId, id)
  const { action } = bulk
  try {
    if (action.do === 'dispatch') await dispatch(me, id, commandId)
    else if (action.do === 'move') {
      const { do: _do, ...move } = action
      await moveTicket(database, me, id, { ...move, commandId })
    } else await changeFields(database, me, id, fieldChange(action), commandId)
    return { id }
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status >= 500) throw error
    return { id, refused: { code: error.code, message: error.message } }
  }
}

type FieldAction = Exclude<Bulk['action'], { do: 'dispatch' } | { do: 'move' }>

function fieldChange(action: FieldAction): FieldChange {
  switch (action.do) {
    case 'assign':
      return () => ({ ownerId: action.ownerId })
    case 'priority':
      return () => ({ priority: action.priority })
    case 'add-tag':
      return (ticket) => ({ tags: [...new Set([...ticket.tags, action.tag])] })
    case 'remove-tag':
      return (ticket) => ({ tags: ticket.tags.filter((tag) => tag !== action.tag) })
  }
}

/** Each ticket has a command of its own, the same for the same command however often it is sent (a UUID as of RFC 9562, version 8). */
export function commandOf(commandId: string, ticketId: string): string {
  const hex = createHash('sha256').update(`${commandId} ${ticketId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function withNumbers(database: PrismaClient, results: readonly Result[]): Promise<Result[]> {
  const seen = results.filter(({ refused }) => refused?.code !== 'NO_SUCH_TICKET').map(({ id }) => id)
  const rows = await database.ticket.findMany({ where: { id: { in: seen } }, select: { id: true, number: true } })
  const numbers = new Map(rows.map(({ id, number }) => [id, number]))
  return results.map((result) => {
    const number = numbers.get(result.id)
    return number === undefined ? result : { ...result, number }
  })
}
