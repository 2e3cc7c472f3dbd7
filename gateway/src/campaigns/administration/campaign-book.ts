/** Campaigns as supervisors make, change, start and stop them: on the version they saw, audited. */
import type { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import {
  type CampaignCard,
  type CampaignDetail,
  type CampaignFields,
  type CampaignKind,
  type CampaignMode,
  type CampaignMove,
  type CampaignPage,
  type CampaignState,
  type campaignQuery,
  campaignSettings,
  type Me,
  type PreflightProblem,
} from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { instantOf, present } from '../../instant.ts'
import { containing, pageOf, readCursor } from '../../pages.ts'

const uuid = /^[0-9a-f-]{36}$/
type CampaignRow = Prisma.CampaignGetPayload<object>

export const stateOf = (state: CampaignRow['state']): CampaignState => state.toLowerCase() as CampaignState
const stateWords: Readonly<Record<CampaignState, string>> = {
  draft: '草稿',
  running: '进行中',
  paused: '已暂停',
  ended: '已结束',
}
const moveWords: Readonly<Record<CampaignMove, string>> = { start: '开始', pause: '暂停', stop: '停止' }
/** From which states, and where to. */
const moves: Readonly<Record<CampaignMove, { readonly from: readonly CampaignState[]; readonly to: CampaignState }>> = {
  start: { from: ['draft', 'paused'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  stop: { from: ['draft', 'running', 'paused'], to: 'ended' },
}

/** Campaigns call the whole chain's customers: who has only a part of it makes none. @throws GatewayError NOT_ALLOWED */
export function refuseScoped(me: Me): void {
  if (me.region) throw new GatewayError('NOT_ALLOWED')
}

/** @throws GatewayError NO_SUCH_CAMPAIGN */
export async function campaignRow(database: Prisma.TransactionClient, id: string): Promise<CampaignRow> {
  const row = await database.campaign.findUnique({ where: { id } })
  if (!row) throw new GatewayError('NO_SUCH_CAMPAIGN')
  return row
}

/** One to which contacts may still be added. @throws GatewayError NO_SUCH_CAMPAIGN, CAMPAIGN_STATE, NOT_ALLOWED */
export async function campaignForContacts(
  database: Prisma.TransactionClient,
  me: Me,
  id: string,
): Promise<{ readonly id: string; readonly kind: CampaignKind }> {
  refuseScoped(me)
  const row = await campaignRow(database, id)
  refuseEnded(row, '加入联系人')
  return { id: row.id, kind: row.kind as CampaignKind }
}

function refuseEnded(row: CampaignRow, action: string): void {
  if (row.state === 'ENDED') throw new GatewayError('CAMPAIGN_STATE', { words: { state: stateWords.ended, action } })
}

interface Counted {
  readonly campaignId: string
  readonly waiting: number
  readonly inHand: number
  readonly done: number
}

async function countsOf(database: Prisma.TransactionClient, ids: readonly string[]): Promise<Map<string, Counted>> {
  const rows = await database.$queryRaw<Counted[]>`
    SELECT "campaignId", count(*) FILTER (WHERE state = 'WAITING')::int AS waiting,
      count(*) FILTER (WHERE state = 'IN_HAND')::int AS "inHand", count(*) FILTER (WHERE state = 'DONE')::int AS done
    FROM "CampaignContact" WHERE "campaignId" = ANY(${[...ids]}::uuid[]) GROUP BY 1`
  return new Map(rows.map((row) => [row.campaignId, row]))
}

function cardOf(row: CampaignRow, counted: Counted | undefined): CampaignCard {
  const { waiting = 0, inHand = 0, done = 0 } = counted ?? {}
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as CampaignKind,
    mode: row.mode as CampaignMode,
    state: stateOf(row.state),
    contacts: { waiting, inHand, done },
    createdAt: instantOf(row.createdAt),
    changedAt: instantOf(row.changedAt),
    ...present({
      createdBy: row.createdBy,
      startedAt: row.startedAt && instantOf(row.startedAt),
      endedAt: row.endedAt && instantOf(row.endedAt),
    }),
  }
}

/** The newest first. @throws GatewayError BAD_CURSOR */
export async function readCampaigns(
  database: Prisma.TransactionClient,
  { state, kind, q, cursor, limit }: z.output<typeof campaignQuery>,
): Promise<CampaignPage> {
  const all: Prisma.Sql[] = [Prisma.sql`true`]
  if (state) all.push(Prisma.sql`c.state = ${state.toUpperCase()}::"CampaignState"`)
  if (kind) all.push(Prisma.sql`c.kind = ${kind}`)
  if (q) all.push(Prisma.sql`c.name ILIKE ${containing(q)}`)
  if (cursor !== undefined) {
    const after = readCursor(cursor, uuid)
    all.push(Prisma.sql`(c."createdAt", c.id) < (${after.at}, ${after.id}::uuid)`)
  }
  const found = await database.$queryRaw<{ id: string; at: Date }[]>`
    SELECT c.id, c."createdAt" AS at FROM "Campaign" c WHERE ${Prisma.join(all, ' AND ')}
    ORDER BY c."createdAt" DESC, c.id DESC LIMIT ${limit + 1}`
  const { rows: page, next } = pageOf(found, limit, (row) => row)
  const ids = page.map(({ id }) => id)
  const rows = new Map((await database.campaign.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]))
  const counts = await countsOf(database, ids)
  const campaigns = ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [cardOf(row, counts.get(id))] : []
  })
  return { campaigns, ...(next ? { next } : {}) }
}

/** @throws GatewayError NO_SUCH_CAMPAIGN */
export async function readCampaign(database: Prisma.TransactionClient, id: string): Promise<CampaignDetail> {
  const row = await campaignRow(database, id)
  const counts = await countsOf(database, [id])
  return {
    ...cardOf(row, counts.get(id)),
    version: row.version,
    callerNumber: row.callerNumber,
    settings: campaignSettings.parse(row.settings),
    ...present({ queueId: row.queueId, flowId: row.flowId }),
  }
}

const audited = ({
  name,
  kind,
  mode,
  queueId,
  flowId,
  callerNumber,
  settings,
}: CampaignFields): Prisma.InputJsonObject => ({
  ...{ name, kind, mode, queueId, flowId, callerNumber },
  settings: settings as Prisma.InputJsonObject,
})

const fieldsOf = (row: CampaignRow): CampaignFields => ({
  name: row.name,
  kind: row.kind as CampaignKind,
  mode: row.mode as CampaignMode,
  queueId: row.queueId,
  flowId: row.flowId,
  callerNumber: row.callerNumber,
  settings: campaignSettings.parse(row.settings),
})

/** A draft. @throws GatewayError CAMPAIGN_NAME_TAKEN */
export async function createCampaign(database: PrismaClient, me: Me, fields: CampaignFields): Promise<CampaignDetail> {
  return namedOnce(fields.name, () =>
    database.$transaction(async (tx) => {
      const data = { ...fields, settings: fields.settings as Prisma.InputJsonObject, createdBy: me.name }
      const row = await tx.campaign.create({ data })
      await audit(tx, me, 'campaign-changed', row.id, { before: null, after: audited(fields) })
      return readCampaign(tx, row.id)
    }),
  )
}

/**
 * Kind and mode only while nobody is called: an attempt under way was begun as what the campaign was.
 * @throws GatewayError NO_SUCH_CAMPAIGN, CAMPAIGN_CHANGED with the campaign as it is, CAMPAIGN_STATE, CAMPAIGN_NAME_TAKEN
 */
export async function editCampaign(
  database: PrismaClient,
  me: Me,
  id: string,
  version: number,
  fields: CampaignFields,
): Promise<CampaignDetail> {
  return namedOnce(fields.name, () =>
    database.$transaction(async (tx) => {
      const before = await lockedRow(tx, id)
      if (before.version !== version)
        throw new GatewayError('CAMPAIGN_CHANGED', { body: { campaign: await readCampaign(tx, id) } })
      const state = stateOf(before.state)
      refuseEnded(before, '修改')
      if (before.kind !== fields.kind && state !== 'draft') refuseState(state, '换成另一类活动')
      if (before.mode !== fields.mode && state === 'running') refuseState(state, '换外呼方式，请先暂停')
      const settings = fields.settings as Prisma.InputJsonObject
      await tx.campaign.update({
        where: { id },
        data: { ...fields, settings, version: { increment: 1 }, changedAt: new Date() },
      })
      await audit(tx, me, 'campaign-changed', id, { before: audited(fieldsOf(before)), after: audited(fields) })
      return readCampaign(tx, id)
    }),
  )
}

/**
 * Again in the state it leads to is no error: the button was pressed twice.
 * @param problems why it can never dial, looked up before; a start is refused with them
 * @throws GatewayError NO_SUCH_CAMPAIGN, CAMPAIGN_STATE, CAMPAIGN_CANNOT_DIAL
 */
export async function moveCampaign(
  database: PrismaClient,
  me: Me,
  id: string,
  move: CampaignMove,
  problems: readonly PreflightProblem[],
): Promise<CampaignDetail> {
  return database.$transaction(async (tx) => {
    const before = await lockedRow(tx, id)
    const state = stateOf(before.state)
    const { from, to } = moves[move]
    if (state === to) return readCampaign(tx, id)
    if (!from.includes(state)) refuseState(state, moveWords[move])
    if (move === 'start' && problems.length > 0)
      throw new GatewayError('CAMPAIGN_CANNOT_DIAL', {
        words: { problems: problems.map(({ message }) => message).join('；') },
        body: { problems },
      })
    const now = new Date()
    await tx.campaign.update({
      where: { id },
      data: {
        state: to.toUpperCase() as CampaignRow['state'],
        version: { increment: 1 },
        changedAt: now,
        ...(to === 'running' && !before.startedAt ? { startedAt: now } : {}),
        ...(to === 'ended' ? { endedAt: now } : {}),
      },
    })
    await audit(tx, me, 'campaign-moved', id, { move, from: state, to, name: before.name })
    return readCampaign(tx, id)
  })
}

function refuseState(state: CampaignState, action: string): never {
  throw new GatewayError('CAMPAIGN_STATE', { words: { state: stateWords[state], action } })
}

async function lockedRow(tx: Prisma.TransactionClient, id: string): Promise<CampaignRow> {
  await tx.$queryRaw`SELECT FROM "Campaign" WHERE id = ${id}::uuid FOR UPDATE`
  return campaignRow(tx, id)
}

async function namedOnce<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new GatewayError('CAMPAIGN_NAME_TAKEN', { words: { name }, cause: error })
    throw error
  }
}

const audit = (
  tx: Prisma.TransactionClient,
  me: Me,
  action: 'campaign-changed' | 'campaign-moved',
  id: string,
  detail: Prisma.InputJsonObject,
) => recordAudit(tx, { accountId: me.id, actor: me.name, action, object: `campaign:${id}`, detail })
