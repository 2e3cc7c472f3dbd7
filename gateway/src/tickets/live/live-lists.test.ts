import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { pino } from 'pino'
import type { Server } from 'socket.io'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TicketListClientEvents, TicketListServerEvents } from '../../contract/index.ts'
import { insertTicket, password, startTestServer, type TestServer } from '../../server-testing.ts'
import { openSockets } from '../../sockets.ts'
import { openTicketChanges, type TicketChanges } from '../ticket-changes.ts'
import { openLiveLists } from './live-lists.ts'

type ListSocket = Socket<TicketListServerEvents, TicketListClientEvents>
type Change = Parameters<TicketListServerEvents['changed']>[0]

let server: TestServer
let sockets: Server
let changes: TicketChanges
let stop: () => void
let address: string
let url: string
const open: ListSocket[] = []

beforeAll(async () => {
  server = await startTestServer()
  const [row] = await server.database.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`
  const base = new URL(server.databaseUrl)
  expect(base.pathname.slice(1)).toBe(row?.name)
  url = base.href
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  sockets = openSockets(http)
  const log = pino({ level: 'silent' })
  changes = openTicketChanges({ url, log, retryMs: 200 })
  stop = openLiveLists({ io: sockets, database: server.database, changes, sessions: server.sessions, log })
  await vi.waitFor(() => expect(changes.connected()).toBe(true))
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
})
afterAll(async () => {
  stop?.()
  await changes?.stop()
  await sockets?.close()
  await server?.close()
})

async function watch(
  username: string,
  filter: object,
): Promise<{ socket: ListSocket; changes: Change[]; gone: string[]; missed: () => number }> {
  const session = await server.sessions.logIn({ username, password })
  const socket: ListSocket = io(`${address}/ticket-lists`, {
    transports: ['websocket'],
    extraHeaders: { cookie: `ringdesk_session=${session?.token}` },
  })
  open.push(socket)
  const changes: Change[] = []
  const gone: string[] = []
  let missed = 0
  socket.on('gone', (ids) => gone.push(...ids))
  socket.on('changed', (change) => changes.push(change))
  socket.on('missed', () => missed++)
  expect(await socket.timeout(5_000).emitWithAck('watch', filter)).toEqual({ ok: true })
  return { socket, changes, gone, missed: () => missed }
}

describe('an open list', () => {
  it('hears of the tickets that its reader may see, and which of them are within its filter', async () => {
    const all = await watch('a1001', { status: 'open' })
    const closed = await watch('a1002', { status: 'closed' })
    const east = await watch('r3001', {})
    const hangzhou = await watch('r3002', {})
    const store = await watch('m0001', {})
    const id = await insertTicket(server.database, { sourceId: randomUUID() })
    await expect.poll(() => all.changes).toEqual([{ ids: [id], matching: [id] }])
    await expect.poll(() => closed.changes).toEqual([{ ids: [id], matching: [] }])
    await expect.poll(() => east.changes).toEqual([{ ids: [id], matching: [id] }])
    await server.database.ticket.update({
      where: { id },
      data: { cityId: 'hz', storeId: 'hz01', dispatchedAt: new Date() },
    })
    await server.database.ticketHistory.create({ data: { ticketId: id, kind: 'edited', detail: {} } })
    // What came before was told to nobody at the store or in the city.
    await expect.poll(() => store.changes).toEqual([{ ids: [id], matching: [id] }])
    await expect.poll(() => hangzhou.changes).toEqual([{ ids: [id], matching: [id] }])
  })

  it('is told that a ticket it shows has left its reader’s part, and of no other that is elsewhere', async () => {
    const { database } = server
    const east = await watch('r3001', {})
    const all = await watch('a1001', {})
    const shown = (list: typeof east, ids: string[]) => list.socket.timeout(5_000).emitWithAck('shown', ids)
    const id = await insertTicket(database, { sourceId: randomUUID() })
    const elsewhere = await insertTicket(database, { sourceId: randomUUID() })
    const left = await insertTicket(database, { sourceId: randomUUID() })
    await database.ticket.updateMany({ where: { id: { in: [elsewhere, left] } }, data: { regionId: 'north' } })
    // One that left while the page was being asked for is gone at once.
    expect(await shown(east, [id, left])).toEqual({ ok: true })
    await expect.poll(() => east.gone).toEqual([left])
    expect(await shown(all, [id, elsewhere])).toEqual({ ok: true })
    const change = (ticketId: string) =>
      database.ticketHistory.create({ data: { ticketId, kind: 'edited', detail: {} } })
    await database.ticket.update({ where: { id }, data: { regionId: 'north', provinceId: 'bj' } })
    await Promise.all([change(id), change(elsewhere)])
    await expect.poll(() => east.gone).toEqual([left, id])
    await expect.poll(() => new Set(all.changes.flatMap(({ ids }) => ids))).toEqual(new Set([id, left, elsewhere]))
    // Told once; and nothing else has ever been said of what is elsewhere.
    await change(id)
    await change(elsewhere)
    // Changes are told in their order: whoever has heard of this one has heard of all before it.
    const last = await insertTicket(database, { sourceId: randomUUID() })
    for (const list of [east, all]) await expect.poll(() => list.changes.flatMap(({ ids }) => ids)).toContain(last)
    expect(east.gone).toEqual([left, id])
    expect(JSON.stringify(east.changes)).not.toContain(elsewhere)
    expect(all.gone).toEqual([])
    expect(await shown(east, ['no id'])).toEqual({ ok: false })
  })

  it('hears of many changes at once together', async () => {
    const { changes } = await watch('a1001', {})
    const made: string[] = []
    for (let index = 0; index < 8; index++) made.push(await insertTicket(server.database, { sourceId: randomUUID() }))
    await expect.poll(() => new Set(changes.flatMap(({ ids }) => ids)).size).toBe(8)
    expect(changes.length).toBeLessThan(8)
  })

  it('is told to look again after the listening connection was lost, and hears on', async () => {
    const { changes, missed } = await watch('s2001', {})
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'ringdesk ticket changes' AND datname = current_database()`)
    await killer.end()
    await expect.poll(missed, { timeout: 10_000 }).toBe(1)
    const id = await insertTicket(server.database, { sourceId: randomUUID() })
    await expect.poll(() => changes.flatMap(({ ids }) => ids)).toContain(id)
  })

  it('is nothing for somebody without a log-in, and refuses a filter that is none', async () => {
    const stranger: ListSocket = io(`${address}/ticket-lists`, { transports: ['websocket'] })
    open.push(stranger)
    const [error] = await new Promise<[Error]>((resolve) => stranger.once('connect_error', (...each) => resolve(each)))
    expect(error.message).toBe('NOT_LOGGED_IN')
    const { socket } = await watch('a1001', {})
    expect(await socket.timeout(5_000).emitWithAck('watch', { status: 'nonsense' })).toEqual({ ok: false })
  })
})
