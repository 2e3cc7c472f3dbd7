/** What a survey says: the published version of its flow. */
import { flowDocument } from '@ringdesk/cti'
import type { Prisma } from '../../database/client/client.ts'

/** @returns undefined when nothing of it is published: nobody would hear anything */
export async function publishedFlow(database: Pick<Prisma.TransactionClient, 'flow' | 'flowVersion'>, id: string) {
  const flow = await database.flow.findUnique({ where: { id } })
  if (flow?.published == null) return undefined
  const row = await database.flowVersion.findUnique({
    where: { flowId_version: { flowId: id, version: flow.published } },
  })
  return row ? { id, name: flow.name, document: flowDocument.parse(row.document) } : undefined
}
