/** Whether a survey has something to say. */
import type { Prisma } from '../../database/client/client.ts'

/** The flow's published version; undefined: there is none, so nobody would hear anything. */
export async function publishedFlow(
  _database: Prisma.TransactionClient,
  id: string,
): Promise<{ readonly id: string } | undefined> {
  return id === '' ? undefined : { id }
}
