import { z } from 'zod'
import { instant } from './customers.ts'

/** In both languages: the reader's is chosen where it is shown. */
export const worded = z.object({ zh: z.string(), en: z.string() })
export type Worded = z.infer<typeof worded>

export const dispatchCandidate = z.object({
  storeId: z.string(),
  storeName: z.string(),
  storeAddress: z.string(),
  /** Probability that the complaint is this store's, 0–1. */
  score: z.number(),
  reasons: z.array(worded),
})
export type DispatchCandidate = z.infer<typeof dispatchCandidate>

/** What the engine makes of a complaint. */
export const dispatchAdvice = z.object({
  decision: z.enum(['auto', 'pool']),
  /** With auto. */
  storeId: z.string().optional(),
  storeName: z.string().optional(),
  /** With pool; absent: headquarters'. */
  poolId: z.string().optional(),
  poolName: z.string().optional(),
  /** Of the likeliest store, 0–1. */
  confidence: z.number(),
  /** Likeliest first, five at most. */
  candidates: z.array(dispatchCandidate),
  reasons: z.array(worded),
  /** Departments that rules want told. */
  departments: z.array(z.string()),
  /** By how much rules raise the priority. */
  priority: z.number().int(),
})
export type DispatchAdvice = z.infer<typeof dispatchAdvice>

/** What is known of where it was; everything may be missing. */
export const dispatchQuestion = z.object({
  orderNumber: z.string().trim().max(64).optional(),
  addressText: z.string().trim().max(500).optional(),
  storeText: z.string().trim().max(200).optional(),
  /** Home area of the calling number: 浙江省杭州市. */
  phoneArea: z.string().trim().max(100).optional(),
  category: z.string().max(64).optional(),
})
export type DispatchQuestion = z.infer<typeof dispatchQuestion>

/** A dispatch that has happened. */
export const ticketDispatch = z.object({
  id: z.string(),
  at: instant,
  decision: z.enum(['auto', 'chosen', 'pool']),
  storeName: z.string().optional(),
  poolName: z.string().optional(),
  confidence: z.number(),
  candidates: z.array(dispatchCandidate),
  reasons: z.array(worded),
  departments: z.array(z.string()),
})
export type TicketDispatch = z.infer<typeof ticketDispatch>

/** Lets the engine send a ticket on. Sent twice with the same commandId it is done once. */
export const ticketDispatchCommand = z.object({ commandId: z.uuid(), version: z.number().int().optional() })

/** The rules as they are kept; what may stand in them is checked when they are saved. */
export const dispatchRuleBook = z.object({
  version: z.number().int(),
  rules: z.array(z.record(z.string(), z.unknown())).max(500),
  changedAt: instant,
  changedBy: z.string().optional(),
})
export type DispatchRuleBook = z.infer<typeof dispatchRuleBook>
export const dispatchRuleEdit = dispatchRuleBook.pick({ version: true, rules: true })
