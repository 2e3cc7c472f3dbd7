import { z } from 'zod'

/** `region` owns a part of the tree of regions, `store` works at a store; the others are headquarters'. */
export const role = z.enum(['agent', 'supervisor', 'admin', 'region', 'store'])
export type Role = z.infer<typeof role>
/** Roles that see calls, customers and every store. */
export const headquarters = ['agent', 'supervisor', 'admin'] as const satisfies readonly Role[]

export const regionLevel = z.enum(['region', 'province', 'city', 'area'])
export type RegionLevel = z.infer<typeof regionLevel>

/** Who is logged in. `agent` is there for people who have a desk. */
export const me = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role,
  agent: z.object({ id: z.string(), extension: z.string() }).optional(),
  /** Sees only what belongs to this part of the tree. Absent: everything, unless the role is region or store. */
  region: z.object({ id: z.string(), name: z.string(), level: regionLevel }).optional(),
  /** Of store staff: sees this store's tickets only. */
  store: z.object({ id: z.string(), name: z.string() }).optional(),
  department: z.object({ id: z.string(), name: z.string() }).optional(),
})
export type Me = z.infer<typeof me>

export const logIn = z.object({ username: z.string().trim().min(1).max(64), password: z.string().min(1).max(200) })
export type LogIn = z.infer<typeof logIn>
