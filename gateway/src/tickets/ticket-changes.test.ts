import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { connect, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { insertAtStore } from '../collaboration/collaboration-testing.ts'
import type { TicketChange, TicketClientEvents, TicketServerEvents } from '../contract/index.ts'
import { password, startTestServer, type TestServer } from '../server-testing.ts'
import { openSockets } from '../sockets.ts'
import { openTicketChanges, type TicketChanges } from './ticket-changes.ts'
import { serveTicketChanges } from './ticket-socket.ts'

type Reader = Socket<TicketServerEvents, TicketClientEvents>

const log = pino({ level: 'silent' })
let server: TestServer
let changes: TicketChanges
let io: ReturnType<typeof openSockets>
let address: string
let id: string
let made = 0
const readers: Reader[] = []

beforeAll(async () => {
  server = await startTestServer()
  changes = openTicketChanges({ url: server.databaseUrl, log, gatherMs: 5, retryMs: 50 })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  io = openSockets(server.app.server)
  serveTicketChanges({ io, database: server.database, sessions: server.sessions, changes, log })
  address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  await vi.waitUntil(() => changes.connected(), 10_000)
})
afterEach(() => {
  for (const reader of readers.splice(0)) reader.disconnect()
})
afterAll(async () => {
  await changes.stop()
  await io.close()
  await server.close()
})
beforeEach(async () => {
  id = await insertAtStore(server.database, `live-${++made}`)
})

async function reader(username: string): Promise<Reader & { readonly seen: TicketChange[] }> {
  const session = await server.sessions.logIn({ username, password })
  const socket: Reader = connect(`${address}/tickets`, {
    transports: ['websocket'],
    extraHeaders: { cookie: `ringdesk_session=${session?.token}` },
    reconnectionDelay: 20,
    forceNew: true,
  })
  readers.push(socket)
  const seen: TicketChange[] = []
  socket.on('changed', (change) => seen.push(change))
  await once(socket as never, 'connect')
  return Object.assign(socket, { seen })
}
const change = async (ticketId: string) =>
  (await server.as('a1001'))('POST', `/api/tickets/${ticketId}/comments`, { commandId: randomUUID(), text: '看' })
const heard = (one: { seen: TicketChange[] }, ticketId: string) =>
  vi.waitFor(() => expect(one.seen.map((each) => each.ticketId)).toContain(ticketId), 10_000)

describe('a browser', () => {
  it('is told of tickets that it watches, and not of others', async () => {
    const other = await insertAtStore(server.database, `quiet-${made}`)
    const agent = await reader('a1001')
    expect(await agent.emitWithAck('watch', [id])).toEqual([id])
    await change(other)
    await change(id)
    await heard(agent, id)
    expect(agent.seen.map(({ ticketId }) => ticketId)).not.toContain(other)
    expect(agent.seen[0]).toEqual({ ticketId: id, version: 1 })
  })

  it('joins no ticket that its reader does not see, and no nonsense', async () => {
    const stranger = await reader('m0002')
    expect(await stranger.emitWithAck('watch', [id])).toEqual([])
    expect(await stranger.emitWithAck('watch', ['everything'])).toEqual([])
    const follower = await reader('a1001')
    await follower.emitWithAck('watch', [id])
    await change(id)
    await heard(follower, id)
    expect(stranger.seen).toEqual([])
  })

  it('that follows hears of all that its reader sees: the store, the region, headquarters', async () => {
    const all = { store: await reader('m0001'), city: await reader('r3002'), agent: await reader('a1001') }
    const foreign = await reader('m0002')
    for (const one of [...Object.values(all), foreign]) expect(await one.emitWithAck('follow')).toBe(true)
    await change(id)
    for (const one of Object.values(all)) await heard(one, id)
    expect(foreign.seen).toEqual([])
  })

  it('without a log-in is refused', async () => {
    const socket = connect(`${address}/tickets`, { transports: ['websocket'], reconnection: false, forceNew: true })
    readers.push(socket)
    const [error] = (await once(socket as never, 'connect_error')) as [Error]
    expect(error.message).toBe('NOT_LOGGED_IN')
  })
})

describe('the line to the database', () => {
  it('comes back after it broke; listeners are told that they may have missed something, browsers look again', async () => {
    const missed = vi.fn()
    const end = changes.subscribe({ changed: () => undefined, missed })
    const agent = await reader('a1001')
    const dropped = once(agent as never, 'disconnect')
    await server.database.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'ringdesk ticket changes' AND datname = current_database()`
    await dropped
    expect(missed).toHaveBeenCalledOnce()
    end()
    // A server that hangs up does not make the client come back by itself.
    agent.connect()
    await once(agent as never, 'connect')
    await agent.emitWithAck('watch', [id])
    await change(id)
    await heard(agent, id)
  })

  it('goes on when a listener fails', async () => {
    const ends = [
      changes.subscribe({
        changed: () => {
          throw new Error('broken')
        },
      }),
    ]
    const heardIds: string[] = []
    ends.push(changes.subscribe({ changed: (list) => heardIds.push(...list) }))
    await change(id)
    await vi.waitFor(() => expect(heardIds).toContain(id), 10_000)
    for (const end of ends) end()
  })
})
