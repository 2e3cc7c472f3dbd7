/** Campaigns of the bench: everybody is called once, by a flow of one short sentence, at any hour of the day. */
import { randomUUID } from 'node:crypto'
import { campaignSettings, outboundRules } from '../../gateway/src/contract/index.ts'
import type { Database } from '../../gateway/src/database/connect.ts'
import { HOTLINE } from '../calls/stage.ts'

/** The highest rate that rules and campaigns may have. */
const TRUNK_PER_SECOND = 1_000
const CAMPAIGN_PER_SECOND = 500
const LINES = 2_000
const CAMPAIGNS = 3
const FLOW = 'bench'
/** Mobile numbers from here on. */
const FIRST_NUMBER = 13_900_000_000

const document = {
  start: 'hello',
  attributes: [],
  nodes: {
    hello: { type: 'play', play: [{ kind: 'prompt', name: 'greeting' }], next: 'end' },
    end: { type: 'hang-up' },
  },
}

export const numberOf = (index: number): string => `+86${FIRST_NUMBER + index}`

/** So many that the trunk is the limit. Nobody is called before they are started. Returns their ids. */
export async function makeCampaigns(database: Database, contacts: number): Promise<readonly string[]> {
  const always = Array.from({ length: 7 }, () => [[0, 1440] as [number, number]])
  const rules = outboundRules.parse({
    week: always,
    holidays: [[0, 1440]],
    lines: LINES,
    inboundLines: 0,
    perSecond: TRUNK_PER_SECOND,
  })
  await database.outboundRules.create({ data: { id: 1, rules } })
  await database.flow.create({ data: { id: FLOW, name: FLOW, kind: 'survey', published: 1 } })
  await database.flowVersion.create({ data: { flowId: FLOW, version: 1, document } })
  const settings = campaignSettings.parse({
    maxCalls: LINES,
    perSecond: CAMPAIGN_PER_SECOND,
    maxAttempts: 1,
  })
  const ids: string[] = []
  for (let index = 0; index < CAMPAIGNS; index++) {
    const { id } = await database.campaign.create({
      data: {
        name: `bench ${randomUUID()}`,
        kind: 'survey',
        mode: 'flow',
        flowId: FLOW,
        callerNumber: HOTLINE,
        settings,
      },
    })
    ids.push(id)
  }
  await database.$executeRaw`
    INSERT INTO "CampaignContact" (id, "campaignId", key, name, consent, "nextAt")
    SELECT gen_random_uuid(), (${ids}::uuid[])[1 + n % ${CAMPAIGNS}::int], 'bench:' || n, 'bench', 'bench', now()
    FROM generate_series(0, ${contacts - 1}::int) n`
  await database.$executeRaw`
    INSERT INTO "ContactNumber" ("contactId", position, number)
    SELECT c.id, 0, '+86' || (${FIRST_NUMBER}::bigint + substr(c.key, 7)::bigint) FROM "CampaignContact" c`
  await database.$executeRaw`ANALYZE "CampaignContact", "ContactNumber"`
  return ids
}

export async function startCampaigns(database: Database): Promise<void> {
  await database.campaign.updateMany({ data: { state: 'RUNNING', startedAt: new Date() } })
}

export interface Progress {
  readonly ended: number
  readonly live: number
}

export async function progressOf(database: Database): Promise<Progress> {
  const [row] = await database.$queryRaw<Progress[]>`
    SELECT count("endedAt")::int AS ended, (count(*) - count("endedAt"))::int AS live FROM "OutboundAttempt"`
  return row ?? { ended: 0, live: 0 }
}

export interface Verdict {
  readonly attempts: number
  /** Contacts that were called more often than once. */
  readonly again: number
  /** Attempts that the switch was asked to dial, as the ledger has it. */
  readonly dialled: number
  /** Attempts without an end or of which nobody knows it, and contacts that still wait for one. */
  readonly lost: number
  readonly outcomes: Readonly<Record<string, number>>
}

export async function judge(database: Database): Promise<Verdict> {
  const [row] = await database.$queryRaw<Omit<Verdict, 'outcomes'>[]>`
    SELECT count(*)::int AS attempts, count("dialledAt")::int AS dialled,
      (count(*) - count(DISTINCT "contactId") FILTER (WHERE outcome IS DISTINCT FROM 'cancelled')
        - count(*) FILTER (WHERE outcome = 'cancelled'))::int AS again,
      ((SELECT count(*) FROM "CampaignContact" WHERE state = 'IN_HAND')
        + count(*) FILTER (WHERE "endedAt" IS NULL OR outcome = 'lost'))::int AS lost
    FROM "OutboundAttempt"`
  const outcomes = await database.outboundAttempt.groupBy({ by: ['outcome'], _count: true })
  return {
    ...(row ?? { attempts: 0, again: 0, dialled: 0, lost: 0 }),
    outcomes: Object.fromEntries(outcomes.map(({ outcome, _count }) => [outcome ?? 'none', _count])),
  }
}
