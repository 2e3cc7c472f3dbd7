import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { campaignSettings, type TicketDetail } from '../../contract/index.ts'
import { startTestServer, type TestServer } from '../../server-testing.ts'
import { makeTicket } from '../../sla/sla-testing.ts'

const audio = randomBytes(5_000)
let server: TestServer
let ticketId: string
let comment: string

beforeAll(async () => {
  server = await startTestServer()
  await mkdir(join(server.folder, 'recordings/2026'), { recursive: true })
  await writeFile(join(server.folder, 'recordings/2026/comment.wav'), audio)
  await writeFile(join(server.folder, 'secret.wav'), 'secret')
  ticketId = await makeTicket(server.database, { status: 'RESOLVED', storeId: 'hz01', dispatchedAt: new Date() })
  comment = await said(ticketId, '2026/comment.wav')
})
afterAll(() => server.close())

/** What somebody has said to a survey; its address. */
async function said(ticket: string | null, recordingPath: string | null): Promise<string> {
  const { database } = server
  const campaign = await database.campaign.upsert({
    where: { name: '工单回访' },
    create: {
      name: '工单回访',
      kind: 'survey',
      mode: 'flow',
      callerNumber: '4008001234',
      settings: campaignSettings.parse({}),
    },
    update: {},
  })
  const contact = await database.campaignContact.create({
    data: { campaignId: campaign.id, key: randomUUID(), ticketId: ticket, state: 'DONE' },
  })
  const { id } = await database.surveyAnswer.create({
    data: {
      attemptId: randomUUID(),
      campaignId: campaign.id,
      contactId: contact.id,
      ticketId: ticket,
      node: 'comment',
      question: 'comment',
      recordingPath,
      durationMs: 4_000,
      at: new Date(),
    },
  })
  return `/api/survey-answers/${id}/recording`
}

const get = async (username: string, url: string, headers: Record<string, string> = {}) =>
  (await server.as(username))('GET', url, undefined, headers)

it('is heard by whoever sees the ticket, whole or in the part that is asked for', async () => {
  for (const username of ['a1001', 's2001', 'r3002', 'm0001']) {
    const answer = await get(username, comment)
    expect(answer.statusCode, username).toBe(200)
    expect(answer.headers['content-type']).toBe('audio/wav')
    expect(answer.rawPayload.equals(audio)).toBe(true)
  }
  const part = await get('m0001', comment, { range: 'bytes=100-199' })
  expect(part.statusCode).toBe(206)
  expect(part.headers['content-range']).toBe('bytes 100-199/5000')
  expect(part.rawPayload.equals(audio.subarray(100, 200))).toBe(true)
  expect((await get('m0001', comment, { range: 'bytes=9000-' })).statusCode).toBe(416)
})

it('is not there for anybody else', async () => {
  expect((await server.anonymous('GET', comment)).statusCode).toBe(401)
  expect((await get('m0002', comment)).statusCode).toBe(404)
  const ofNoTicket = await said(null, '2026/comment.wav')
  expect((await get('a1001', ofNoTicket)).statusCode).toBe(404)
  expect((await get('s2001', ofNoTicket)).statusCode).toBe(200)
})

it('is not there when only keys were pressed, the file is gone, or the path leads elsewhere', async () => {
  for (const path of [null, '2026/gone.wav', '../secret.wav'])
    expect((await get('s2001', await said(ticketId, path))).statusCode, String(path)).toBe(404)
})

it('is audited once for each listening', async () => {
  const entries = await server.database.auditEntry.findMany({ where: { object: { startsWith: 'survey-answer' } } })
  const mine = entries.filter(({ object }) => comment.includes(object.split(':')[1] ?? ''))
  expect(mine.map(({ actor }) => actor).sort()).toHaveLength(4)
  expect(mine[0]).toMatchObject({ action: 'survey-comment-listened', detail: { ticket: ticketId } })
})

it('stands on the ticket', async () => {
  const ticket = (await get('m0001', `/api/tickets/${ticketId}`)).json<TicketDetail>()
  expect(ticket.surveyComments).toContainEqual(expect.objectContaining({ url: comment, durationMs: 4_000 }))
})
