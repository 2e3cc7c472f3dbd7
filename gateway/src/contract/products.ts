import { z } from 'zod'
import { usualLimits } from './forms/values.ts'

export const productFields = z.object({
  name: z.string().trim().min(1).max(usualLimits.product),
  /** Empty: the chain has one only. */
  brand: z.string().trim().max(60).default(''),
  /** Offered in forms. */
  active: z.boolean().default(true),
})
export const product = productFields.extend({ id: z.string(), version: z.number().int() })
export type Product = z.infer<typeof product>

export const productQuery = z.object({
  /** Somewhere in name or brand. */
  q: z.string().trim().max(100).default(''),
  /** Also what is not sold any more. */
  all: z.stringbool().default(false),
})
/** @property version the one that was read; absent: it is a new one, under an id of the caller's */
export const productChange = z.object({ version: z.number().int().optional(), product: productFields })
export type ProductChange = z.input<typeof productChange>
