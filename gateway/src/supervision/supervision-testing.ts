/** For tests: a supervisor's window without a browser, which follows the stream as a browser does. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import {
  type Row,
  type RowChanges,
  type SupervisionClientEvents,
  type SupervisionCommand,
  type SupervisionCommandResult,
  type SupervisionServerEvents,
  type SupervisionSettings,
  type SupervisionSnapshot,
  type SupervisionTables,
  type SupervisionUpdate,
  withChanges,
} from '../contract/index.ts'
import { PASSWORD } from '../gateway-testing.ts'

type Tables = { -readonly [Table in keyof SupervisionTables]: ReadonlyMap<string, SupervisionTables[Table]> }

/** A supervisor's window without a browser. */
export class Watcher {
  readonly socket: Socket<SupervisionServerEvents, SupervisionClientEvents>
  readonly updates: SupervisionUpdate[] = []
  settings: SupervisionSettings | undefined
  tables: Tables | undefined
  seq = 0
  #waiting: (() => void)[] = []

  static async open(address: string, username: string): Promise<Watcher> {
    const watcher = new Watcher(address, await cookieOf(address, username))
    await watcher.until(() => watcher.tables !== undefined)
    return watcher
  }

  constructor(address: string, cookie: string) {
    this.socket = io(`${address}/supervision`, {
      extraHeaders: { cookie: cookie },
      transports: ['websocket'],
      forceNew: true,
    })
    this.socket.on('snapshot', (snapshot) => this.take(snapshot))
    this.socket.on('update', (update) => this.#follow(update))
  }

  get seen(): Tables {
    if (!this.tables) throw new Error('nothing was seen yet')
    return this.tables
  }

  take({ seq, serverTime: _, settings, ...tables }: SupervisionSnapshot): void {
    this.seq = seq
    this.settings = settings
    this.tables = Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [table, new Map(rows.map((row) => [row.id, row]))]),
    ) as unknown as Tables
    this.#wake()
  }

  command(command: SupervisionCommand, id: string = randomUUID()): Promise<SupervisionCommandResult> {
    return this.socket.timeout(10_000).emitWithAck('command', { id, command })
  }

  async until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
    const late = Date.now() + timeoutMs
    while (!condition()) {
      const left = late - Date.now()
      if (left <= 0) throw new Error(`not so within ${timeoutMs} ms: ${condition}`)
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.push(resolve)
      const timer = setTimeout(resolve, Math.min(left, 500))
      await promise
      clearTimeout(timer)
    }
  }

  #follow(update: SupervisionUpdate): void {
    if (update.seq !== this.seq + 1) throw new Error(`update ${update.seq} came after ${this.seq}`)
    this.seq = update.seq
    this.updates.push(update)
    if (this.settings) this.settings = { ...this.settings, ...update.settings }
    const tables = this.seen as Record<string, ReadonlyMap<string, Row>>
    for (const [table, changes] of Object.entries(update.changes))
      tables[table] = withChanges(tables[table] ?? new Map(), changes as RowChanges<Row>)
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

export async function cookieOf(address: string, username: string): Promise<string> {
  const response = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  })
  if (!response.ok) throw new Error(`log-in failed: ${await response.text()}`)
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
