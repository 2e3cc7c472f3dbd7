/** Accounts of headquarters and of regional managers: administrators make, change, disable them and give them passwords. */
import { randomUUID } from 'node:crypto'
import { recordAudit } from '../audit/audit.ts'
import type {
  AccountQuery,
  Me,
  NewOfficeAccount,
  OfficeAccount,
  OfficeAccountEdit,
  OfficeRole,
} from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf, present } from '../instant.ts'
import { containing } from '../pages.ts'
import { hashPassword, NO_PASSWORD } from './password.ts'

/** A search finds the others. */
const mostAccounts = 200

type Transaction = Prisma.TransactionClient
type Stored = 'ADMIN' | 'SUPERVISOR' | 'REGION' | 'AGENT'

interface Row {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly role: Stored
  readonly agentId: string | null
  readonly extension: string | null
  readonly regionId: string | null
  readonly region: string | null
  readonly departmentId: string | null
  readonly department: string | null
  readonly disabled: boolean
  readonly noPassword: boolean
  readonly lastSeenAt: Date | null
}

/** The condition's tables: `a`, the account, and `g`, its agent if it has one. */
function select(database: Transaction, condition: Prisma.Sql): Promise<Row[]> {
  return database.$queryRaw<Row[]>`
    SELECT a.id, a.username, a."displayName" AS name, a.role::text, g.id AS "agentId", g.extension,
      r.id AS "regionId", r.name AS region, d.id AS "departmentId", d.name AS department,
      a."disabledAt" IS NOT NULL AS disabled, a."passwordHash" = ${NO_PASSWORD} AS "noPassword",
      (SELECT max(x."lastSeenAt") FROM "Session" x WHERE x."accountId" = a.id) AS "lastSeenAt"
    FROM "Account" a LEFT JOIN "Agent" g ON g."accountId" = a.id LEFT JOIN "Region" r ON r.id = a."regionId"
      LEFT JOIN "Department" d ON d.id = a."departmentId"
    WHERE a.role <> 'STORE' AND ${condition}
    ORDER BY a."disabledAt" IS NOT NULL, array_position(ARRAY['ADMIN', 'SUPERVISOR', 'REGION', 'AGENT'], a.role::text), a.username
    LIMIT ${mostAccounts}`
}

const toAccount = (row: Row): OfficeAccount =>
  present({
    id: row.id,
    username: row.username,
    name: row.name,
    role: row.role.toLowerCase() as OfficeRole,
    agent: row.agentId === null || row.extension === null ? null : { id: row.agentId, extension: row.extension },
    region: row.regionId === null || row.region === null ? null : { id: row.regionId, name: row.region },
    department:
      row.departmentId === null || row.department === null ? null : { id: row.departmentId, name: row.department },
    disabled: row.disabled,
    noPassword: row.noPassword,
    lastSeenAt: row.lastSeenAt && instantOf(row.lastSeenAt),
  })

const stored = (role: OfficeRole): Stored => role.toUpperCase() as Stored

/** By name, user name, extension or region; those who can log in first. */
export async function officeAccounts(database: PrismaClient, { q, role }: AccountQuery): Promise<OfficeAccount[]> {
  const pattern = containing(q)
  const ofRole = role === undefined ? Prisma.sql`true` : Prisma.sql`a.role::text = ${stored(role)}`
  const rows = await select(
    database,
    Prisma.sql`${ofRole} AND (a.username ILIKE ${pattern} OR a."displayName" ILIKE ${pattern} OR g.extension ILIKE ${pattern}
      OR r.name ILIKE ${pattern})`,
  )
  return rows.map(toAccount)
}

/** @throws GatewayError USERNAME_TAKEN, NO_SUCH_REGION, NO_SUCH_DEPARTMENT, REGION_NEEDED */
export async function makeOfficeAccount(
  database: PrismaClient,
  me: Pick<Me, 'id' | 'name'> | undefined,
  made: NewOfficeAccount,
): Promise<OfficeAccount> {
  const passwordHash = await hashPassword(made.password)
  return database.$transaction(async (tx) => {
    const id = randomUUID()
    const { username, name, role } = made
    const place = await placed(tx, made)
    const data = { id, username, displayName: name, role: stored(role), passwordHash, ...place }
    const { count } = await tx.account.createMany({ data: [data], skipDuplicates: true })
    if (count === 0) throw new GatewayError('USERNAME_TAKEN', { words: { username } })
    await audit(tx, me, 'account-made', id, { username, name, role, ...place })
    return find(tx, id)
  })
}

/** Rights follow at the next request; log-ins stay. @throws GatewayError as above, NO_SUCH_ACCOUNT, NOT_YOURSELF, NAMED_BY_CONFIGURATION, ROLE_AND_DESK */
export function changeOfficeAccount(
  database: PrismaClient,
  me: Me,
  id: string,
  edit: OfficeAccountEdit,
): Promise<OfficeAccount> {
  return database.$transaction(async (tx) => {
    const before = await find(tx, id)
    const { name = before.name, role } = edit
    if (id === me.id && role !== before.role) throw new GatewayError('NOT_YOURSELF')
    if (before.agent && name !== before.name) throw new GatewayError('NAMED_BY_CONFIGURATION')
    if (before.agent ? role === 'region' : role === 'agent') throw new GatewayError('ROLE_AND_DESK')
    const place = await placed(tx, edit)
    await tx.account.update({ where: { id }, data: { displayName: name, role: stored(role), ...place } })
    await audit(tx, me, 'account-changed', id, {
      username: before.username,
      before: { name: before.name, role: before.role, ...placeOf(before) },
      after: { name, role, ...place },
    })
    await keepAnAdministrator(tx)
    return find(tx, id)
  })
}

/** Disabling ends the account's log-ins. @throws GatewayError NO_SUCH_ACCOUNT, NOT_YOURSELF, NAMED_BY_CONFIGURATION */
export function setOfficeAccountDisabled(
  database: PrismaClient,
  me: Me,
  id: string,
  disabled: boolean,
): Promise<OfficeAccount> {
  return database.$transaction(async (tx) => {
    const before = await find(tx, id)
    if (id === me.id) throw new GatewayError('NOT_YOURSELF')
    if (before.agent) throw new GatewayError('NAMED_BY_CONFIGURATION')
    if (before.disabled === disabled) return before
    await tx.account.update({ where: { id }, data: { disabledAt: disabled ? new Date() : null } })
    if (disabled) await tx.session.deleteMany({ where: { accountId: id } })
    await audit(tx, me, disabled ? 'account-disabled' : 'account-enabled', id, { username: before.username })
    await keepAnAdministrator(tx)
    return find(tx, id)
  })
}

/** Ends the account's log-ins, also our own. @throws GatewayError NO_SUCH_ACCOUNT */
export async function setOfficePassword(database: PrismaClient, me: Me, id: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await database.$transaction(async (tx) => {
    const { username } = await find(tx, id)
    await tx.account.update({ where: { id }, data: { passwordHash } })
    await tx.session.deleteMany({ where: { accountId: id } })
    await audit(tx, me, 'password-set', id, { username })
  })
}

async function find(tx: Transaction, id: string): Promise<OfficeAccount> {
  const [row] = await select(tx, Prisma.sql`a.id = ${id}::uuid`)
  if (!row) throw new GatewayError('NO_SUCH_ACCOUNT')
  return toAccount(row)
}

interface Place {
  readonly regionId: string | null
  readonly departmentId: string | null
}

const placeOf = ({ region, department }: OfficeAccount): Place => ({
  regionId: region?.id ?? null,
  departmentId: department?.id ?? null,
})

/** Only regional managers have a part of the tree: whoever else had one would still see every call. */
async function placed(
  tx: Transaction,
  { role, regionId, departmentId }: Pick<OfficeAccountEdit, 'role' | 'regionId' | 'departmentId'>,
): Promise<Place> {
  if (role === 'region' && regionId === undefined) throw new GatewayError('REGION_NEEDED')
  const region = role === 'region' ? regionId : undefined
  if (region !== undefined && !(await tx.region.findUnique({ where: { id: region } })))
    throw new GatewayError('NO_SUCH_REGION')
  if (departmentId !== undefined && !(await tx.department.findUnique({ where: { id: departmentId } })))
    throw new GatewayError('NO_SUCH_DEPARTMENT')
  return { regionId: region ?? null, departmentId: departmentId ?? null }
}

/** Two administrators who take each other's rights at the same moment would leave none: the second waits here and is refused. */
async function keepAnAdministrator(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('accounts of administrators'))`
  const left = await tx.account.count({ where: { role: 'ADMIN', disabledAt: null } })
  if (left === 0) throw new GatewayError('LAST_ADMINISTRATOR')
}

/** @param me nobody: from the command line */
async function audit(
  tx: Transaction,
  me: Pick<Me, 'id' | 'name'> | undefined,
  action: Parameters<typeof recordAudit>[1]['action'],
  account: string,
  detail: Prisma.InputJsonObject,
): Promise<void> {
  const object = `account:${account}`
  await recordAudit(tx, { accountId: me?.id ?? null, actor: me?.name ?? '命令行', action, object, detail })
}
