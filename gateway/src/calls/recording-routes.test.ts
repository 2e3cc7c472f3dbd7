import { randomBytes } from 'node:crypto'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketDetail } from '../contract/index.ts'
import { insertCall, insertTicket, password, startTestServer, type TestServer } from '../server-testing.ts'

const audio = randomBytes(200_000)
let server: TestServer
let address: string
let folder: string
let ticket: string
let calls = 0

beforeAll(async () => {
  server = await startTestServer()
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  folder = join(server.folder, 'recordings')
  await mkdir(join(folder, '2026/11/22'), { recursive: true })
  await writeFile(join(folder, '2026/11/22/good.wav'), audio)
  await writeFile(join(server.folder, 'secret.wav'), 'secret')
  await symlink(join(server.folder, 'secret.wav'), join(folder, 'link.wav'))
  await mkdir(join(server.folder, 'recordings-of-others'))
  await writeFile(join(server.folder, 'recordings-of-others/x.wav'), 'secret')
  ticket = await insertTicket(server.database, { sourceId: 'recorded' })
})
afterAll(() => server.close())

/** A recording at `path`; the address of its audio. */
async function recorded(path: string, stopped = true): Promise<string> {
  const id = `recorded-${++calls}`
  await insertCall(server.database, ticket, { id, arrivedAt: new Date(), recording: { path, stopped } })
  const { id: recording } = await server.database.recording.findFirstOrThrow({ where: { callId: id } })
  return `${address}/api/recordings/${recording}/audio`
}

/** A browser's way: log in over the wire, keep the cookie. */
async function cookieOf(username: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ username, password }),
  })
  expect(answer.status).toBe(200)
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

const get = async (url: string, range?: string, username = 'a1001', method = 'GET') => {
  const answer = await fetch(url, {
    method,
    headers: { cookie: await cookieOf(username), ...(range ? { range } : {}) },
  })
  return { answer, body: Buffer.from(await answer.arrayBuffer()) }
}

describe('a recording', () => {
  it('comes whole, and says that it understands ranges', async () => {
    const { answer, body } = await get(await recorded('2026/11/22/good.wav'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('audio/wav')
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect(answer.headers.get('content-length')).toBe('200000')
    expect(body.equals(audio)).toBe(true)
  })

  it('comes in the part that is asked for', async () => {
    const url = await recorded(join(folder, '2026/11/22/../22/good.wav'))
    const { answer, body } = await get(url, 'bytes=1000-1999')
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe('bytes 1000-1999/200000')
    expect(body.equals(audio.subarray(1_000, 2_000))).toBe(true)
    const end = await get(url, 'bytes=-10')
    expect(end.body.equals(audio.subarray(-10))).toBe(true)
  })

  it('refuses a part beyond its end', async () => {
    await server.database.recording.deleteMany({ where: { path: '2026/11/22/good.wav' } })
    const { answer, body } = await get(await recorded('2026/11/22/good.wav'), 'bytes=200000-')
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toBe('bytes */200000')
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' })
  })

  it('answers HEAD without a body and without holding the file', async () => {
    await server.database.recording.deleteMany({ where: { path: '2026/11/22/good.wav' } })
    const { answer, body } = await get(await recorded('2026/11/22/good.wav'), undefined, 'a1001', 'HEAD')
    expect(answer.status).toBe(200)
    expect(body).toHaveLength(0)
  })

  it('that is still being made is refused', async () => {
    const { answer, body } = await get(await recorded('2026/11/22/unfinished.wav', false))
    expect(answer.status).toBe(409)
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'RECORDING_NOT_FINISHED' })
  })

  it.each([
    '../secret.wav',
    '2026/../../secret.wav',
    '/etc/passwd',
    'link.wav',
    '../recordings-of-others/x.wav',
    '2026/11/22',
    '2026/11/22/missing.wav',
    '2026/11/22/good.wav/x',
    '',
  ])('at %j is not found', async (path) => {
    const { answer, body } = await get(await recorded(path))
    expect(answer.status).toBe(404)
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'NO_SUCH_RECORDING' })
    expect(body.toString()).not.toContain('secret')
  })

  it('beside the folder under the folder’s own name is not found', async () => {
    const { answer } = await get(await recorded(join(server.folder, 'recordings-of-others/x.wav')))
    expect(answer.status).toBe(404)
  })

  it('is refused to whoever is not logged in', async () => {
    const answer = await fetch(await recorded('2026/11/22/secret.wav'))
    expect(answer.status).toBe(401)
  })

  it('of somebody else’s call without a ticket is refused to an agent, and not to its own agent', async () => {
    const url = await recorded('2026/11/22/loose.wav')
    await writeFile(join(folder, '2026/11/22/loose.wav'), audio)
    await server.database.interaction.deleteMany({ where: { callId: `recorded-${calls}` } })
    expect((await get(url, undefined, 'a1002')).answer.status).toBe(403)
    expect((await get(url, undefined, 'a1001')).answer.status).toBe(200)
  })

  it('that a supervisor listens to leaves one entry, however many parts the player asks for', async () => {
    const url = await recorded('2026/11/22/audited.wav')
    await writeFile(join(folder, '2026/11/22/audited.wav'), audio)
    for (const range of ['bytes=5-', 'bytes=0-99', 'bytes=100-199']) await get(url, range, 's2001')
    await get(url, undefined, 'a1001')
    const entries = await server.database.auditEntry.findMany({ where: { action: 'recording-listened' } })
    expect(entries).toMatchObject([{ actor: '许文静', detail: { call: `recorded-${calls}` } }])
  })

  it('stands on its ticket with its address and not with its path', async () => {
    const ask = await server.as('a1001')
    const detail = (await ask('GET', `/api/tickets/${ticket}`)).json<TicketDetail>()
    const recordings = detail.contacts.flatMap((contact) => contact.recordings)
    expect(recordings.length).toBeGreaterThan(5)
    for (const recording of recordings) expect(recording.url).toBe(`/api/recordings/${recording.id}/audio`)
    expect(JSON.stringify(detail)).not.toContain('.wav')
  })
})
