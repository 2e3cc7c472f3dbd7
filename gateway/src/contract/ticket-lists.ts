import { z } from 'zod'
import { instant } from './customers.ts'
import { ticketCard, ticketKind, ticketMove, ticketStatus, ticketTag } from './tickets.ts'

const id = z.string().min(1).max(64)

/** One value or several: `status=open,pooled`. */
const several = <Item extends z.ZodType>(item: Item, most: number) =>
  z.union([z.string(), z.array(z.string())]).transform((value, context): z.output<Item>[] => {
    const parts = [value].flat().flatMap((part) => part.split(',').filter(Boolean))
    const parsed = z.array(item).max(most).safeParse(parts)
    if (parsed.success) return parsed.data
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** last: the newest interaction first · created: the newest first · priority: the most urgent first, of unfinished tickets only */
export const ticketSort = z.enum(['last', 'created', 'priority'])
export type TicketSort = z.infer<typeof ticketSort>

/** What a list or a board is about. Who asks sees of it what they may see. */
export const ticketFilter = z.object({
  status: several(ticketStatus, 10).optional(),
  kind: ticketKind.optional(),
  category: several(id, 20).optional(),
  priority: several(z.coerce.number().int().min(0).max(2), 3).optional(),
  /** A store's id; `none`: no store yet. */
  store: id.optional(),
  /** A node of the tree, of any level: everything below it. */
  region: id.optional(),
  /** Lies in this node's pool; `headquarters`: in headquarters' pool. */
  pool: id.optional(),
  /** An account's id; `me`; `none`: nobody answers for it yet. */
  owner: id.optional(),
  agent: id.optional(),
  queue: id.optional(),
  department: id.optional(),
  /** All of them. */
  tag: several(ticketTag, 10).optional(),
  channel: id.optional(),
  /** Of surveys: answered · unsolved: the customer said so · low: 1 or 2 of 5 */
  survey: z.enum(['answered', 'unsolved', 'low']).optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  /** Of the last interaction. */
  activeFrom: instant.optional(),
  activeTo: instant.optional(),
  /** overdue: one of its clocks runs and its time is up. */
  due: z.enum(['overdue']).optional(),
  /** Of the reader's calls; of somebody without a desk: what they answer for. */
  mine: z.stringbool().optional(),
  /** Words, all of which have to be in number, subject, description, resolution, customer, store or tags; or the last four digits. */
  q: z.string().trim().max(100).optional(),
})
export type TicketFilter = z.output<typeof ticketFilter>

export const ticketQuery = ticketFilter.extend({
  /** With `q` or a range of creation always `created`. */
  sort: ticketSort.optional(),
  /** Just these, in any order: what a list shows already and wants to show anew. */
  ids: several(z.uuid(), 100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type TicketQuery = z.input<typeof ticketQuery>
export const ticketPage = z.object({
  tickets: z.array(ticketCard),
  /** There may be a next page even when this one is short: a search ends a page when it has looked long enough. */
  next: z.string().optional(),
})
export type TicketPage = z.infer<typeof ticketPage>

const named = z.object({ id: z.string(), name: z.string() })
/** What the filters offer beside the tree of regions, stores and colleagues, which are searched for. */
export const ticketFilterChoices = z.object({
  queues: z.array(named.extend({ retired: z.boolean() })),
  agents: z.array(named),
  departments: z.array(named),
})
export type TicketFilterChoices = z.infer<typeof ticketFilterChoices>
/** Of a filter that was chosen elsewhere, in a view or by a colleague: its words. */
export const ticketFilterNamesQuery = z.object({ store: id.optional(), owner: z.uuid().optional() })
/** Absent: not there, or not for this reader. */
export const ticketFilterNames = z.object({ store: named.optional(), owner: named.optional() })
export type TicketFilterNames = z.infer<typeof ticketFilterNames>

/** `more`: there are at least so many. */
export const ticketCount = z.object({ count: z.number().int(), more: z.boolean() })
export type TicketCount = z.infer<typeof ticketCount>

/** region: the level below the reader's own, or below the node that the filter names. */
export const ticketBoardBy = z.enum(['status', 'store', 'region', 'owner'])
export type TicketBoardBy = z.infer<typeof ticketBoardBy>

/** Without a status a board has what is unfinished, by status also what is resolved. */
export const ticketBoardQuery = ticketFilter.extend({
  by: ticketBoardBy,
  /** This column alone, from the cursor on. */
  column: id.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export const ticketBoardColumn = ticketPage.extend({
  /** A status, or an id; `none`. */
  key: z.string(),
  /** Absent: a status, or `none`. */
  name: z.string().optional(),
  total: ticketCount,
})
export type TicketBoardColumn = z.infer<typeof ticketBoardColumn>
export const ticketBoard = z.object({
  columns: z.array(ticketBoardColumn),
  /** Stores or owners were left out: the filter is too wide for a column each. */
  moreColumns: z.boolean(),
})
export type TicketBoard = z.infer<typeof ticketBoard>

/** What a view holds is the query of the page's address. */
const viewSearch = z
  .string()
  .max(2_000)
  .regex(/^[\w\-.~%+=&,:*]*$/)
export const ticketView = z.object({
  id: z.string(),
  name: z.string(),
  shared: z.boolean(),
  search: z.string(),
  /** The reader made it. */
  own: z.boolean(),
  ownerName: z.string(),
  /** The reader's page opens with it. */
  isDefault: z.boolean(),
})
export type TicketView = z.infer<typeof ticketView>
export const ticketViewInput = z.object({
  name: z.string().trim().min(1).max(40),
  search: viewSearch,
  shared: z.boolean().default(false),
})
export const ticketViewEdit = z.object({
  name: z.string().trim().min(1).max(40).optional(),
  search: viewSearch.optional(),
  shared: z.boolean().optional(),
})
export const ticketViewDefault = z.object({ viewId: z.uuid().nullable() })

export const ticketBulkAction = z.discriminatedUnion('do', [
  /** The engine finds the store. */
  z.object({ do: z.literal('dispatch') }),
  ticketMove.pick({ poolId: true, reason: true, waitsFor: true, resolution: true }).extend({
    do: z.literal('move'),
    move: ticketMove.shape.move.extract(['pool', 'recall', 'suspend', 'resume', 'resolve', 'close', 'reopen']),
  }),
  z.object({ do: z.literal('assign'), ownerId: z.uuid().nullable() }),
  z.object({ do: z.literal('priority'), priority: z.number().int().min(0).max(2) }),
  z.object({ do: z.literal('add-tag'), tag: ticketTag }),
  z.object({ do: z.literal('remove-tag'), tag: ticketTag }),
])
export type TicketBulkAction = z.infer<typeof ticketBulkAction>
/**
 * One part of a command on many tickets: the browser sends a command of up to 500 tickets in parts, so that it can show how far it is
 * and stop. Each ticket is done once a command, however often a part is sent.
 */
export const ticketBulk = z.object({
  commandId: z.uuid(),
  ids: z.array(z.uuid()).min(1).max(25),
  action: ticketBulkAction,
})
export type TicketBulk = z.input<typeof ticketBulk>
export const ticketBulkResult = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      /** Absent: not to be seen. */
      number: z.string().optional(),
      /** Absent: done. */
      refused: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
  ),
})
export type TicketBulkResult = z.infer<typeof ticketBulkResult>

/** Namespace /ticket-lists: says which tickets changed that the reader may see, a few times a second at most. */
export interface TicketListServerEvents {
  /** `matching` of them are within the filter now. */
  changed: (change: { readonly ids: readonly string[]; readonly matching: readonly string[] }) => void
  /** Tickets that the page shows have left what the reader may see; nothing more is said of them. */
  gone: (ids: readonly string[]) => void
  /** Something may have been missed: look again. */
  missed: () => void
}
export interface TicketListClientEvents {
  /** What the page shows, as in GET /api/tickets. */
  watch: (filter: unknown, acknowledge: (answer: { readonly ok: boolean }) => void) => void
  /** Ids of rows that have come to stand there since: up to 500 at a time, the latest 5,000 are kept. Those that are gone already are told at once. */
  shown: (ids: unknown, acknowledge: (answer: { readonly ok: boolean }) => void) => void
}
export const shownTickets = z.array(z.uuid()).max(500)
