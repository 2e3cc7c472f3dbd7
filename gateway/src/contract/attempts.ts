/** One call that we make, as the agent who has it sees it; what they make of it; and calls by a click on a number. */
import { z } from 'zod'
import { attemptOutcome, campaignKind, disposition } from './campaigns.ts'
import { instant, shownNumber } from './customers.ts'

/** Those of a campaign that has none of its own; browsers have words for them in their language. */
export const shippedDispositions = disposition.array().parse([
  { id: 'done', label: '已办妥', next: 'done', success: true },
  { id: 'retry', label: '没说上话，再拨', next: 'retry' },
  { id: 'callback', label: '约定回拨', next: 'callback', success: true },
  { id: 'refuse', label: '拒绝来电', next: 'refuse', success: true },
])

export const givenDisposition = z.object({
  id: z.string(),
  label: z.string(),
  next: disposition.shape.next,
  at: instant,
  by: z.string(),
  note: z.string().optional(),
  callbackAt: instant.optional(),
  /** Who calls back; absent: anybody. */
  callbackBy: z.string().optional(),
})

export const attemptDetail = z.object({
  id: z.uuid(),
  /** Absent: an agent clicked on a number. */
  campaign: z.object({ id: z.uuid(), name: z.string(), kind: campaignKind }).optional(),
  contactName: z.string().optional(),
  number: shownNumber,
  /** All of the contact's, in the order of calling. */
  numbers: z.array(
    z.object({
      number: shownNumber,
      called: z.boolean(),
      dead: z.enum(['invalid-number', 'do-not-call']).optional(),
    }),
  ),
  attributes: z.record(z.string(), z.string()),
  /** With the contact's attributes filled in. */
  script: z.string(),
  /** Of the same contact, the newest first; 20 at most. */
  earlier: z.array(
    z.object({
      id: z.uuid(),
      at: instant,
      outcome: attemptOutcome.optional(),
      agent: z.string().optional(),
      talkMs: z.number().int().optional(),
      disposition: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
  ticketId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  /** The customer had asked for this time. */
  promised: z.boolean(),
  dispositions: z.array(disposition),
  /** The campaign has none of its own. */
  shipped: z.boolean(),
  /** The last one given. */
  given: givenDisposition.optional(),
})
export type AttemptDetail = z.infer<typeof attemptDetail>

/** Sent twice under the same id it is given once. */
export const dispositionCommand = z
  .object({
    commandId: z.uuid(),
    disposition: z.string().min(1).max(32),
    note: z.string().trim().max(1_000).optional(),
    /** For a disposition whose `next` is callback. */
    callbackAt: instant.optional(),
    /** I call back myself, when I am there; otherwise anybody does. */
    toMe: z.boolean().default(false),
  })
  .strict()
export type DispositionCommand = z.input<typeof dispositionCommand>

/** The call's id is the command's: sent twice it is dialled once. `number` (E.164 with +) must be one of theirs; absent: the main one. */
export const dialCommand = z
  .object({
    commandId: z.uuid(),
    ticketId: z.uuid().optional(),
    customerId: z.uuid().optional(),
    number: z.string().max(32).optional(),
  })
  .strict()
  .refine(({ ticketId, customerId }) => (ticketId === undefined) !== (customerId === undefined), '应指定工单或客户之一')
export type DialCommand = z.infer<typeof dialCommand>

export const dialled = z.object({ call: z.uuid() })
