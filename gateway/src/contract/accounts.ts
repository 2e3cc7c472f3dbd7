/** Accounts of people who are not store staff: what an administrator sees and changes of them, and what everybody changes of their own. */
import { z } from 'zod'
import { instant } from './customers.ts'
import { newStoreAccount } from './stores.ts'

export const officeRole = z.enum(['admin', 'supervisor', 'region', 'agent'])
export type OfficeRole = z.infer<typeof officeRole>

export const officeAccount = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role: officeRole,
  /** Has a desk. Its name, user name and whether it is enabled come from the configuration of agents. */
  agent: z.object({ id: z.string(), extension: z.string() }).optional(),
  region: z.object({ id: z.string(), name: z.string() }).optional(),
  department: z.object({ id: z.string(), name: z.string() }).optional(),
  disabled: z.boolean(),
  /** Nobody has given it a password yet: it cannot log in. */
  noPassword: z.boolean(),
  lastSeenAt: instant.optional(),
})
export type OfficeAccount = z.infer<typeof officeAccount>

export const accountQuery = z.object({ q: z.string().trim().max(100).default(''), role: officeRole.optional() })
export type AccountQuery = z.infer<typeof accountQuery>

/** Characters. */
export const shortestPassword = 10

/** NIST SP 800-63B asks for 8 at least where there is a second factor and 15 where there is none; ten and a brake on attempts is between. */
export const password = z.string().min(shortestPassword, `至少 ${shortestPassword} 个字符`).max(200, '至多 200 个字符')

const place = {
  /** The part of the tree that a regional manager owns; for nobody else. */
  regionId: z.string().max(64).optional(),
  departmentId: z.string().max(64).optional(),
}

/** Agents are made in the configuration, because they need a desk. */
export const newOfficeAccount = z.object({
  ...newStoreAccount.shape,
  ...place,
  role: officeRole.exclude(['agent']),
  password,
})
export type NewOfficeAccount = z.infer<typeof newOfficeAccount>

/** The whole of what can be changed: what is left out is taken away, `name` excepted. */
export const officeAccountEdit = z.object({ ...place, name: newStoreAccount.shape.name.optional(), role: officeRole })
export type OfficeAccountEdit = z.infer<typeof officeAccountEdit>

export const givenPassword = z.object({ password })

export const ownPassword = z.object({ current: z.string().min(1).max(200), password })
export type OwnPassword = z.infer<typeof ownPassword>
