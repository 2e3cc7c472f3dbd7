/** The dispatch rules as they are kept: read by every dispatch, changed by administrators. */
import { recordAudit } from '../audit/audit.ts'
import type { DispatchRuleBook, Me } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { type DispatchRules, DispatchRulesError, NO_RULES, readDispatchRules } from '../dispatch/rules.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { instantOf } from '../instant.ts'

/** The rules in force. */
export async function rulesInForce(database: Prisma.TransactionClient): Promise<DispatchRules> {
  const row = await database.dispatchRuleBook.findUnique({ where: { id: 1 } })
  return row ? readDispatchRules(row.rules) : NO_RULES
}

export async function readRuleBook(database: Prisma.TransactionClient): Promise<DispatchRuleBook> {
  const row = await database.dispatchRuleBook.findUnique({ where: { id: 1 } })
  if (!row) return { version: 0, rules: [], changedAt: instantOf(new Date(0)) }
  return {
    version: row.version,
    rules: (row.rules as { rules: Record<string, unknown>[] }).rules,
    changedAt: instantOf(row.changedAt),
    ...(row.changedBy ? { changedBy: row.changedBy } : {}),
  }
}

/** @throws GatewayError BAD_INPUT with each path, RULES_CHANGED when somebody was faster */
export async function writeRuleBook(
  database: PrismaClient,
  me: Me,
  { version, rules }: Pick<DispatchRuleBook, 'version' | 'rules'>,
): Promise<DispatchRuleBook> {
  const checked = checkedRules(rules)
  return database.$transaction(async (tx) => {
    const before = await readRuleBook(tx)
    const data = {
      version: version + 1,
      rules: checked as Prisma.InputJsonObject,
      changedBy: me.name,
      changedAt: new Date(),
    }
    const { count } = await tx.dispatchRuleBook.updateMany({ where: { id: 1, version }, data })
    if (count === 0) throw new GatewayError('RULES_CHANGED', { body: { book: before } })
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'dispatch-rules-changed',
      object: 'dispatch-rules',
      detail: { from: before.rules as Prisma.InputJsonArray, to: checked.rules as unknown as Prisma.InputJsonArray },
    })
    return readRuleBook(tx)
  })
}

function checkedRules(rules: DispatchRuleBook['rules']): DispatchRules {
  try {
    return readDispatchRules({ rules })
  } catch (error) {
    if (error instanceof DispatchRulesError) throw badInput(error.problems)
    throw error
  }
}
