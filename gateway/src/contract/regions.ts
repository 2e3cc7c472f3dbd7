import { z } from 'zod'
import { regionLevel } from './people.ts'

/** A node of the tree region / province / city / area, and what lies in its pool. */
export const regionNode = z.object({
  id: z.string(),
  name: z.string(),
  level: regionLevel,
  /** Absent at the top. */
  parentId: z.string().optional(),
  /** Who looks after it; absent: whoever looks after the parent. */
  owner: z.object({ id: z.string(), name: z.string() }).optional(),
  stores: z.number().int(),
  /** Tickets in its pool. */
  pooled: z.number().int(),
})
export type RegionNode = z.infer<typeof regionNode>

export const regionCreate = z.object({ parentId: z.string().max(64), name: z.string().trim().min(1).max(40) })
export const regionEdit = z.object({
  name: z.string().trim().min(1).max(40).optional(),
  /** An account of headquarters or of the region; null: nobody of its own. */
  ownerId: z.uuid().nullable().optional(),
})

/** Somebody who can answer for a region or a ticket. */
export const colleague = z.object({ id: z.string(), name: z.string(), role: z.string(), place: z.string().optional() })
export type Colleague = z.infer<typeof colleague>
