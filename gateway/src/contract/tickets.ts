import { z } from 'zod'
import { customerCard, instant, orderCard, shownNumber, storeCard } from './customers.ts'
import { formValue } from './forms/document.ts'
import { ticketClock } from './sla.ts'

/**
 * open: with headquarters · pooled: in a region's pool · dispatched: sent to a store, not accepted · accepted, working: at the store ·
 * pending: suspended · resolved · verified: the customer has confirmed · closed · merged
 */
export const ticketStatus = z.enum([
  'open',
  'pooled',
  'dispatched',
  'accepted',
  'working',
  'pending',
  'resolved',
  'verified',
  'closed',
  'merged',
])
export type TicketStatus = z.infer<typeof ticketStatus>
export const ticketKind = z.enum(['service', 'callback'])

/** What people do to a ticket; which of them, from where and with what: gateway/src/tickets/moves.ts. */
export const ticketMoveName = z.enum([
  'dispatch',
  'pool',
  'recall',
  'accept',
  'start',
  'return',
  'reassign',
  'suspend',
  'resume',
  'resolve',
  'verify',
  'close',
  'reopen',
])
export type TicketMoveName = z.infer<typeof ticketMoveName>
export const ticketMoveField = z.enum(['storeId', 'reason', 'waitsFor', 'resolution'])
export type TicketMoveField = z.infer<typeof ticketMoveField>

/** One move of one ticket. Sent twice with the same commandId it is done once. */
export const ticketMove = z.object({
  commandId: z.uuid(),
  /** The version it was decided on; a newer one answers 409 TICKET_CHANGED. Absent: whatever was changed since, as long as the move is possible. */
  version: z.number().int().optional(),
  move: ticketMoveName,
  /** Of dispatch and reassign. */
  storeId: z.string().max(64).optional(),
  /** Of pool: a region's id; null or absent: headquarters'. */
  poolId: z.string().max(64).nullable().optional(),
  /** Why it is returned, reassigned, suspended, reopened. */
  reason: z.string().trim().max(1_000).optional(),
  /** Of suspend. */
  waitsFor: z.enum(['customer', 'supplier']).optional(),
  /** Of resolve: what was done. */
  resolution: z.string().trim().max(4_000).optional(),
})
export type TicketMove = z.infer<typeof ticketMove>

const named = z.object({ id: z.string(), name: z.string() })

/** A line of a list. */
export const ticketCard = z.object({
  id: z.string(),
  number: z.string(),
  kind: ticketKind,
  status: ticketStatus,
  priority: z.number().int(),
  subject: z.string().optional(),
  category: z.string().optional(),
  channel: z.string(),
  customerName: z.string().optional(),
  customerNumber: shownNumber.optional(),
  storeName: z.string().optional(),
  regionName: z.string().optional(),
  agentName: z.string().optional(),
  queueName: z.string().optional(),
  /** In whose pool it lies; absent with status pooled: headquarters'. */
  poolName: z.string().optional(),
  ownerName: z.string().optional(),
  tags: z.array(z.string()),
  createdAt: instant,
  lastInteractionAt: instant,
  /** The earliest due time of its clocks that run. */
  dueAt: instant.optional(),
  /** When the customer last answered a survey about it, and what: 1–5; whether it is solved. Absent: did not say. */
  surveyedAt: instant.optional(),
  surveyScore: z.number().int().optional(),
  surveySolved: z.boolean().optional(),
  /** Its clocks, each kind's last one. */
  sla: z.array(ticketClock),
})
export type TicketCard = z.infer<typeof ticketCard>

export const recording = z.object({
  id: z.string(),
  startedAt: instant,
  /** ms; absent while it is being made. */
  durationMs: z.number().int().optional(),
  /** Authorised, understands range requests. */
  url: z.string(),
})
export type Recording = z.infer<typeof recording>

/** One call of a customer, as the timeline shows it. */
export const contactCard = z.object({
  callId: z.string(),
  arrivedAt: instant,
  endedAt: instant.optional(),
  hotline: z.string(),
  queueName: z.string().optional(),
  agentName: z.string().optional(),
  /** They called, we did, or we called them back as they had asked while they waited. */
  direction: z.enum(['inbound', 'outbound', 'callback']),
  /** For which campaign we called. */
  campaignName: z.string().optional(),
  /** CallOutcome; absent while it lives. */
  outcome: z.string().optional(),
  talkMs: z.number().int().optional(),
  waitMs: z.number().int().optional(),
  ticketId: z.string().optional(),
  ticketNumber: z.string().optional(),
  recordings: z.array(recording),
})
export type ContactCard = z.infer<typeof contactCard>

export const historyEntry = z.object({
  id: z.string(),
  at: instant,
  /** Absent: the system. */
  actor: z.string().optional(),
  /** created | interaction-added | interaction-ended | edited | status-changed | split | merged | draft … */
  kind: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type HistoryEntry = z.infer<typeof historyEntry>

/** What is filled into the category's form, by field; null empties the field. Fields that are not named stay. */
export const ticketValues = z.record(z.string().max(64), formValue.nullable())
/** A word that people put on tickets to find them again. */
export const ticketTag = z.string().trim().min(1).max(30)
export const ticketTags = z.array(ticketTag).max(20)

/** What a person fills in. Everything else the system knows. */
export const ticketFields = z.object({
  subject: z.string().trim().max(200).optional(),
  description: z.string().trim().max(10_000).optional(),
  category: z.string().max(64).optional(),
  result: z.string().max(64).optional(),
  nextStep: z.string().max(64).optional(),
  storeId: z.string().max(64).nullable().optional(),
  orderNumber: z.string().max(64).nullable().optional(),
  priority: z.number().int().min(0).max(2).optional(),
  /** Where it was, in the customer's words: decides which store it is sent to. */
  addressText: z.string().trim().max(500).optional(),
  /** An account of headquarters or of a region. */
  ownerId: z.uuid().nullable().optional(),
  values: ticketValues.optional(),
  tags: ticketTags.optional(),
})
export type TicketFields = z.infer<typeof ticketFields>

export const linkedTicket = z.object({
  id: z.string(),
  number: z.string(),
  subject: z.string().optional(),
  status: ticketStatus,
})
export type LinkedTicket = z.infer<typeof linkedTicket>

export const ticketDetail = ticketCard.extend({
  version: z.number().int(),
  description: z.string().optional(),
  result: z.string().optional(),
  nextStep: z.string().optional(),
  hotline: z.string().optional(),
  orderNumber: z.string().optional(),
  province: z.string().optional(),
  city: z.string().optional(),
  mergedInto: z.object({ id: z.string(), number: z.string() }).optional(),
  addressText: z.string().optional(),
  /** The version of the category's form that `values` was filled in with. */
  formVersion: z.number().int().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
  waitsFor: z.string().optional(),
  resolution: z.string().optional(),
  /** Nobody has said that it is this store: naming it in an edit confirms it. */
  storeGuessed: z.boolean().optional(),
  pool: named.optional(),
  owner: named.optional(),
  dispatchedAt: instant.optional(),
  acceptedAt: instant.optional(),
  resolvedAt: instant.optional(),
  verifiedAt: instant.optional(),
  closedAt: instant.optional(),
  /** How often it was opened again. */
  reopened: z.number().int(),
  departments: z.array(z.string()),
  /** The incident that it is a part of. */
  parent: linkedTicket.optional(),
  /** Of an incident: what it hits, the newest first, 50 at most; `childCount` has them all. */
  children: z.array(linkedTicket),
  childCount: z.number().int(),
  links: z.array(linkedTicket.extend({ kind: z.enum(['duplicate', 'duplicated-by', 'related']) })),
  /** What this reader may do with it now, with the fields that have to be sent along. */
  moves: z.array(z.object({ move: ticketMoveName, requires: z.array(ticketMoveField) })),
  customer: customerCard.optional(),
  store: storeCard.optional(),
  contacts: z.array(contactCard),
  /** What customers said to surveys about it, the newest first; the attempt is that of a history entry. Absent: nothing. */
  surveyComments: z.array(recording.extend({ attempt: z.string() })).optional(),
  history: z.array(historyEntry),
  /** This reader's own unsaved typing. */
  draft: ticketFields.optional(),
})
export type TicketDetail = z.infer<typeof ticketDetail>

/** `ticket` is absent when the reader does not see it any more: store staff that have returned it. */
export const ticketMoved = z.object({
  id: z.string(),
  number: z.string(),
  status: ticketStatus,
  ticket: ticketDetail.optional(),
})
export type TicketMoved = z.infer<typeof ticketMoved>

/** An edit names the version it was made on; a newer one answers 409 TICKET_CHANGED with the present ticket. */
export const ticketEdit = z.object({
  version: z.number().int(),
  fields: ticketFields,
  /** Takes the values to this version of the category's form; what does not fit is kept in the history only. */
  formVersion: z.number().int().min(1).optional(),
  /** As far as a form of headquarters sets it; everything else is a move with what it requires. */
  status: ticketStatus.extract(['open', 'pending', 'resolved', 'closed']).optional(),
})
export type TicketEdit = z.infer<typeof ticketEdit>

/** A ticket that a person makes. Of a call: about its customer; else of a customer, or of nobody. Sent twice it is made once. */
export const ticketCreate = z.object({
  commandId: z.uuid(),
  callId: z.string().max(64).optional(),
  customerId: z.uuid().optional(),
  fields: ticketFields.pick({
    subject: true,
    description: true,
    category: true,
    storeId: true,
    orderNumber: true,
    priority: true,
    addressText: true,
  }),
  /** The store is the engine's guess: nobody has chosen it, and a dispatch weighs the evidence anew. */
  storeGuessed: z.boolean().optional(),
})
export type TicketCreate = z.infer<typeof ticketCreate>

/** duplicate: this one is the duplicate of the other · related · child-of: the other is the incident that this one is a part of */
export const ticketLinkKind = z.enum(['duplicate', 'related', 'child-of'])
export type TicketLinkKind = z.infer<typeof ticketLinkKind>
export const ticketLinkCommand = z.object({ number: z.string().trim().min(1).max(20), kind: ticketLinkKind })
export type TicketLinkCommand = z.infer<typeof ticketLinkCommand>

/** Takes one contact out of a ticket into a new one of its own. */
export const ticketSplit = z.object({ callId: z.string() })
/** Puts everything of this ticket into another of the same customer; this one ends as merged. */
export const ticketMerge = z.object({ into: z.string() })

export const callQuery = z.object({
  queue: z.string().max(64).optional(),
  agent: z.string().max(64).optional(),
  outcome: z.string().max(40).optional(),
  /** Arrived at or after. */
  from: instant.optional(),
  /** Arrived before. */
  to: instant.optional(),
  /** A whole number in any shape: 138 0013 8000, +86138…, 010-55500101. */
  number: z.string().trim().max(40).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const callPage = z.object({
  calls: z.array(contactCard.extend({ number: shownNumber, customerName: z.string().optional() })),
  next: z.string().optional(),
})
export type CallPage = z.infer<typeof callPage>

/** Everything about the customer of a contact; each part may be empty. */
export const contactContext = z.object({
  customer: customerCard.optional(),
  store: storeCard.optional(),
  orders: z.array(orderCard),
  openTickets: z.array(ticketCard),
  lastContacts: z.array(contactCard),
  /** The ticket of this very contact, once it exists. */
  ticket: ticketDetail.optional(),
})
export type ContactContext = z.infer<typeof contactContext>

/** Choices that forms offer; labels in both languages. */
const choice = z.object({ code: z.string(), zh: z.string(), en: z.string() })
export const ticketChoices = z.object({
  categories: z.array(choice),
  results: z.array(choice),
  nextSteps: z.array(choice),
})
export type TicketChoices = z.infer<typeof ticketChoices>
