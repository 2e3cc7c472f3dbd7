/** The flows that calls use. */
import { type FlowDocument, flowDocument } from '@ringdesk/cti'
import { type FlowKind, flowKind, flowLimits } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'

export interface PublishedFlow {
  readonly id: string
  readonly name: string
  readonly kind: FlowKind
  readonly version: number
  readonly document: FlowDocument
}

/** By name; those never published are left out. */
export async function publishedFlows(
  database: Pick<Prisma.TransactionClient, 'flow' | 'flowVersion'>,
  kind?: FlowKind,
): Promise<PublishedFlow[]> {
  const flows = await database.flow.findMany({
    where: { published: { not: null }, ...(kind === undefined ? {} : { kind }) },
    orderBy: { name: 'asc' },
    take: flowLimits.flows,
  })
  const rows = await database.flowVersion.findMany({
    where: { OR: flows.map(({ id, published }) => ({ flowId: id, version: published ?? 0 })) },
  })
  const rowOf = new Map(rows.map((row) => [row.flowId, row]))
  return flows.flatMap(({ id, name, kind }) => {
    const row = rowOf.get(id)
    if (!row) return []
    return [{ id, name, kind: flowKind.parse(kind), version: row.version, document: flowDocument.parse(row.document) }]
  })
}
