import { z } from 'zod'

/** ISO 8601 with offset, always UTC on the wire. */
export const instant = z.iso.datetime()

/**
 * A phone number as this reader may see it. `display` is grouped (138 0013 8000) or masked (138****8000) by role, on the server;
 * nothing else about the digits reaches the browser. Absent display: withheld by the caller.
 */
export const shownNumber = z.object({
  display: z.string().optional(),
  masked: z.boolean(),
  kind: z.enum(['mobile', 'landline', 'privacy', 'service', 'international', 'anonymous', 'unknown']),
  province: z.string().optional(),
  city: z.string().optional(),
})
export type ShownNumber = z.infer<typeof shownNumber>

export const customerCard = z.object({
  id: z.string(),
  name: z.string().optional(),
  number: shownNumber.optional(),
  memberLevel: z.string().optional(),
  tags: z.array(z.string()),
  /** BCP 47: what they want to be spoken to in. */
  language: z.string().optional(),
  /** The agent who looks after them. */
  owner: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Where they usually buy. */
  storeId: z.string().optional(),
  since: instant,
  contacts: z.number().int(),
})
export type CustomerCard = z.infer<typeof customerCard>

/** Puts their calls in front, as the queue says. */
export const vipTag = 'VIP'

/** What is left out stays; null takes away. Tags and owner, which change whose turn it is, are for supervisors and administrators. */
export const customerEdit = z
  .object({
    name: z.string().trim().min(1).max(60).nullable(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, '应为语言代码，如 zh、yue、en')
      .max(20)
      .nullable(),
    storeId: z.string().max(64).nullable(),
    tags: z.array(z.string().trim().min(1).max(20)).max(20),
    ownerId: z.string().max(64).nullable(),
  })
  .partial()
export type CustomerEdit = z.infer<typeof customerEdit>

export const storeCard = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  region: z.string(),
  address: z.string(),
  phone: z.string(),
  /** Minutes of the local day. */
  opensAt: z.number().int(),
  closesAt: z.number().int(),
  status: z.enum(['open', 'closed', 'moved']),
})
export type StoreCard = z.infer<typeof storeCard>

export const orderCard = z.object({
  number: z.string(),
  placedAt: instant,
  storeId: z.string(),
  storeName: z.string(),
  channel: z.string(),
  status: z.string(),
  /** fen */
  total: z.number().int(),
  items: z.array(
    z.object({ name: z.string(), quantity: z.number().int(), price: z.number().int(), options: z.string().optional() }),
  ),
})
export type OrderCard = z.infer<typeof orderCard>
