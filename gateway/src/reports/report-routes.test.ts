import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccuracyReport, MissPage, Report } from '../contract/index.ts'
import { recordBatch } from '../ledger/record-batch.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import { factsOf, type MadeUpCall } from './made-up-facts-testing.ts'

/** A minute before and after midnight in Shanghai. */
const MIDNIGHT = Date.parse('2026-11-21T00:00:00+08:00')
let server: TestServer
let supervisor: Ask

const stay: MadeUpCall['stays'][number] = {
  waitMs: 5_000,
  refusals: [],
  agent: 'a1001',
  to: 'delivery',
  talkMs: 60_000,
  wrapMs: 10_000,
  matched: false,
  next: 'answered',
}
const call = (at: number, stays: MadeUpCall['stays']): MadeUpCall => ({
  at,
  queue: 'aftersales',
  province: '浙江省',
  stays,
  lost: 'abandoned',
  isOver: true,
  callback: { reached: false, agent: 'a1001', talkMs: 0 },
  flagged: false,
})

beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
  await server.database.queue.create({ data: { id: 'delivery', name: '=配送', settings: {} } })
  const calls = [
    call(-31_000, [stay]),
    call(60_000, [
      { ...stay, matched: true, next: 'transferred' },
      { ...stay, agent: 'a1002', matched: true },
    ]),
    call(120_000, [{ ...stay, next: 'lost' }]),
  ]
  await recordBatch(server.database, factsOf({ calls, states: [], disorder: [] }, MIDNIGHT))
  await server.database.misroutedFlag.create({
    data: { callId: 'call-0', agentId: 'a1001', rightQueueId: 'delivery', note: '问配送，电话 13800000000' },
  })
})
afterAll(() => server?.close())

const dates = 'from=2026-11-20&to=2026-11-21'

describe('the interval report', () => {
  it('counts a visit in the interval in which it began, though the conversation crosses midnight', async () => {
    const answer = await supervisor('GET', `/api/reports?${dates}&interval=15&by=queue&key=aftersales`)
    const report = answer.json<Report>()
    if (report.by !== 'queue') throw new Error('asked for queues')
    expect(
      report.intervals.map(({ local, figures }) => [local, figures.offered, figures.handled, figures.talkMs]),
    ).toEqual([
      ['2026-11-20 23:45', 1, 1, 60_000],
      ['2026-11-21 00:00', 2, 1, 60_000],
    ])
    expect(report.groups.map(({ id, figures }) => [id, figures.offered])).toEqual([
      ['aftersales', 3],
      ['delivery', 1],
    ])
    expect(report.total).toMatchObject({ offered: 4, answered: 3, abandoned: 1, transferred: 1, wrapMs: 30_000 })
  })

  it.each([
    ['from=2026-11-21&to=2026-11-20&interval=60&by=queue'],
    ['from=2026-10-01&to=2026-11-20&interval=30&by=queue'],
    ['from=2026-02-30&to=2026-03-01&interval=30&by=queue'],
    ['from=2026-11-20&to=2026-11-20&interval=7&by=queue'],
  ])('refuses %s', async (query) => {
    expect((await supervisor('GET', `/api/reports?${query}`)).statusCode).toBe(400)
  })

  it('is not for agents', async () => {
    const agent = await server.as('a1001')
    for (const path of [
      `?${dates}&interval=60&by=queue`,
      '/today',
      `/accuracy?${dates}&by=queue`,
      `/misses?${dates}&kind=match`,
    ])
      expect((await agent('GET', `/api/reports${path}`)).statusCode).toBe(403)
    expect((await agent('GET', `/api/reports/export?${dates}&interval=60&by=queue&format=csv`)).statusCode).toBe(403)
  })
})

describe('accuracy', () => {
  it('is told by queue, region, hour and agent, of first conversations alone', async () => {
    const rows = async (by: string) =>
      (await supervisor('GET', `/api/reports/accuracy?${dates}&by=${by}`))
        .json<AccuracyReport>()
        .rows.map(({ id, name, figures: f }) => [id, name, f.connected, f.matched, f.firstTimeRight])
    expect(await rows('queue')).toEqual([['aftersales', '售后服务', 2, 1, 0]])
    expect(await rows('region')).toEqual([['east', '华东', 2, 1, 0]])
    expect(await rows('agent')).toEqual([['a1001', '林晓燕', 2, 1, 0]])
    expect(await rows('hour')).toEqual([
      ['0', '00:00', 1, 1, 0],
      ['23', '23:00', 1, 0, 0],
    ])
  })

  it('lists the misses with why, where the contact went, and nobody’s number in full', async () => {
    const page = async (query: string) =>
      (await supervisor('GET', `/api/reports/misses?${dates}&${query}`)).json<MissPage>()
    const [match] = (await page('kind=match')).misses
    expect(match).toMatchObject({ callId: 'call-0', matched: false, agentName: '林晓燕', why: { matched: false } })
    const wrong = await page('kind=first-time&limit=1')
    expect(wrong.misses[0]).toMatchObject({ callId: 'call-1', transferredTo: '=配送', misrouted: [] })
    const rest = await page(`kind=first-time&limit=1&cursor=${wrong.next}`)
    expect(rest.misses[0]).toMatchObject({ callId: 'call-0', misrouted: [{ rightQueue: '=配送' }] })
    expect(rest.next).toBeUndefined()
    expect((await page('kind=first-time&hour=23&region=east')).misses).toHaveLength(1)
    expect(JSON.stringify([match, wrong, rest])).not.toMatch(/138\d{8}/)
  })
})

describe('an export', () => {
  const path = (format: string) => `/api/reports/export?${dates}&interval=60&by=queue&format=${format}`

  it('as CSV opens in Excel in Chinese, is harmless, and is audited before it is written', async () => {
    const answer = await supervisor('GET', path('csv'))
    expect(answer.headers['content-disposition']).toContain('ringdesk-queue-2026-11-20-2026-11-21.csv')
    expect([...answer.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = answer.body.slice(1).trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^时段开始,编号,队列,时限 T（秒）,进线,接通,/)
    expect(lines[1]).toMatch(/^2026-11-20 23:00,aftersales,售后服务,20,1,1,/)
    expect(lines[3]).toMatch(/^2026-11-21 00:00,delivery,'=配送,20,1,1,/)
    expect(await server.database.auditEntry.findFirst({ where: { action: 'report-exported' } })).toMatchObject({
      actor: '许文静',
      object: 'report:queue',
      detail: { from: '2026-11-20', format: 'csv' },
    })
  })

  it('as xlsx has the same rows, with numbers as numbers', async () => {
    const answer = await supervisor('GET', path('xlsx'))
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const sheet = book.worksheets[0]
    expect(sheet?.rowCount).toBe(4)
    expect(sheet?.getRow(4).getCell(3).value).toBe('=配送')
    expect(sheet?.getRow(2).getCell(5).value).toBe(1)
  })

  it('of agents names them and their time', async () => {
    const csv = (await supervisor('GET', path('csv').replace('by=queue', 'by=agent'))).body
    expect(csv).toContain('2026-11-21 00:00,a1002,陈志强,1,60,10,70,')
  })
})
