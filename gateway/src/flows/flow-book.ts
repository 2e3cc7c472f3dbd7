/** Flows as supervisors change them: each saving is a version that never changes, and one of them is what calls use. */
import { checkFlow, type FlowDocument, type FlowProblem, flowDocument } from '@ringdesk/cti'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import {
  type FlowCard,
  type FlowKind,
  type FlowSurroundingsShape,
  type FlowVersionCard,
  flowKind,
  flowLimits,
  type Me,
} from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf, present } from '../instant.ts'
import type { FlowSave, flowDetail } from './flow-requests.ts'
import type { FlowSounds } from './flow-sounds.ts'

type Transaction = Prisma.TransactionClient
type Row = Prisma.FlowGetPayload<object>
type VersionRow = Prisma.FlowVersionGetPayload<object>
export type FlowDetailAnswer = z.infer<typeof flowDetail>

/** More queues than one installation has. */
const MOST_QUEUES = 2_000

const cardOf = (flow: Row, newest: VersionRow): FlowCard => ({
  id: flow.id,
  name: flow.name,
  kind: flowKind.parse(flow.kind),
  version: flow.version,
  ...present({ savedBy: newest.savedBy, published: flow.published }),
  savedAt: instantOf(newest.savedAt),
  nodes: Object.keys(flowDocument.parse(newest.document).nodes).length,
})

const versionOf = ({ version, note, savedBy, savedAt }: VersionRow): FlowVersionCard => ({
  version,
  note,
  savedAt: instantOf(savedAt),
  ...present({ savedBy }),
})

/** By name. */
export async function flows(database: Transaction): Promise<FlowCard[]> {
  const rows = await database.flow.findMany({ orderBy: [{ kind: 'desc' }, { name: 'asc' }], take: flowLimits.flows })
  const newest = await database.flowVersion.findMany({
    where: { OR: rows.map(({ id, version }) => ({ flowId: id, version })) },
  })
  const newestOf = new Map(newest.map((row) => [row.flowId, row]))
  return rows.flatMap((row) => {
    const version = newestOf.get(row.id)
    return version ? [cardOf(row, version)] : []
  })
}

/** What the editor offers, and what a flow is checked against. */
export async function surroundingsOf(database: Transaction, sounds: FlowSounds): Promise<FlowSurroundingsShape> {
  const [prompts, queues] = await Promise.all([
    sounds.prompts(),
    database.queue.findMany({
      where: { retiredAt: null },
      orderBy: { name: 'asc' },
      take: MOST_QUEUES,
      select: { id: true, name: true },
    }),
  ])
  return { prompts, queues, speech: sounds.speech() }
}

export async function problemsOf(
  database: Transaction,
  sounds: FlowSounds,
  document: FlowDocument,
): Promise<readonly FlowProblem[]> {
  const { prompts, queues } = await surroundingsOf(database, sounds)
  const around = { prompts: new Set(prompts.map(({ name }) => name)), queues: new Set(queues.map(({ id }) => id)) }
  return checkFlow(document, around)
}

/** @throws GatewayError NO_SUCH_FLOW */
export async function flowOf(database: Transaction, sounds: FlowSounds, id: string): Promise<FlowDetailAnswer> {
  const flow = await database.flow.findUnique({ where: { id } })
  const versions = await database.flowVersion.findMany({
    where: { flowId: id },
    orderBy: { version: 'desc' },
    take: flowLimits.shownVersions,
  })
  const [newest] = versions
  if (!flow || !newest) throw new GatewayError('NO_SUCH_FLOW')
  const document = flowDocument.parse(newest.document)
  const problems = await problemsOf(database, sounds, document)
  return {
    flow: cardOf(flow, newest),
    document,
    problems: problems.map((problem) => ({ ...problem, about: [...problem.about] })),
    versions: versions.map(versionOf),
  }
}

/** @throws GatewayError NO_SUCH_FLOW */
export async function versionDocument(database: Transaction, id: string, version: number): Promise<FlowDocument> {
  const row = await database.flowVersion.findUnique({ where: { flowId_version: { flowId: id, version } } })
  if (!row) throw new GatewayError('NO_SUCH_FLOW')
  return flowDocument.parse(row.document)
}

/** What a new flow begins with: nothing but its end. */
const empty: FlowDocument = { start: 'end', attributes: [], nodes: { end: { type: 'hang-up', at: { x: 0, y: 0 } } } }

/** @returns its id. @throws GatewayError FLOW_NAME_TAKEN, TOO_MANY_FLOWS */
export async function createFlow(
  database: PrismaClient,
  me: Me,
  { name, kind }: { readonly name: string; readonly kind: FlowKind },
): Promise<string> {
  return database.$transaction(async (tx) => {
    if ((await tx.flow.count()) >= flowLimits.flows)
      throw new GatewayError('TOO_MANY_FLOWS', { words: { most: flowLimits.flows } })
    await refuseTakenName(tx, name)
    const versions = { create: { version: 1, document: empty, savedBy: me.name } }
    const { id } = await tx.flow.create({ data: { name, kind, versions } })
    await audit(tx, me, 'flow-changed', id, { created: name, kind })
    return id
  })
}

/** Keeps what was edited as the next version. @throws GatewayError NO_SUCH_FLOW, FLOW_CHANGED, FLOW_NAME_TAKEN */
export async function saveFlow(database: PrismaClient, me: Me, id: string, save: FlowSave): Promise<void> {
  const { name, note, document } = save
  await database.$transaction(async (tx) => {
    const flow = await lockFlow(tx, id, save.version)
    if (flow.name !== name) await refuseTakenName(tx, name)
    const version = flow.version + 1
    await tx.flowVersion.create({ data: { flowId: id, version, document, note, savedBy: me.name } })
    await tx.flow.update({ where: { id }, data: { name, version } })
    const renamed = flow.name === name ? {} : { renamed: { before: flow.name, after: name } }
    await audit(tx, me, 'flow-changed', id, { version, note, ...renamed })
  })
}

/**
 * Calls use the newest version from now on; those that have begun end with theirs.
 * @throws GatewayError NO_SUCH_FLOW, FLOW_CHANGED, UNFIT_FLOW with every problem
 */
export async function publishFlow(
  database: PrismaClient,
  sounds: FlowSounds,
  me: Me,
  id: string,
  version: number,
): Promise<void> {
  await database.$transaction(async (tx) => {
    const flow = await lockFlow(tx, id, version)
    const problems = await problemsOf(tx, sounds, await versionDocument(tx, id, version))
    const errors = problems.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new GatewayError('UNFIT_FLOW', { words: { count: errors.length }, body: { problems } })
    await tx.flow.update({ where: { id }, data: { published: version } })
    // Hotlines that follow it take it with the next snapshot.
    if (flow.kind === 'menu')
      await tx.configurationVersion.updateMany({ data: { version: { increment: 1 }, changedAt: new Date() } })
    await audit(tx, me, 'flow-published', id, { version, before: flow.published })
  })
}

/** Held until the transaction ends. Nobody overwrites what they have not seen. */
async function lockFlow(tx: Transaction, id: string, version: number): Promise<Row> {
  await tx.$queryRaw`SELECT id FROM "Flow" WHERE id = ${id} FOR UPDATE`
  const flow = await tx.flow.findUnique({ where: { id } })
  if (!flow) throw new GatewayError('NO_SUCH_FLOW')
  if (flow.version !== version) {
    const newest = await tx.flowVersion.findUnique({ where: { flowId_version: { flowId: id, version: flow.version } } })
    throw new GatewayError('FLOW_CHANGED', { words: { by: newest?.savedBy ?? '他人' } })
  }
  return flow
}

async function refuseTakenName(tx: Transaction, name: string): Promise<void> {
  if (await tx.flow.findUnique({ where: { name } })) throw new GatewayError('FLOW_NAME_TAKEN', { words: { name } })
}

const audit = (
  tx: Transaction,
  me: Me,
  action: 'flow-changed' | 'flow-published',
  id: string,
  detail: Prisma.InputJsonObject,
) => recordAudit(tx, { accountId: me.id, actor: me.name, action, object: `flow:${id}`, detail })
