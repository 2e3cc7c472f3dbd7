import { z } from 'zod'

export const role = z.enum(['agent', 'supervisor', 'admin'])
export type Role = z.infer<typeof role>

/** Who is logged in. `agent` is there for people who have a desk. */
export const me = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role,
  agent: z.object({ id: z.string(), extension: z.string() }).optional(),
})
export type Me = z.infer<typeof me>

export const logIn = z.object({ username: z.string().trim().min(1).max(64), password: z.string().min(1).max(200) })
export type LogIn = z.infer<typeof logIn>
