/** Sub-tasks of a ticket: quality looks into the batch, logistics into the lorry, each with an owner and a date. */
import type { Me, NewTask, TaskState, TicketTask } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { instantOf, present } from '../instant.ts'
import { changeTickets } from '../tickets/lock.ts'
import { withMerged } from '../tickets/merged-tickets.ts'
import { visibleTicket } from '../tickets/visible-ticket.ts'
import { notify } from './notices.ts'
import { seesTicket, whoSee } from './people.ts'

/** Tasks of one ticket. */
export const MOST_TASKS = 100

/** @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, BAD_INPUT, COMMAND_ID_USED */
export async function addTask(database: PrismaClient, me: Me, ticketId: string, task: NewTask): Promise<TicketTask> {
  const { commandId, title, ownerId, departmentId, dueAt } = task
  await changeTickets(database, async (tx) => {
    if (await isAdded(tx, me, ticketId, commandId)) return
    await visibleTicket(tx, me, ticketId)
    const owner = await ownerOf(tx, ticketId, ownerId, departmentId)
    if ((await tx.ticketTask.count({ where: { ticketId } })) >= MOST_TASKS)
      throw badInput([{ path: 'title', message: `一张工单最多 ${MOST_TASKS} 项任务` }])
    const at = new Date()
    const due = dueAt === undefined ? null : new Date(dueAt)
    const row = { id: commandId, ticketId, title, dueAt: due, createdById: me.id, createdBy: me.name, createdAt: at }
    const { count } = await tx.ticketTask.createMany({
      data: [{ ...row, ownerId: ownerId ?? null, departmentId: departmentId ?? null }],
      skipDuplicates: true,
    })
    if (count === 0) return void (await isAdded(tx, me, ticketId, commandId))
    await tx.ticketHistory.create({
      data: {
        ticketId,
        at,
        kind: 'task-added',
        detail: { taskId: commandId, task: title, taskOwner: owner.name, ...(dueAt ? { dueAt } : {}) },
        accountId: me.id,
        actorName: me.name,
        commandId,
      },
    })
    const told = owner.people.filter((id) => id !== me.id)
    await notify(tx, told, { ticketId, kind: 'task-given', sourceId: commandId, actorName: me.name, text: title, at })
  })
  return oneTask(database, ticketId, commandId)
}

/** @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, NO_SUCH_TASK, COMMAND_ID_USED */
export async function setTaskState(
  database: PrismaClient,
  me: Me,
  ticketId: string,
  taskId: string,
  { commandId, done }: TaskState,
): Promise<TicketTask> {
  await changeTickets(database, async (tx) => {
    await visibleTicket(tx, me, ticketId)
    // Two who tick it at once: the second finds it done.
    await tx.$queryRaw`SELECT id FROM "TicketTask" WHERE id = ${taskId}::uuid FOR UPDATE`
    const before = await tx.ticketHistory.findUnique({ where: { commandId } })
    if (before) {
      if (before.ticketId !== ticketId || before.accountId !== me.id) throw new GatewayError('COMMAND_ID_USED')
      return
    }
    const task = await tx.ticketTask.findFirst({ where: { id: taskId, ticketId } })
    if (!task) throw new GatewayError('NO_SUCH_TASK')
    if ((task.doneAt !== null) === done) return
    const at = new Date()
    await tx.ticketTask.update({
      where: { id: taskId },
      data: done ? { doneAt: at, doneBy: me.name } : { doneAt: null, doneBy: null },
    })
    await tx.ticketHistory.create({
      data: {
        ticketId,
        at,
        kind: done ? 'task-done' : 'task-reopened',
        detail: { taskId, task: task.title },
        accountId: me.id,
        actorName: me.name,
        commandId,
      },
    })
    const told = [task.createdById, task.ownerId].filter((id): id is string => id !== null && id !== me.id)
    const seeing = (await whoSee(tx, ticketId, told)).map(({ id }) => id)
    const kind = done ? 'task-done' : 'task-given'
    await notify(tx, seeing, { ticketId, kind, sourceId: commandId, actorName: me.name, text: task.title, at })
  })
  return oneTask(database, ticketId, taskId)
}

async function isAdded(tx: Prisma.TransactionClient, me: Me, ticketId: string, id: string): Promise<boolean> {
  const before = await tx.ticketTask.findUnique({ where: { id }, select: { ticketId: true, createdById: true } })
  if (before && (before.ticketId !== ticketId || before.createdById !== me.id))
    throw new GatewayError('COMMAND_ID_USED')
  return before !== null
}

/** @returns its name, and who is told. @throws GatewayError BAD_INPUT */
async function ownerOf(
  tx: Prisma.TransactionClient,
  ticketId: string,
  ownerId: string | undefined,
  departmentId: string | undefined,
): Promise<{ name: string; people: string[] }> {
  if (ownerId !== undefined) {
    const [owner] = await whoSee(tx, ticketId, [ownerId])
    if (!owner) throw badInput([{ path: 'ownerId', message: '这个人看不到这张工单，请选择其他负责人' }])
    return { name: owner.name, people: [owner.id] }
  }
  const department = await tx.department.findUnique({ where: { id: departmentId ?? '' } })
  if (!department) throw badInput([{ path: 'departmentId', message: '没有这个部门' }])
  const people = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM "Ticket" t JOIN "Account" a ON a."departmentId" = ${department.id} AND ${seesTicket}
    WHERE t.id = ${ticketId}::uuid LIMIT 200`
  return { name: department.name, people: people.map(({ id }) => id) }
}

async function oneTask(database: PrismaClient, ticketId: string, id: string): Promise<TicketTask> {
  const task = (await tasksOf(database, ticketId)).find((each) => each.id === id)
  if (!task) throw new GatewayError('NO_SUCH_TASK')
  return task
}

/** What is open first, by when it is due. */
export async function tasksOf(database: Prisma.TransactionClient, ticketId: string): Promise<TicketTask[]> {
  const named = { select: { id: true, displayName: true } } as const
  const rows = await database.ticketTask.findMany({
    where: { ticketId: { in: await withMerged(database, ticketId) } },
    include: { owner: named, department: true, store: { select: { id: true, name: true } } },
    orderBy: [
      { doneAt: { sort: 'desc', nulls: 'first' } },
      { dueAt: { sort: 'asc', nulls: 'last' } },
      { createdAt: 'asc' },
    ],
    take: MOST_TASKS,
  })
  return rows.map((row) =>
    present({
      id: row.id,
      title: row.title,
      owner: row.owner && { id: row.owner.id, name: row.owner.displayName },
      department: row.department,
      store: row.store,
      dueAt: row.dueAt && instantOf(row.dueAt),
      createdBy: row.createdBy,
      createdAt: instantOf(row.createdAt),
      doneAt: row.doneAt && instantOf(row.doneAt),
      doneBy: row.doneBy,
    }),
  )
}
