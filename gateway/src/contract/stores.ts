/** What store staff have on their phones, and who lets them in. */
import { z } from 'zod'
import { instant, storeCard } from './customers.ts'
import { ticketCard, ticketMoveField, ticketMoveName } from './tickets.ts'

/** A ticket in the store's list. */
export const storeTicket = ticketCard.extend({
  version: z.number().int(),
  description: z.string().optional(),
  dispatchedAt: instant.optional(),
  acceptedAt: instant.optional(),
  resolvedAt: instant.optional(),
  waitsFor: z.string().optional(),
  moves: z.array(z.object({ move: ticketMoveName, requires: z.array(ticketMoveField) })),
  comments: z.number().int(),
  /** Of others, since this reader looked. */
  unread: z.number().int(),
})
export type StoreTicket = z.infer<typeof storeTicket>

/** What is not done (200 at most, oldest dispatch first), then what was done last (50). */
export const storeTickets = z.object({
  store: storeCard.pick({ id: true, name: true, code: true }),
  tickets: z.array(storeTicket),
})
export type StoreTickets = z.infer<typeof storeTickets>

export const storeAccount = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  disabled: z.boolean(),
  lastSeenAt: instant.optional(),
})
export type StoreAccount = z.infer<typeof storeAccount>

export const staffedStore = storeCard.extend({ city: z.string(), accounts: z.array(storeAccount) })
export type StaffedStore = z.infer<typeof staffedStore>

export const newStoreAccount = z.object({
  username: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/, '3 到 32 位小写字母、数字或 . _ -'),
  name: z.string().trim().min(1).max(40),
})
export type NewStoreAccount = z.infer<typeof newStoreAccount>

/** Lets in once. The token goes behind `#`, so that neither a server nor a link preview ever sees or spends it. */
export const logInLink = z.object({ path: z.string(), expiresAt: instant })
export type LogInLink = z.infer<typeof logInLink>
export const linkLogIn = z.object({ token: z.string().min(20).max(100) })
