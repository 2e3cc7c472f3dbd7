/** Watching over HTTP, with attempts of known times in a real database. */
import { randomUUID } from 'node:crypto'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CampaignAlarms, CampaignFigures, SurveyComments, SurveyResults } from '../../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../../server-testing.ts'
import type { RunnerFigures } from '../runner/campaign-runner.ts'
import { addPeople, allowAnyHour, makeCampaign, numberOf } from '../runner/runner-testing.ts'

let server: TestServer
let supervisor: Ask
let campaign: string
const figuresHere = new Map<string, RunnerFigures>()

beforeAll(async () => {
  server = await startTestServer({ trunk: 'carrier', campaigns: { figures: (id) => figuresHere.get(id) } })
  await allowAnyHour(server.database)
  supervisor = await server.as('s2001')
}, 60_000)
afterAll(() => server?.close())

beforeEach(async () => {
  await server.database.campaign.updateMany({ data: { state: 'ENDED' } })
  campaign = await makeCampaign(server.database, { kind: 'survey', mode: 'flow' })
})

interface MadeUpAttempt {
  readonly outcome: string | null
  readonly minutesAgo: number
  readonly answered?: boolean
  readonly disposition?: string
}

/** Each of a contact of its own. Returns the attempts' ids. */
async function attempts(made: readonly MadeUpAttempt[]): Promise<string[]> {
  const { database } = server
  const from = await database.campaignContact.count({ where: { campaignId: campaign } })
  await addPeople(database, campaign, made.length, from)
  const contacts = await database.campaignContact.findMany({
    where: { campaignId: campaign },
    orderBy: { seq: 'asc' },
    skip: from,
  })
  const ids = made.map(() => randomUUID())
  await database.outboundAttempt.createMany({
    data: made.map(
      ({ outcome, minutesAgo, answered = outcome === 'person' || outcome === 'abandoned', disposition }, index) => {
        const at = new Date(Date.now() - minutesAgo * 60_000)
        return {
          id: ids[index] ?? '',
          campaignId: campaign,
          contactId: contacts[index]?.id ?? '',
          number: numberOf(from + index),
          position: 0,
          claimedAt: at,
          dialledAt: at,
          outcome,
          ringMs: 4_000,
          talkMs: 21_500,
          ...(answered ? { answeredAt: at } : {}),
          ...(outcome === null ? {} : { endedAt: at }),
          ...(disposition ? { disposition } : {}),
        }
      },
    ),
  })
  await database.campaignContact.updateMany({
    where: { id: { in: contacts.map(({ id }) => id) } },
    data: { state: 'DONE', nextAt: null, attempts: 1, outcome: 'person', doneAt: new Date() },
  })
  return ids
}

const figures = async (): Promise<CampaignFigures> =>
  (await supervisor('GET', `/api/campaigns/${campaign}/figures`)).json()
const several = (count: number, one: MadeUpAttempt): MadeUpAttempt[] => Array.from({ length: count }, () => one)

describe('figures of a campaign', () => {
  it('come from its own attempts, by when they were', async () => {
    await attempts([
      ...several(6, { outcome: 'person', minutesAgo: 5 }),
      ...several(2, { outcome: 'abandoned', minutesAgo: 5 }),
      ...several(4, { outcome: 'no-answer', minutesAgo: 20 }),
      ...several(3, { outcome: 'person', minutesAgo: 50 }),
      ...several(5, { outcome: 'busy', minutesAgo: 3_000 }),
      { outcome: null, minutesAgo: 0 },
    ])
    await addPeople(server.database, campaign, 2, 900)
    const other = await makeCampaign(server.database, { kind: 'survey', mode: 'flow' })
    await addPeople(server.database, other, 3, 950)
    const seen = await figures()
    expect(seen).toMatchObject({
      state: 'running',
      contacts: { total: 23, due: 2, later: 0, done: 21 },
      attempts: { total: 21, live: 1 },
      answerRate: { recent: { part: 8, of: 12 }, all: { part: 11, of: 20 } },
      abandoned: { limitPct: 3, window: { part: 2, of: 8 } },
      funnel: { contacts: 23, attempted: 21, reached: 9, success: 0 },
      where: 'nowhere',
    })
    expect(seen.minutes.reduce((sum, { dialled }) => sum + dialled, 0)).toBe(16)
    expect(seen.live).toBeUndefined()
  })

  it('say what the process that dials knows, and when it is another one', async () => {
    await addPeople(server.database, campaign, 1)
    const holder = { id: 1, holder: 'another', until: new Date(Date.now() + 60_000) }
    await server.database.campaignRunner.create({ data: holder })
    expect((await figures()).where).toBe('elsewhere')
    await server.database.campaignRunner.deleteMany()
    campaign = await makeCampaign(server.database, { kind: 'survey', mode: 'flow' })
    figuresHere.set(campaign, {
      live: 7,
      most: 100,
      lines: { inUse: 9, all: 60, keptForInbound: 20 },
      reason: 'calls-per-second',
    })
    expect(await figures()).toMatchObject({ where: 'here', live: { live: 7, reason: 'calls-per-second' } })
  })

  it('count as a success what an agent settled as one', async () => {
    campaign = await makeCampaign(server.database, {
      kind: 'agent',
      mode: 'progressive',
      settings: {
        dispositions: [
          { id: 'bought', label: '已下单', next: 'done', success: true },
          { id: 'no', label: '不需要', next: 'done', success: false },
        ],
      },
    })
    await attempts([
      { outcome: 'person', minutesAgo: 1, disposition: 'bought' },
      { outcome: 'person', minutesAgo: 1, disposition: 'no' },
    ])
    expect((await figures()).funnel).toMatchObject({ reached: 2, success: 1 })
  })

  it('raise alarms while it runs: the line refuses, nothing is published', async () => {
    await attempts([
      ...several(40, { outcome: 'network-error', minutesAgo: 1 }),
      ...several(60, { outcome: 'person', minutesAgo: 100 }),
    ])
    await addPeople(server.database, campaign, 1, 700)
    await server.database.campaign.update({ where: { id: campaign }, data: { flowId: 'no-such-flow' } })
    const seen = await figures()
    expect(seen.alarms.map(({ kind }) => kind)).toEqual(['cannot-dial', 'trunk'])
    const listed = (await supervisor('GET', '/api/campaign-alarms')).json<CampaignAlarms>()
    expect(listed.campaigns.map(({ id }) => id)).toEqual([campaign])
  })

  it('are for headquarters’ supervisors and administrators', async () => {
    const path = `/api/campaigns/${campaign}`
    const agent = await server.as('a1001')
    const others = [agent, await server.as('r3001'), await server.as('m0001')]
    for (const ask of others)
      for (const what of ['figures', 'results', 'comments', 'export?what=attempts&format=csv'])
        expect((await ask('GET', `${path}/${what}`)).statusCode, what).toBe(403)
    expect((await agent('GET', '/api/campaign-alarms')).statusCode).toBe(403)
    expect((await server.anonymous('GET', `${path}/figures`)).statusCode).toBe(401)
    const admin = await server.as('admin')
    expect((await admin('GET', `${path}/figures`)).statusCode).toBe(200)
    expect((await admin('GET', `/api/campaigns/${randomUUID()}/figures`)).statusCode).toBe(404)
  })
})

describe('results of a survey', () => {
  const stores = { A: 'hz01', B: 'bj01' }

  async function answers(
    attempt: string,
    store: string,
    given: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    const { contactId } = await server.database.outboundAttempt.findUniqueOrThrow({ where: { id: attempt } })
    let seconds = 0
    for (const [question, value] of Object.entries(given))
      await server.database.surveyAnswer.create({
        data: {
          attemptId: attempt,
          campaignId: campaign,
          contactId: contactId ?? '',
          storeId: store,
          node: question,
          question,
          value,
          at: new Date(Date.parse('2026-11-22T02:30:00Z') + 1_000 * seconds++),
          ...(value === null ? { recordingPath: 'outbound/x.wav', durationMs: 7_400 } : {}),
        },
      })
  }

  beforeEach(async () => {
    const [first = '', second = '', third = ''] = await attempts(several(4, { outcome: 'person', minutesAgo: 1 }))
    await answers(first, stores.A, { solved: '1', score: '5' })
    await answers(second, stores.A, { solved: '2', score: '2', comment: null })
    await answers(third, stores.B, { solved: '1', score: '4' })
  })

  it('come by question and value, in the order and the words of the flow, with means of scores', async () => {
    const results = (await supervisor('GET', `/api/campaigns/${campaign}/results`)).json<SurveyResults>()
    expect(results.questions).toMatchObject([
      {
        question: 'solved',
        label: '问题解决了吗',
        answers: 3,
        values: [
          { value: '1', label: '已解决', count: 2 },
          { value: '2', label: '未解决', count: 1 },
        ],
      },
      { question: 'score', answers: 3, mean: 11 / 3 },
    ])
    expect(results.questions[0]?.mean).toBeUndefined()
    expect(results).toMatchObject({ comments: 1, response: { part: 3, of: 4 }, more: false })
  })

  it('come by store, those with the most answers first', async () => {
    const results = (await supervisor('GET', `/api/campaigns/${campaign}/results?by=store`)).json<SurveyResults>()
    expect(results.places.map(({ id, people, comments }) => [id, people, comments])).toEqual([
      [stores.A, 2, 1],
      [stores.B, 1, 0],
    ])
    expect(results.places[0]?.questions).toContainEqual({
      question: 'score',
      answers: 2,
      mean: 3.5,
      values: { 2: 1, 5: 1 },
    })
    const short = (await supervisor('GET', `/api/campaigns/${campaign}/results?limit=1`)).json<SurveyResults>()
    expect([short.places.length, short.more]).toEqual([1, true])
  })

  it('have the comments to listen to, with what the same person pressed and a masked number', async () => {
    const page = (await supervisor('GET', `/api/campaigns/${campaign}/comments`)).json<SurveyComments>()
    expect(page.comments).toMatchObject([
      {
        question: 'comment',
        durationMs: 7_400,
        recorded: true,
        storeId: stores.A,
        number: expect.stringContaining('****'),
        answers: [
          { question: 'solved', value: '2' },
          { question: 'score', value: '2' },
        ],
      },
    ])
  })

  it('and attempts leave as files with masked numbers, and it is written down who took them', async () => {
    const csv = await supervisor('GET', `/api/campaigns/${campaign}/export?what=attempts&format=csv`)
    const lines = csv.body.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines.find((line) => line.includes('顾客0'))).toMatch(/,139\*{4}0000,,,真人接听,4,21\.5,/)
    expect(csv.body).not.toContain(numberOf(0).slice(3))
    const xlsx = await supervisor('GET', `/api/campaigns/${campaign}/export?what=answers&format=xlsx`)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(xlsx.rawPayload as unknown as ArrayBuffer)
    const sheet = book.worksheets[0]
    expect(sheet?.rowCount).toBe(8)
    expect(sheet?.getRow(2).getCell(1).text).toBe('2026-11-22 10:30:00')
    expect(
      await server.database.auditEntry.count({ where: { action: 'report-exported', object: `campaign:${campaign}` } }),
    ).toBe(2)
  })
})
