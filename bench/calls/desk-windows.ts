/**
 * The agents' browsers, in a process of its own: a socket for each desk, as agent-ui opens it. Told what to do by messages from its
 * parent (DeskOrder), answers with DeskAnswer.
 */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type { DeskClientEvents, DeskServerEvents } from '../../gateway/src/contract/index.ts'

export type DeskOrder =
  | { readonly type: 'open'; readonly address: string; readonly cookies: readonly string[] }
  /** Everybody who is not ready says so; answered when all are. */
  | { readonly type: 'be-ready' }
  /** Tell and forget the pops so far. */
  | { readonly type: 'tell-pops' }
export type DeskAnswer =
  | { readonly type: 'opened' }
  | { readonly type: 'ready'; readonly ready: number }
  /** When each pop arrived, epoch ms with fractions: call -> its arrivals. */
  | { readonly type: 'pops'; readonly pops: readonly (readonly [call: string, at: number])[] }

interface Window {
  readonly socket: Socket<DeskServerEvents, DeskClientEvents>
  state: string
  lastCall: string | undefined
}

/** Connecting all at once would only measure the accept queue. */
const OPEN_AT_ONCE = 20
const READY_WITHIN_MS = 20_000

const windows: Window[] = []
let pops: [call: string, at: number][] = []
const now = (): number => performance.timeOrigin + performance.now()

function openWindow(address: string, cookie: string): Promise<void> {
  const socket: Window['socket'] = io(`${address}/desk`, {
    extraHeaders: { cookie },
    transports: ['websocket'],
    forceNew: true,
  })
  const window: Window = { socket, state: '', lastCall: undefined }
  windows.push(window)
  socket.on('update', (...updates) => {
    const at = now()
    for (const update of updates) {
      if (update.type === 'state') window.state = update.state.kind
      if (update.type !== 'contact' || update.contact.phase !== 'offered' || update.contact.call === window.lastCall)
        continue
      window.lastCall = update.contact.call
      pops.push([update.contact.call, at])
    }
  })
  return new Promise((resolve, reject) => {
    socket.on('snapshot', (snapshot) => {
      window.state = snapshot.state.kind
      resolve()
    })
    socket.once('connect_error', reject)
  })
}

async function beReady(): Promise<number> {
  const late = performance.now() + READY_WITHIN_MS
  for (;;) {
    const others = windows.filter((window) => window.state !== 'ready')
    if (others.length === 0 || performance.now() > late) return windows.length - others.length
    await Promise.all(
      others.map(({ socket }) =>
        socket
          .timeout(10_000)
          .emitWithAck('command', { id: randomUUID(), command: { type: 'request-state', state: { kind: 'ready' } } }),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function carryOut(order: DeskOrder): Promise<DeskAnswer> {
  switch (order.type) {
    case 'open':
      for (let start = 0; start < order.cookies.length; start += OPEN_AT_ONCE)
        await Promise.all(
          order.cookies.slice(start, start + OPEN_AT_ONCE).map((cookie) => openWindow(order.address, cookie)),
        )
      return { type: 'opened' }
    case 'be-ready':
      return { type: 'ready', ready: await beReady() }
    case 'tell-pops': {
      const told = pops
      pops = []
      return { type: 'pops', pops: told }
    }
  }
}

process.on('message', (order: DeskOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error('the desks failed:', error)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
