import type { Prisma } from '../database/client/client.ts'

/** What a projection writes with: the transaction that records the facts. */
export type LedgerTransaction = Prisma.TransactionClient

/** Parameters for jsonb_to_recordset. PostgreSQL's jsonb cannot hold U+0000. */
export function jsonb(rows: readonly object[]): string {
  return JSON.stringify(rows).replaceAll('\\u0000', '')
}
