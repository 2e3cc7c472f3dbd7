import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outboundRules } from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { createTestDatabase } from '../../database/testing.ts'
import { numberFacts } from './number-facts.ts'
import { outboundRulesInForce } from './rules-in-force.ts'

let database: PrismaClient
let drop: () => Promise<void>
const minute = 60_000
const day = 86_400_000
/** 10:00 in Shanghai. */
const now = Date.parse('2026-11-23T02:00:00Z')
const campaigns: string[] = []

beforeAll(async () => {
  const created = await createTestDatabase()
  database = created.database
  drop = created.drop
  for (const name of ['一', '二'])
    campaigns.push(
      (
        await database.campaign.create({
          data: { name, kind: 'survey', mode: 'flow', callerNumber: '4008001234', settings: {} },
        })
      ).id,
    )
})
afterAll(() => drop())

async function attempted(number: string, agoMs: number, change: { campaign?: number; outcome?: string | null } = {}) {
  const campaignId = campaigns[change.campaign ?? 0] ?? ''
  const contact = await database.campaignContact.create({ data: { campaignId, key: randomUUID() } })
  const at = new Date(now - agoMs)
  const { outcome = 'no-answer' } = change
  await database.outboundAttempt.create({
    data: {
      id: randomUUID(),
      campaignId,
      contactId: contact.id,
      number,
      position: 0,
      claimedAt: at,
      outcome,
      endedAt: outcome === null ? null : at,
    },
  })
}

describe('what is known of numbers', () => {
  it('counts the attempts of all campaigns, by the local day and by the last days', async () => {
    const often = '+8613800138001'
    await attempted(often, 5 * minute)
    await attempted(often, 9 * 60 * minute, { campaign: 1 })
    // 23:00 on the evening before.
    await attempted(often, 11 * 60 * minute)
    await attempted(often, 29 * day)
    await attempted(often, 31 * day)
    await attempted(often, minute, { outcome: 'cancelled' })
    await attempted('+8613800138002', 12 * 60 * minute, { outcome: null, campaign: 1 })
    const never = '+8613800138003'
    const facts = await numberFacts(
      database,
      [often, '+8613800138002', never, never],
      campaigns[0] ?? '',
      { rules: outboundRules.parse({}) },
      now,
    )
    expect(facts.size).toBe(3)
    expect(facts.get(often)).toEqual({
      number: often,
      attemptsToday: 2,
      attemptsInAll: 4,
      lastAttemptAt: now - 5 * minute,
      live: false,
      doNotCall: false,
    })
    expect(facts.get('+8613800138002')).toMatchObject({ live: true, attemptsToday: 0, attemptsInAll: 1 })
    expect(facts.get(never)).toEqual({
      number: never,
      attemptsToday: 0,
      attemptsInAll: 0,
      live: false,
      doNotCall: false,
    })
  })

  it('knows refusals of everything and of one campaign', async () => {
    const everywhere = '+8613800138004'
    const here = '+8613800138005'
    await database.doNotCall.createMany({
      data: [
        { number: everywhere, reason: 'pressed-9' },
        { number: here, campaignId: campaigns[1] ?? '', reason: 'agent' },
      ],
    })
    const refused = async (campaign: number) => {
      const rules = { rules: outboundRules.parse({}) }
      const facts = await numberFacts(database, [everywhere, here], campaigns[campaign] ?? '', rules, now)
      return [...facts.values()].filter((number) => number.doNotCall).map((number) => number.number)
    }
    expect(await refused(0)).toEqual([everywhere])
    expect((await refused(1)).sort()).toEqual([everywhere, here])
  })

  it('of none nothing', async () => {
    const rules = { rules: outboundRules.parse({}) }
    expect(await numberFacts(database, [], campaigns[0] ?? '', rules, now)).toEqual(new Map())
  })
})

describe('the rules in force', () => {
  it('are the defaults until somebody writes some, with the holidays that are still to come and the tree', async () => {
    const before = await outboundRulesInForce(database, now)
    expect(before).toMatchObject({ version: 0, rules: outboundRules.parse({}) })
    await database.holiday.deleteMany({})
    await database.holiday.createMany({
      data: [
        { date: new Date('2026-10-01'), name: '国庆节' },
        { date: new Date('2027-01-01'), name: '元旦' },
        { date: new Date('2027-01-03'), name: '调休上班', open: true },
      ],
    })
    await database.region.create({ data: { id: 'west', name: '西北' } })
    await database.region.create({ data: { id: 'xj', name: '新疆维吾尔自治区', level: 'PROVINCE', parentId: 'west' } })
    const regions = [{ regionId: 'west', week: Array.from({ length: 7 }, () => [[660, 1320]]) }]
    await database.outboundRules.create({ data: { version: 4, rules: { perDay: 2, regions } } })
    const after = await outboundRulesInForce(database, now)
    expect(after).toMatchObject({ version: 4, rules: { perDay: 2, gapMinutes: 30 } })
    expect([...after.holidays]).toEqual(['2027-01-01'])
    expect(after.parents.get('xj')).toBe('west')
  })
})
