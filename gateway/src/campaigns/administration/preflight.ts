/** Why a campaign could never dial as it is: said before it starts, every reason at once. */
import { type CallCentreConfig, meets } from '@ringdesk/cti'
import type { CampaignKind, CampaignSettings, PreflightProblem } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'
import { callingHours, everOpen, type RulesInForce } from '../rules/calling-hours.ts'
import { needsConsent } from '../rules/may-call.ts'
import { outboundRulesInForce } from '../rules/rules-in-force.ts'
import { publishedFlow } from './published-flow.ts'

export interface CampaignToCheck {
  readonly id: string
  readonly kind: CampaignKind
  readonly queueId: string | null
  readonly flowId: string | null
  readonly callerNumber: string
  readonly settings: CampaignSettings
}

/** @param config what is in force, with the trunk */
export async function preflight(
  database: Prisma.TransactionClient,
  config: CallCentreConfig,
  campaign: CampaignToCheck,
  now: number = Date.now(),
): Promise<PreflightProblem[]> {
  const inForce = await outboundRulesInForce(database, now)
  return [
    ...(await withoutContacts(database, campaign)),
    ...callerProblems(config, campaign),
    ...queueProblems(config, campaign),
    ...(await flowProblems(database, campaign)),
    ...(await hoursProblems(database, inForce, campaign, now)),
    ...(config.trunk ? [] : [problem('trunk', 'no-trunk', '没有配置外呼线路（TRUNK），请联系管理员')]),
    ...(inForce.rules.inboundLines >= inForce.rules.lines
      ? [problem('lines', 'no-lines', '外呼规则为来电保留了全部线路，一通也打不出去')]
      : []),
  ]
}

const problem = (
  field: PreflightProblem['field'],
  code: PreflightProblem['code'],
  message: string,
): PreflightProblem => ({ field, code, message })

interface Contacts {
  readonly filled: boolean
  readonly anybody: boolean
  readonly callable: boolean
  readonly consented: boolean
}

/** A callback campaign fills itself, and a survey that a rule names is filled by it: these may start before there is anybody. */
async function withoutContacts(database: Prisma.TransactionClient, { id, kind }: CampaignToCheck) {
  const named = JSON.stringify([{ do: 'survey', campaignId: id }])
  const [row] = await database.$queryRaw<Contacts[]>`
    WITH open AS (SELECT c.* FROM "CampaignContact" c WHERE c."campaignId" = ${id}::uuid AND c.state <> 'DONE'),
    numbered AS (SELECT o.* FROM open o
      WHERE EXISTS (SELECT FROM "ContactNumber" n WHERE n."contactId" = o.id AND n.dead IS NULL))
    SELECT EXISTS (SELECT FROM "AutomationRule" r WHERE r.enabled AND r."deletedAt" IS NULL AND r.actions @> ${named}::jsonb) AS filled,
      EXISTS (SELECT FROM open) AS anybody, EXISTS (SELECT FROM numbered) AS callable,
      EXISTS (SELECT FROM numbered n WHERE n.consent IS NOT NULL OR NOT ${needsConsent(kind, 'a ticket')} AND n."ticketId" IS NOT NULL)
        AS consented`
  if (!row?.anybody)
    return kind === 'callback' || row?.filled
      ? []
      : [problem('contacts', 'no-contacts', '没有待呼叫的联系人，请先导入名单或选择工单')]
  if (!row.callable) return [problem('contacts', 'all-dead', '所有联系人的号码都已失效，或都在勿扰名单里')]
  return row.consented ? [] : [problem('contacts', 'no-consent', '所有联系人都没有同意依据，不能呼叫')]
}

function callerProblems({ hotlines }: CallCentreConfig, { callerNumber }: CampaignToCheck): PreflightProblem[] {
  if (callerNumber === '') return [problem('callerNumber', 'no-caller', '没有选择主叫号码')]
  if (hotlines.some(({ number }) => number === callerNumber)) return []
  return [problem('callerNumber', 'not-owned', `主叫号码 ${callerNumber} 不是本企业配置的热线号码，不能使用`)]
}

function queueProblems({ queues, agents }: CallCentreConfig, { kind, queueId }: CampaignToCheck): PreflightProblem[] {
  if (queueId === null) return kind === 'survey' ? [] : [problem('queueId', 'no-queue', '没有选择由哪个队列的坐席通话')]
  const queue = queues.find(({ id }) => id === queueId)
  if (!queue) return [problem('queueId', 'queue-gone', '所选队列已不存在')]
  const requirements = [queue.needs, ...queue.rings.map(({ needs }) => needs)]
  if (agents.some((agent) => requirements.some((needs) => meets(agent, needs)))) return []
  return kind === 'survey' ? [] : [problem('queueId', 'no-agents', `队列“${queue.name}”没有任何符合技能要求的坐席`)]
}

async function flowProblems(database: Prisma.TransactionClient, { kind, flowId }: CampaignToCheck) {
  if (kind !== 'survey') return []
  if (flowId === null) return [problem('flowId', 'no-flow', '没有选择语音流程，客户接起来听不到任何内容')]
  if (await publishedFlow(database, flowId)) return []
  return [problem('flowId', 'flow-unpublished', '所选语音流程不存在或还没有发布')]
}

/** In the regions in which somebody waits; in the general hours while nobody does. */
async function hoursProblems(
  database: Prisma.TransactionClient,
  inForce: RulesInForce,
  { id, settings }: CampaignToCheck,
  now: number,
): Promise<PreflightProblem[]> {
  const places = await database.$queryRaw<{ regionId: string | null }[]>`
    SELECT DISTINCT "regionId" FROM "CampaignContact" WHERE "campaignId" = ${id}::uuid AND state <> 'DONE'`
  const regions = places.length === 0 ? [null] : places.map(({ regionId }) => regionId)
  const open = regions.some((region) => everOpen(callingHours(inForce, region, settings.week), now))
  return open ? [] : [problem('week', 'hours-never-meet', '活动的呼叫时段与外呼规则允许的时段没有重合')]
}
