/** For tests of running campaigns: rules that allow any hour, campaigns, and people to call. */
import { randomUUID } from 'node:crypto'
import { type CampaignSettings, campaignSettings, outboundRules } from '../../contract/index.ts'
import type { Database } from '../../database/connect.ts'
import { HOTLINE } from '../../gateway-testing.ts'
import { addContacts } from '../contacts/add-contacts.ts'

const always = Array.from({ length: 7 }, () => [[0, 1440] as [number, number]])

/** Tests run at night as well. */
export async function allowAnyHour(database: Database, change: Partial<ReturnType<typeof outboundRules.parse>> = {}) {
  const rules = { ...outboundRules.parse({}), week: always, holidays: [[0, 1440] as [number, number]], ...change }
  await database.outboundRules.upsert({ where: { id: 1 }, create: { rules }, update: { rules } })
}

export async function makeCampaign(
  database: Database,
  campaign: { kind: string; mode: string; state?: 'DRAFT' | 'RUNNING'; settings?: Partial<CampaignSettings> },
): Promise<string> {
  const { id } = await database.campaign.create({
    data: {
      name: `活动 ${randomUUID().slice(0, 8)}`,
      kind: campaign.kind,
      mode: campaign.mode,
      state: campaign.state ?? 'RUNNING',
      startedAt: new Date(),
      callerNumber: HOTLINE,
      settings: { ...campaignSettings.parse({}), perSecond: 100, ...campaign.settings },
      ...(campaign.mode === 'flow' ? { flowId: 'follow-up-survey' } : { queueId: 'aftersales' }),
    },
  })
  return id
}

export const numberOf = (index: number): string => `+86139${String(10_000_000 + index)}`

/** People with a mobile number each, and the written consent that a list needs. */
export async function addPeople(database: Database, campaignId: string, count: number, from = 0): Promise<void> {
  const people = Array.from({ length: count }, (_, index) => ({
    key: `number:${numberOf(from + index)}`,
    name: `顾客${from + index}`,
    numbers: [numberOf(from + index)],
    attributes: { storeName: '一盏茶（杭州花园路店）', storeId: 'store-0015' },
    consent: '会员协议 2026-03-01',
  }))
  // At once, as everywhere: a runner that met somebody without their numbers would have done with them.
  await database.$transaction((tx) => addContacts(tx, { id: campaignId }, people))
}
