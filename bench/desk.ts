/**
 * How long a pop takes from the call centre's fact to the agent's socket with 1,000 desks connected, through the product's own desks,
 * against a bare socket.io server that emits the same message. Both servers and all sockets are there all the time; blocks of pops go to
 * the one and the other in turn, so that a noisy moment of the machine meets both.
 */
import { fork } from 'node:child_process'
import { createServer, type Server as HttpServer } from 'node:http'
import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { AgentId } from '@ringdesk/cti'
import { pino } from 'pino'
import { Server, type Socket } from 'socket.io'
import type { DeskUpdate, Me } from '../gateway/src/contract/index.ts'
import { serveDesks } from '../gateway/src/desk/desk-socket.ts'
import { deskContact, namesOf } from '../gateway/src/desk/desk-views.ts'
import { Desks } from '../gateway/src/desk/desks.ts'
import { openSockets } from '../gateway/src/sockets.ts'
import { ImaginaryCalls } from './desk/imaginary-calls.ts'
import type { Addresses, Arrivals } from './desk/listeners.ts'
import { percentile } from './running/percentile.ts'
import { endLater } from './running/started.ts'
import { until } from './running/until.ts'

const DESKS = 1_000
const POPS_PER_S = 100
/** Of each of the two. */
const BLOCKS = 10
const POPS_PER_BLOCK = 400
/** The first pops of both find cold code and are not counted. */
const WARM_UP_POPS = 300
/** An offer is withdrawn after so many further pops. */
const OFFER_LASTS_POPS = 150
const CONNECT_MS = 60_000
const ARRIVE_MS = 10_000

/** Pops up one call at the agent's desk and returns the moment at which it began to, ns of the monotonic clock. */
type Pop = (agent: AgentId, call: string) => bigint

const log = pino({ level: 'silent' })

async function listen(http: HttpServer): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return `http://127.0.0.1:${address.port}`
}

/** The product's desks. The cookie of the bench's sockets is the agent's id. */
async function openDesks(calls: ImaginaryCalls): Promise<{ address: string; pop: Pop }> {
  const names = namesOf(calls.config, new Map([['tea', '茶饮']]))
  const desks = new Desks({
    callCentre: calls,
    // No database here: what it knows follows the pop and is no part of it.
    context: async () => ({ orders: [], openTickets: [], lastContacts: [] }),
    ticket: async () => undefined,
    config: () => calls.config,
    names: () => names,
    log,
  })
  const http = createServer()
  const authenticateCookies = async (cookie: string | undefined): Promise<Me> => ({
    id: cookie ?? '',
    username: cookie ?? '',
    name: cookie ?? '',
    role: 'agent',
    agent: { id: cookie ?? '', extension: '1000' },
  })
  const io = openSockets(http)
  serveDesks({ io, desks, sessions: { authenticateCookies }, log })
  const address = await listen(http)
  endLater('desks', async () => {
    desks.close()
    await io.close()
  })
  const offered: AgentId[] = []
  return {
    address,
    pop(agent, call) {
      const at = Date.now()
      const offer = calls.prepare(agent, call, at)
      const began = process.hrtime.bigint()
      calls.offer(offer)
      offered.push(agent)
      const over = offered.length > OFFER_LASTS_POPS ? offered.shift() : undefined
      if (over) calls.takeBack(over, at)
      return began
    },
  }
}

/** The least that any server must do: hold the sockets, emit the message. */
async function openBare(calls: ImaginaryCalls): Promise<{ address: string; pop: Pop }> {
  const names = namesOf(calls.config, new Map([['tea', '茶饮']]))
  const http = createServer()
  const server = new Server(http, { serveClient: false, pingInterval: 10_000, pingTimeout: 5_000 })
  const sockets = new Map<string, Socket>()
  server.of('/desk').on('connection', (socket) => sockets.set(socket.handshake.headers.cookie ?? '', socket))
  const address = await listen(http)
  endLater('bare server', () => server.close())
  let seq = 0
  return {
    address,
    pop(agent, call) {
      const at = Date.now()
      const { contact } = calls.prepare(agent, call, at)
      const shown = deskContact(contact, { why: calls.why(agent) }, 'agent', names)
      const update: DeskUpdate = { type: 'contact', contact: shown, seq: ++seq, serverTime: at }
      const began = process.hrtime.bigint()
      sockets.get(agent)?.emit('update', update)
      return began
    },
  }
}

async function openListeners(addresses: Addresses): Promise<ReadonlyMap<string, bigint>> {
  const child = fork(fileURLToPath(new URL('desk/listeners.ts', import.meta.url)), { execArgv: [] })
  endLater('listeners', () => child.kill('SIGKILL'))
  const arrivals = new Map<string, bigint>()
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not all desks were open within ${CONNECT_MS} ms`)), CONNECT_MS)
    child.once('exit', (code) => reject(new Error(`the listeners ended with ${code}`)))
    child.on('message', (message: 'open' | Arrivals) => {
      if (message === 'open') {
        clearTimeout(late)
        resolve()
      } else for (const [call, ns] of message) arrivals.set(call, BigInt(ns))
    })
    child.send(addresses)
  })
  return arrivals
}

/** Pops at an even pace to one agent after the other; a late one does not slow down those after it. */
async function runBlock(name: string, pops: number, agents: readonly AgentId[], pop: Pop, sent: Map<string, bigint>) {
  const start = performance.now()
  for (let index = 0; index < pops; index++) {
    const wait = start + (index * 1_000) / POPS_PER_S - performance.now()
    if (wait > 0) await delay(wait)
    const agent = agents[(index * 7) % agents.length]
    const call = `${name}-${index}`
    if (agent) sent.set(call, pop(agent, call))
  }
}

export default async function run(): Promise<Record<string, number>> {
  const calls = new ImaginaryCalls(DESKS)
  const desks = await openDesks(calls)
  const bare = await openBare(calls)
  const arrivals = await openListeners({ desks: desks.address, bare: bare.address, agents: calls.agents })

  for (const { pop } of [desks, bare]) await runBlock('warm', WARM_UP_POPS, calls.agents, pop, new Map())
  const sent = { desks: new Map<string, bigint>(), bare: new Map<string, bigint>() }
  for (let block = 0; block < BLOCKS; block++) {
    await runBlock(`desks-${block}`, POPS_PER_BLOCK, calls.agents, desks.pop, sent.desks)
    await runBlock(`bare-${block}`, POPS_PER_BLOCK, calls.agents, bare.pop, sent.bare)
    console.error(`block ${block + 1} of ${BLOCKS}, load average ${loadavg()[0]?.toFixed(1)}`)
  }
  const all = [...sent.desks.keys(), ...sent.bare.keys()]
  if (!(await until(() => all.every((call) => arrivals.has(call)), ARRIVE_MS)))
    throw new Error(`${all.filter((call) => !arrivals.has(call)).length} of ${all.length} pops never arrived`)

  const times = (began: ReadonlyMap<string, bigint>): number[] =>
    [...began].map(([call, ns]) => Number((arrivals.get(call) ?? ns) - ns) / 1e6)
  const [viaDesks, viaBare] = [times(sent.desks), times(sent.bare)]
  const [p99, bareP99] = [percentile(viaDesks, 0.99), percentile(viaBare, 0.99)]
  return {
    desks: DESKS,
    pops_per_s: POPS_PER_S,
    p50_ms: percentile(viaDesks, 0.5),
    p99_ms: p99,
    bare_p50_ms: percentile(viaBare, 0.5),
    bare_p99_ms: bareP99,
    ratio_p99: Math.round((p99 / bareP99) * 100) / 100,
    samples: viaDesks.length,
  }
}
