/** What people say, send and ask of each other on a ticket. */
import { z } from 'zod'
import { instant } from './customers.ts'
import { role } from './people.ts'
import { uploadLimits } from './upload-limits.ts'

const named = z.object({ id: z.string(), name: z.string() })

/** A file on a comment. `url` and `previewUrl` are authorised as the ticket is. */
export const ticketAttachment = z.object({
  id: z.string(),
  uploadId: z.string(),
  /** As people may see it: no path, no control characters, its ending fits the content. */
  name: z.string(),
  /** Found in the content. */
  mime: z.string(),
  bytes: z.number().int(),
  /** px; of pictures, as they are shown. */
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  url: z.string(),
  /** Of pictures: 480 px at most on the longer side. */
  previewUrl: z.string().optional(),
})
export type TicketAttachment = z.infer<typeof ticketAttachment>

/** The fields of the multipart form before its file: a client that tries again sends the same uploadId. */
export const uploadFields = z.object({ uploadId: z.uuid() })

export const ticketComment = z.object({
  id: z.string(),
  at: instant,
  author: named.extend({ role }),
  text: z.string(),
  /** What the customer is or may be told. Everything else is among colleagues: headquarters, the region, the store. */
  customerVisible: z.boolean(),
  mentions: z.array(named),
  attachments: z.array(ticketAttachment),
  /** The number of the merged ticket that it was written on. */
  ticket: z.string().optional(),
})
export type TicketComment = z.infer<typeof ticketComment>

/** A comment cannot be changed afterwards. Sent twice with the same commandId it is written once. */
export const newComment = z
  .object({
    commandId: z.uuid(),
    text: z.string().trim().max(4_000).default(''),
    customerVisible: z.boolean().default(false),
    /** Accounts that see the ticket. */
    mentions: z.array(z.uuid()).max(20).default([]),
    /** uploadIds of files that the writer has uploaded to this ticket. */
    attachments: z.array(z.uuid()).max(uploadLimits.files).default([]),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, {
    path: ['text'],
    message: '请写点什么，或者附上照片',
  })
export type NewComment = z.input<typeof newComment>

export const ticketTask = z.object({
  id: z.string(),
  title: z.string(),
  owner: named.optional(),
  department: named.optional(),
  /** Everybody there; a rule has given it. */
  store: named.optional(),
  dueAt: instant.optional(),
  createdBy: z.string(),
  createdAt: instant,
  doneAt: instant.optional(),
  doneBy: z.string().optional(),
})
export type TicketTask = z.infer<typeof ticketTask>

export const newTask = z
  .object({
    commandId: z.uuid(),
    title: z.string().trim().min(1).max(200),
    ownerId: z.uuid().optional(),
    departmentId: z.string().max(64).optional(),
    dueAt: instant.optional(),
  })
  .refine(({ ownerId, departmentId }) => (ownerId === undefined) !== (departmentId === undefined), {
    path: ['ownerId'],
    message: '请选择一位负责人或一个部门',
  })
export type NewTask = z.infer<typeof newTask>

/** Done, or open again. */
export const taskState = z.object({ commandId: z.uuid(), done: z.boolean() })
export type TaskState = z.infer<typeof taskState>

/** Everything on a ticket that people share, as this reader sees it. */
export const ticketCollaboration = z.object({
  /** Oldest first; the last 300. */
  comments: z.array(ticketComment),
  tasks: z.array(ticketTask),
  watchers: z.array(named),
  watching: z.boolean(),
  /** Until when this reader had read before; what is later is new. */
  readAt: instant.optional(),
})
export type TicketCollaboration = z.infer<typeof ticketCollaboration>

/** Somebody who sees the ticket: may be mentioned, may own a task. */
export const ticketPerson = named.extend({ role, where: z.string().optional() })
export type TicketPerson = z.infer<typeof ticketPerson>

export const ticketNotice = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum([
    'mentioned',
    'commented',
    'task-given',
    'task-done',
    'sla-reminded',
    'sla-breached',
    'escalated',
    'rule',
    'department',
  ]),
  ticketId: z.string(),
  ticketNumber: z.string(),
  subject: z.string().optional(),
  actor: z.string(),
  excerpt: z.string(),
  read: z.boolean(),
})
export type TicketNotice = z.infer<typeof ticketNotice>

/** The newest 50. */
export const ticketNotices = z.object({ unread: z.number().int(), notices: z.array(ticketNotice) })
export type TicketNotices = z.infer<typeof ticketNotices>

/** Namespace /tickets: which tickets have changed; what has changed the browser asks for. */
export interface TicketServerEvents {
  changed: (change: TicketChange) => void
}
export interface TicketChange {
  readonly ticketId: string
  readonly version: number
}
export interface TicketClientEvents {
  /** At most 200 tickets; replaces those watched before. Answers with those that the reader sees. */
  watch: (ticketIds: readonly string[], acknowledge: (seen: readonly string[]) => void) => void
  /** Whatever changes in all that the reader sees: a store, a part of the tree, everything. */
  follow: (acknowledge: (following: boolean) => void) => void
}
