/**
 * The browsers' side, a process of its own: a socket for each agent to the desks and one to the bare server. Tells its parent when each
 * pop arrived, by the clock that both processes share.
 */
import { io, type Socket } from 'socket.io-client'
import type { DeskUpdate } from '../../gateway/src/contract/index.ts'

export interface Addresses {
  readonly desks: string
  readonly bare: string
  readonly agents: readonly string[]
}
/** [call, ns of the monotonic clock] of the pops since the last message. */
export type Arrivals = readonly (readonly [call: string, ns: string])[]

const OPEN_AT_ONCE = 25
const TELL_EVERY_MS = 1_000

let arrived: [call: string, ns: string][] = []

function listen(address: string, agent: string): Promise<void> {
  const socket: Socket = io(`${address}/desk`, {
    extraHeaders: { cookie: agent },
    transports: ['websocket'],
    forceNew: true,
  })
  socket.on('update', (...updates: DeskUpdate[]) => {
    const at = process.hrtime.bigint()
    for (const update of updates) if (update.type === 'contact') arrived.push([update.contact.call, String(at)])
  })
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
}

async function open({ desks, bare, agents }: Addresses): Promise<void> {
  for (let start = 0; start < agents.length; start += OPEN_AT_ONCE) {
    const some = agents.slice(start, start + OPEN_AT_ONCE)
    await Promise.all(some.flatMap((agent) => [listen(desks, agent), listen(bare, agent)]))
  }
  process.send?.('open')
  setInterval(() => {
    if (arrived.length === 0) return
    process.send?.(arrived satisfies Arrivals)
    arrived = []
  }, TELL_EVERY_MS)
}

process.once('message', (addresses: Addresses) => {
  open(addresses).catch((error: unknown) => {
    console.error('the listeners could not connect:', error)
    process.exit(1)
  })
})
process.once('disconnect', () => process.exit(0))
