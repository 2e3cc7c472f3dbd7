/** A task that a rule gives to a ticket's store: everybody who works there is told. */
import { randomUUID } from 'node:crypto'
import type { Prisma } from '../database/client/client.ts'
import { notify } from './notices.ts'
import { seesTicket } from './people.ts'
import { MOST_TASKS } from './tasks.ts'

/** Of one store. */
const MOST_TOLD = 100

interface StoreTask {
  readonly ticket: { readonly id: string; readonly storeId: string | null }
  readonly title: string
  readonly dueAt: Date
  readonly rule: { readonly id: string; readonly name: string; readonly version: number }
  readonly at: Date
}

/** In a transaction that holds the ticket. A store that does not have the ticket yet finds the task when it gets it. */
export async function addStoreTask(
  tx: Prisma.TransactionClient,
  { ticket, title, dueAt, rule, at }: StoreTask,
): Promise<{ readonly store: string } | 'no-store' | 'too-many'> {
  const store = ticket.storeId === null ? null : await tx.store.findUnique({ where: { id: ticket.storeId } })
  if (!store) return 'no-store'
  const ticketId = ticket.id
  if ((await tx.ticketTask.count({ where: { ticketId } })) >= MOST_TASKS) return 'too-many'
  const id = randomUUID()
  await tx.ticketTask.create({
    data: { id, ticketId, title, storeId: store.id, dueAt, createdBy: rule.name, createdAt: at },
  })
  await tx.ticketHistory.create({
    data: {
      ticketId,
      at,
      kind: 'task-added',
      detail: { taskId: id, task: title, taskOwner: store.name, dueAt: dueAt.toISOString(), rule },
    },
  })
  const people = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM "Ticket" t JOIN "Account" a ON a.role = 'STORE' AND ${seesTicket}
    WHERE t.id = ${ticketId}::uuid ORDER BY a.id LIMIT ${MOST_TOLD}`
  await notify(
    tx,
    people.map((person) => person.id),
    { ticketId, kind: 'task-given', sourceId: id, actorName: rule.name, text: title, at },
  )
  return { store: store.name }
}
