/** Comments: rows of their own beside the ticket, so that headquarters and store write at the same moment without conflict. */
import { z } from 'zod'
import { type AttachmentRow, attachmentOf } from '../attachments/attachment-rows.ts'
import type { Me, newComment, Role, TicketComment } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { instantOf } from '../instant.ts'
import { changeTickets } from '../tickets/lock.ts'
import { withMerged } from '../tickets/merged-tickets.ts'
import { visibleTicket } from '../tickets/visible-ticket.ts'
import { notify } from './notices.ts'
import { whoSee } from './people.ts'
import { addWatcher, watchersOf } from './watching.ts'

type Comment = z.output<typeof newComment>

/**
 * Writes it with its history; who watches is told, and who writes watches from now on. Again with the same commandId is the same
 * comment. @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, BAD_INPUT, COMMAND_ID_USED
 */
export async function writeComment(
  database: PrismaClient,
  me: Me,
  ticketId: string,
  comment: Comment,
): Promise<TicketComment> {
  const { commandId } = comment
  await changeTickets(database, async (tx) => {
    if (await isWritten(tx, me, ticketId, commandId)) return
    await visibleTicket(tx, me, ticketId)
    const mentions = await mentioned(tx, ticketId, comment.mentions)
    const at = new Date()
    const { count } = await tx.ticketComment.createMany({
      data: [
        {
          id: commandId,
          ticketId,
          authorId: me.id,
          authorName: me.name,
          authorRole: me.role.toUpperCase() as Uppercase<Role>,
          text: comment.text,
          customerVisible: comment.customerVisible,
          mentions,
          at,
        },
      ],
      skipDuplicates: true,
    })
    // Its twin was faster, and has done everything below.
    if (count === 0) return void (await isWritten(tx, me, ticketId, commandId))
    await attach(tx, me, ticketId, commandId, comment.attachments)
    await tx.ticketHistory.create({
      data: {
        ticketId,
        at,
        kind: comment.text === '' ? 'file-added' : 'commented',
        detail: {
          commentId: commandId,
          customerVisible: comment.customerVisible,
          ...(comment.attachments.length > 0 ? { files: comment.attachments.length } : {}),
        },
        accountId: me.id,
        actorName: me.name,
        commandId,
      },
    })
    await addWatcher(tx, me.id, ticketId)
    await tell(tx, me, ticketId, comment, mentions, at)
  })
  const [written] = await commentsOf(database, { id: commandId })
  if (!written) throw new GatewayError('NO_SUCH_TICKET')
  return written
}

/** @throws GatewayError COMMAND_ID_USED when it is somebody else's, or on another ticket */
async function isWritten(tx: Prisma.TransactionClient, me: Me, ticketId: string, id: string): Promise<boolean> {
  const before = await tx.ticketComment.findUnique({ where: { id }, select: { ticketId: true, authorId: true } })
  if (before && (before.ticketId !== ticketId || before.authorId !== me.id)) throw new GatewayError('COMMAND_ID_USED')
  return before !== null
}

/** @throws GatewayError BAD_INPUT when somebody does not see the ticket: mentioning must not show it to them */
async function mentioned(tx: Prisma.TransactionClient, ticketId: string, ids: readonly string[]) {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const people = await whoSee(tx, ticketId, wanted)
  if (people.length < wanted.length) throw badInput([{ path: 'mentions', message: '只能提到看得到这张工单的人' }])
  return people
}

/** @throws GatewayError BAD_INPUT naming files that are not there, somebody else's, or sent before */
async function attach(
  tx: Prisma.TransactionClient,
  me: Me,
  ticketId: string,
  commentId: string,
  uploadIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(uploadIds)]
  if (wanted.length === 0) return
  const { count } = await tx.ticketAttachment.updateMany({
    where: { uploadId: { in: wanted }, ticketId, uploadedById: me.id, commentId: null, storedAt: { not: null } },
    data: { commentId },
  })
  if (count < wanted.length)
    throw badInput([{ path: 'attachments', message: '有文件没有上传完成、已过期或已用在其他评论里，请重新上传' }])
}

async function tell(
  tx: Prisma.TransactionClient,
  me: Me,
  ticketId: string,
  { commandId, text }: Comment,
  mentions: readonly { id: string }[],
  at: Date,
): Promise<void> {
  const notice = { ticketId, sourceId: commandId, actorName: me.name, text, at }
  const named = mentions.map(({ id }) => id).filter((id) => id !== me.id)
  await notify(tx, named, { ...notice, kind: 'mentioned' })
  const watchers = (await watchersOf(tx, ticketId)).map(({ id }) => id)
  const others = watchers.filter((id) => id !== me.id && !named.includes(id))
  await notify(tx, others, { ...notice, kind: 'commented' })
}

const most = 300
const people = z.array(z.object({ id: z.string(), name: z.string() }))

/** Oldest first; the last 300. */
export async function commentsOf(
  database: Prisma.TransactionClient,
  which: { readonly id: string } | { readonly ticketId: string },
): Promise<TicketComment[]> {
  const rows = await database.ticketComment.findMany({
    where: 'id' in which ? which : { ticketId: { in: await withMerged(database, which.ticketId) } },
    include: { attachments: { orderBy: { at: 'asc' } }, ticket: { select: { id: true, number: true } } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: most,
  })
  return rows.reverse().map((row) => ({
    id: row.id,
    at: instantOf(row.at),
    author: { id: row.authorId, name: row.authorName, role: row.authorRole.toLowerCase() as Role },
    text: row.text,
    customerVisible: row.customerVisible,
    mentions: people.parse(row.mentions),
    attachments: row.attachments.map((file: AttachmentRow) => attachmentOf(file)),
    ...('ticketId' in which && row.ticket.id !== which.ticketId ? { ticket: row.ticket.number } : {}),
  }))
}
