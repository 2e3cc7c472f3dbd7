import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CampaignDetail, type CampaignFields, campaignSettings, outboundRules } from '../../contract/index.ts'
import { type Ask, ids, startTestServer, type TestServer } from '../../server-testing.ts'
import { addContacts } from '../contacts/add-contacts.ts'

let server: TestServer
let supervisor: Ask
const settings = campaignSettings.parse({})

beforeAll(async () => {
  server = await startTestServer({ trunk: 'carrier' })
  supervisor = await server.as('s2001')
  const week = Array.from({ length: 7 }, () => [[540, 1080]])
  const hours = { timeZone: 'Asia/Shanghai', week }
  await server.database.hotline.create({
    data: { number: '4008001234', name: '售后热线', queueId: 'aftersales', settings: { hours } },
  })
})
afterAll(() => server.close())

const fields = (change: Partial<CampaignFields> = {}): CampaignFields => ({
  name: randomUUID(),
  kind: 'agent',
  mode: 'preview',
  queueId: 'aftersales',
  flowId: null,
  callerNumber: '4008001234',
  settings,
  ...change,
})

async function created(change: Partial<CampaignFields> = {}): Promise<CampaignDetail> {
  const answer = await supervisor('POST', '/api/campaigns', fields(change))
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

const fill = (campaign: { id: string }, consent: string | undefined = '会员协议') =>
  addContacts(server.database, campaign, [{ key: 'one', numbers: ['+8613800138001'], attributes: {}, consent }])

const move = async (id: string, to: string) => supervisor('POST', `/api/campaigns/${id}/moves`, { move: to })
const problems = async (id: string) =>
  (await supervisor('GET', `/api/campaigns/${id}/preflight`))
    .json()
    .problems.map(({ field }: { field: string }) => field)

describe('a campaign', () => {
  it('begins as a draft, and its name is its own', async () => {
    const campaign = await created({ name: '七夕回访' })
    expect(campaign).toMatchObject({
      state: 'draft',
      version: 1,
      createdBy: '许文静',
      contacts: { waiting: 0, inHand: 0, done: 0 },
      settings: { maxAbandonPct: 3, ringMs: 25_000 },
    })
    const again = await supervisor('POST', '/api/campaigns', fields({ name: '七夕回访' }))
    expect(again.json()).toMatchObject({ code: 'CAMPAIGN_NAME_TAKEN', message: expect.stringContaining('七夕回访') })
  })

  it('is only headquarters’ supervisors’ and administrators’', async () => {
    for (const [who, status] of [
      ['a1001', 403],
      ['r3001', 403],
      ['m0001', 403],
      ['admin', 200],
    ] as const) {
      const ask = await server.as(who)
      expect((await ask('GET', '/api/campaigns')).statusCode).toBe(status)
      expect((await ask('POST', '/api/campaigns', fields())).statusCode).toBe(status)
    }
    await server.database.account.update({
      where: { id: ids.otherAgent },
      data: { role: 'SUPERVISOR', regionId: 'east' },
    })
    expect((await (await server.as('a1002'))('GET', '/api/campaigns')).statusCode).toBe(403)
  })

  it('cannot call in a way that its kind does not know, nor beyond the limits', async () => {
    const refused = async (change: object) =>
      (await supervisor('POST', '/api/campaigns', { ...fields(), ...change })).json().fields
    expect(await refused({ kind: 'survey', mode: 'predictive' })).toMatchObject([{ path: 'mode' }])
    expect(await refused({ mode: 'flow' })).toMatchObject([{ path: 'mode' }])
    expect(await refused({ settings: { maxAbandonPct: 5 } })).toMatchObject([{ path: 'settings.maxAbandonPct' }])
    expect(await refused({ settings: { ringMs: 5_000 } })).toMatchObject([{ path: 'settings.ringMs' }])
  })

  it('is changed on the version that was seen, and what was changed is written down', async () => {
    const { id, version } = await created()
    const change = fields({ name: '改过的名称', settings: { ...settings, maxAttempts: 5 } })
    const saved = await supervisor('PUT', `/api/campaigns/${id}`, { version, campaign: change })
    expect(saved.json()).toMatchObject({ version: 2, name: '改过的名称', settings: { maxAttempts: 5 } })
    const late = await supervisor('PUT', `/api/campaigns/${id}`, { version, campaign: fields() })
    expect(late.json()).toMatchObject({ code: 'CAMPAIGN_CHANGED', campaign: { version: 2, name: '改过的名称' } })
    const entries = await server.database.auditEntry.findMany({
      where: { object: `campaign:${id}` },
      orderBy: { at: 'asc' },
    })
    expect(entries.at(-1)).toMatchObject({
      action: 'campaign-changed',
      detail: { before: { settings: { maxAttempts: 3 } }, after: { settings: { maxAttempts: 5 } } },
    })
  })

  it('is found by state, kind and name, page by page', async () => {
    const name = randomUUID()
    for (const part of ['一', '二', '三']) await created({ name: `${name} ${part}`, kind: 'callback' })
    const read = async (query: string) => (await supervisor('GET', `/api/campaigns?q=${name}${query}`)).json()
    const first = await read('&limit=2')
    expect(first.campaigns.map((each: CampaignDetail) => each.name)).toEqual([`${name} 三`, `${name} 二`])
    expect((await read(`&limit=2&cursor=${first.next}`)).campaigns).toMatchObject([{ name: `${name} 一` }])
    expect((await read('&kind=survey')).campaigns).toEqual([])
    expect((await read('&state=running')).campaigns).toEqual([])
    expect((await read('&state=draft&kind=callback')).campaigns).toHaveLength(3)
  })
})

describe('starting, pausing and stopping', () => {
  it('goes only where it can go, again is no error, and each is written down', async () => {
    const campaign = await created()
    await fill(campaign)
    expect((await move(campaign.id, 'pause')).json().code).toBe('CAMPAIGN_STATE')
    expect((await move(campaign.id, 'start')).json()).toMatchObject({ state: 'running', startedAt: expect.any(String) })
    expect((await move(campaign.id, 'start')).json()).toMatchObject({ state: 'running', version: 2 })
    const edit = { version: 2, campaign: fields({ mode: 'power' }) }
    expect((await supervisor('PUT', `/api/campaigns/${campaign.id}`, edit)).json().code).toBe('CAMPAIGN_STATE')
    expect((await move(campaign.id, 'pause')).json().state).toBe('paused')
    expect((await move(campaign.id, 'start')).json().state).toBe('running')
    expect((await move(campaign.id, 'stop')).json()).toMatchObject({ state: 'ended', endedAt: expect.any(String) })
    expect((await move(campaign.id, 'start')).json()).toMatchObject({
      code: 'CAMPAIGN_STATE',
      message: '活动现在是“已结束”，不能开始',
    })
    const moves = await server.database.auditEntry.findMany({
      where: { object: `campaign:${campaign.id}`, action: 'campaign-moved' },
      orderBy: { at: 'asc' },
    })
    expect(moves.map(({ detail }) => (detail as { move: string }).move)).toEqual(['start', 'pause', 'start', 'stop'])
  })

  it('refuses a start that could never dial, with every reason at once', async () => {
    const bare = await created({ kind: 'agent', queueId: null, callerNumber: '' })
    expect((await move(bare.id, 'start')).json()).toMatchObject({
      code: 'CAMPAIGN_CANNOT_DIAL',
      problems: [{ field: 'contacts' }, { field: 'callerNumber' }, { field: 'queueId' }],
    })
    expect((await supervisor('GET', `/api/campaigns/${bare.id}`)).json().state).toBe('draft')
  })

  it('knows numbers that are not ours, queues without agents, surveys without a flow', async () => {
    const foreign = await created({ callerNumber: '4001112222' })
    await fill(foreign)
    expect(await problems(foreign.id)).toEqual(['callerNumber'])
    await server.database.skill.create({ data: { id: 'rare', label: '罕见' } })
    await server.database.queue.create({
      data: { id: 'nobody', name: '没有人', settings: { needs: { all: [{ skill: 'rare', min: 5 }] } } },
    })
    const nobody = await created({ queueId: 'nobody' })
    await fill(nobody)
    expect(await problems(nobody.id)).toEqual(['queueId'])
    const silent = await created({ kind: 'survey', mode: 'flow', queueId: null })
    await fill(silent)
    expect(await problems(silent.id)).toEqual(['flowId'])
  })

  it('knows hours that never meet, in general and where the contacts are', async () => {
    const night = Array.from({ length: 7 }, () => [[0, 300] as [number, number]])
    const campaign = await created({ settings: { ...settings, week: night } })
    await fill(campaign)
    expect(await problems(campaign.id)).toEqual(['week'])
    const regions = [{ regionId: 'zj', week: night }]
    await server.database.outboundRules.create({ data: { rules: { ...outboundRules.parse({}), regions } } })
    expect(await problems(campaign.id)).toEqual(['week'])
    await server.database.campaignContact.updateMany({ where: { campaignId: campaign.id }, data: { regionId: 'hz' } })
    expect(await problems(campaign.id)).toEqual([])
    await server.database.outboundRules.deleteMany()
  })

  it('knows contacts without numbers, without consent, and a call centre without a line', async () => {
    const campaign = await created()
    await fill(campaign, '')
    expect(await problems(campaign.id)).toEqual(['contacts'])
    await server.database.campaignContact.updateMany({ where: { campaignId: campaign.id }, data: { consent: '有' } })
    expect(await problems(campaign.id)).toEqual([])
    await server.database.contactNumber.updateMany({
      where: { contact: { campaignId: campaign.id } },
      data: { dead: 'invalid-number' },
    })
    expect(await problems(campaign.id)).toEqual(['contacts'])
    const without = await startTestServer()
    const ask = await without.as('s2001')
    const { id } = (await ask('POST', '/api/campaigns', fields({ kind: 'callback' }))).json()
    const found = (await ask('GET', `/api/campaigns/${id}/preflight`)).json().problems
    expect(found).toMatchObject([{ field: 'callerNumber' }, { field: 'trunk' }])
    await without.close()
  })

  it('of a callback campaign needs nobody yet: who is missed comes by itself', async () => {
    const campaign = await created({ kind: 'callback' })
    expect(await problems(campaign.id)).toEqual([])
  })
})
