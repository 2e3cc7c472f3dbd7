/** Rules as administrators change them: on the version they saw, audited, warned of rings. */
import { randomBytes } from 'node:crypto'
import { recordAudit } from '../audit/audit.ts'
import {
  type AutomationRule,
  type Me,
  type RuleDocument,
  type RuleList,
  type RuleSaved,
  ruleDocument,
} from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { instantOf, present } from '../instant.ts'
import { ruleLoops } from './rule-loops.ts'

type Transaction = Prisma.TransactionClient

const MOST_RULES = 300
/** Accounts and regions that forms offer. */
const MOST_CHOICES = 2_000
/** Any number, the same for all: rules are changed one after the other, so that no two make a ring together unseen. */
const RULES_LOCK = 4_008_001_235

const madeSecret = (): string => randomBytes(32).toString('base64url')

const shown = (row: Prisma.AutomationRuleGetPayload<object>): AutomationRule => ({
  ...ruleDocument.parse(row),
  id: row.id,
  position: row.position,
  version: row.version,
  changedAt: instantOf(row.changedAt),
  ...present({ changedBy: row.changedBy }),
})

async function readRules(tx: Transaction): Promise<AutomationRule[]> {
  const rows = await tx.automationRule.findMany({
    where: { deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: MOST_RULES,
  })
  return rows.map(shown)
}

export async function ruleListOf(database: Transaction): Promise<RuleList> {
  const rules = await readRules(database)
  const people = await database.account.findMany({
    where: { disabledAt: null, role: { not: 'STORE' } },
    select: { id: true, displayName: true },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
    take: MOST_CHOICES,
  })
  const departments = await database.department.findMany({ orderBy: { name: 'asc' }, take: MOST_CHOICES })
  const regions = await database.region.findMany({
    select: { id: true, name: true, parent: { select: { name: true } } },
    orderBy: [{ level: 'asc' }, { name: 'asc' }],
    take: MOST_CHOICES,
  })
  const surveys = await database.campaign.findMany({
    where: { kind: 'survey', state: { not: 'ENDED' } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: MOST_CHOICES,
  })
  return {
    rules,
    surveys,
    loops: [...ruleLoops(rules)].map((loop) => [...loop]),
    people: people.map(({ id, displayName }) => ({ id, name: displayName })),
    departments,
    regions: regions.map(({ id, name, parent }) => ({ id, name: parent ? `${parent.name} / ${name}` : name })),
  }
}

/**
 * @param version absent: it is a new one
 * @throws GatewayError NO_SUCH_RULE, RULE_CHANGED, TOO_MANY_RULES, BAD_INPUT naming people, departments, regions and surveys that are not there
 */
export async function saveRule(
  database: PrismaClient,
  me: Me,
  id: string,
  version: number | undefined,
  rule: RuleDocument,
): Promise<RuleSaved> {
  return database.$transaction(async (tx) => {
    await lockRules(tx)
    const before = await tx.automationRule.findUnique({ where: { id } })
    if (version !== undefined && (!before || before.deletedAt)) throw new GatewayError('NO_SUCH_RULE')
    if (before && before.version !== version) throw new GatewayError('RULE_CHANGED')
    await refuseUnknown(tx, rule)
    const data = { ...rule, changedAt: new Date(), changedBy: me.name }
    const secret = before ? undefined : madeSecret()
    if (secret === undefined)
      await tx.automationRule.update({ where: { id }, data: { ...data, version: { increment: 1 } } })
    else {
      const count = await tx.automationRule.count({ where: { deletedAt: null } })
      if (count >= MOST_RULES) throw new GatewayError('TOO_MANY_RULES', { words: { most: MOST_RULES } })
      const last = await tx.automationRule.aggregate({ _max: { position: true } })
      await tx.automationRule.create({ data: { ...data, id, secret, position: (last._max.position ?? 0) + 1 } })
    }
    await audit(tx, me, id, { before: before ? { ...ruleDocument.parse(before) } : null, after: { ...rule } })
    const rules = await readRules(tx)
    const saved = rules.find((each) => each.id === id)
    if (!saved) throw new GatewayError('NO_SUCH_RULE')
    return {
      rule: saved,
      loops: ruleLoops(rules).map((loop) => [...loop]),
      ...(secret === undefined ? {} : { secret }),
    }
  })
}

/** @throws GatewayError NO_SUCH_RULE, RULE_CHANGED */
export async function deleteRule(database: PrismaClient, me: Me, id: string, version: number): Promise<void> {
  await database.$transaction(async (tx) => {
    await lockRules(tx)
    const before = await tx.automationRule.findUnique({ where: { id } })
    if (!before || before.deletedAt) throw new GatewayError('NO_SUCH_RULE')
    if (before.version !== version) throw new GatewayError('RULE_CHANGED')
    // Its row stays: what it has asked for is still to be signed.
    await tx.automationRule.update({ where: { id }, data: { deletedAt: new Date(), enabled: false } })
    await audit(tx, me, id, { before: { ...ruleDocument.parse(before) }, after: null })
  })
}

/** All of them, in the order in which they shall run. @throws GatewayError RULE_CHANGED when these are not all */
export async function orderRules(database: PrismaClient, me: Me, ids: readonly string[]): Promise<void> {
  await database.$transaction(async (tx) => {
    await lockRules(tx)
    const rules = await readRules(tx)
    if (rules.length !== new Set(ids).size || rules.some(({ id }) => !ids.includes(id)))
      throw new GatewayError('RULE_CHANGED')
    for (const [position, id] of ids.entries()) await tx.automationRule.update({ where: { id }, data: { position } })
    await audit(tx, me, 'order', { before: rules.map(({ id }) => id), after: [...ids] })
  })
}

/** A new one; the old one signs nothing any more. @throws GatewayError NO_SUCH_RULE */
export async function renewSecret(database: PrismaClient, me: Me, id: string): Promise<string> {
  const secret = madeSecret()
  await database.$transaction(async (tx) => {
    const { count } = await tx.automationRule.updateMany({ where: { id, deletedAt: null }, data: { secret } })
    if (count === 0) throw new GatewayError('NO_SUCH_RULE')
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'rule-secret-made',
      object: `rule:${id}`,
      detail: {},
    })
  })
  return secret
}

const lockRules = (tx: Transaction) => tx.$queryRaw`SELECT pg_advisory_xact_lock(${RULES_LOCK})::text`

const audit = (tx: Transaction, me: Me, id: string, detail: Prisma.InputJsonObject) =>
  recordAudit(tx, { accountId: me.id, actor: me.name, action: 'rule-changed', object: `rule:${id}`, detail })

async function refuseUnknown(tx: Transaction, { actions, conditions }: RuleDocument): Promise<void> {
  const problems: { path: string; message: string }[] = []
  for (const [index, action] of actions.entries()) {
    const path = `rule.actions.${index}`
    const accounts = action.do === 'assign' ? [action.accountId] : action.do === 'notify' ? action.accounts : []
    const found = await tx.account.count({ where: { id: { in: accounts }, disabledAt: null } })
    if (found < new Set(accounts).size) problems.push({ path, message: '有人不存在或已停用' })
    const departments = action.do === 'notify' ? action.departments : []
    if ((await tx.department.count({ where: { id: { in: departments } } })) < new Set(departments).size)
      problems.push({ path, message: '没有这个部门' })
    if (action.do !== 'survey') continue
    const survey = { id: action.campaignId, kind: 'survey', state: { not: 'ENDED' as const } }
    if ((await tx.campaign.count({ where: survey })) === 0)
      problems.push({ path, message: '没有这个回访活动，或已结束' })
  }
  for (const [index, condition] of conditions.list.entries()) {
    if (condition.field !== 'region') continue
    if ((await tx.region.count({ where: { id: { in: condition.is } } })) < new Set(condition.is).size)
      problems.push({ path: `rule.conditions.list.${index}`, message: '没有这个区域' })
  }
  if (problems.length > 0) throw badInput(problems)
}
