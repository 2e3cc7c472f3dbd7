/**
 * Tells this process which tickets have changed, whoever changed them, in this process or another: every history entry makes PostgreSQL
 * send `ticket_changed` when its transaction is over. A hint and no record: what comes while the line is down is lost, so listeners are
 * told when it is up again, and look for themselves.
 */
import pg from 'pg'
import type { Logger } from 'pino'

export interface TicketChanges {
  /** @returns ends it */
  subscribe(listener: TicketChangeListener): () => void
  /** Whether the line to the database is up. */
  connected(): boolean
  stop(): Promise<void>
}

export interface TicketChangeListener {
  /** Each id once, gathered over a moment. */
  readonly changed: (ticketIds: readonly string[]) => void
  /** The line was down; anything may have changed. */
  readonly missed?: () => void
}

export interface TicketChangesOptions {
  readonly url: string
  readonly log: Logger
  /** ms over which changes are gathered. */
  readonly gatherMs?: number
  /** ms before the line is tried again. */
  readonly retryMs?: number
}

/** ms */
const connectMs = 5_000
/** ms between two questions whether the line still lives: a dead network says nothing by itself. */
const probeEveryMs = 30_000

export function openTicketChanges({ url, log, gatherMs = 50, retryMs = 2_000 }: TicketChangesOptions): TicketChanges {
  const listeners = new Set<TicketChangeListener>()
  const gathered = new Set<string>()
  let line: pg.Client | undefined
  let stopped = false
  let everUp = false
  let gathering: NodeJS.Timeout | undefined
  let retrying: NodeJS.Timeout | undefined

  const tell = (what: (listener: TicketChangeListener) => void) => {
    for (const listener of listeners) {
      try {
        what(listener)
      } catch (error) {
        log.error({ err: error }, 'a listener of ticket changes failed')
      }
    }
  }
  const heard = (ticketId: string | undefined) => {
    if (!ticketId) return
    gathered.add(ticketId)
    gathering ??= setTimeout(() => {
      gathering = undefined
      const ids = [...gathered]
      gathered.clear()
      tell(({ changed }) => changed(ids))
    }, gatherMs)
  }
  const lost = (client: pg.Client, error?: unknown) => {
    if (line !== client) return
    line = undefined
    if (stopped) return
    log.warn({ err: error }, 'the line for ticket changes broke')
    again()
  }
  const again = () => {
    if (stopped) return
    retrying = setTimeout(() => void connect(), retryMs)
  }

  async function connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'ringdesk ticket changes',
      connectionTimeoutMillis: connectMs,
      query_timeout: connectMs,
      keepAlive: true,
    })
    client.on('error', (error) => lost(client, error))
    client.on('end', () => lost(client))
    client.on('notification', ({ payload }) => heard(payload))
    try {
      await client.connect()
      await client.query('LISTEN ticket_changed')
    } catch (error) {
      log.warn({ err: error }, 'ticket changes cannot be listened to now')
      await client.end().catch((failure: unknown) => log.debug({ err: failure }, 'a line that never was up'))
      return again()
    }
    if (stopped) return client.end()
    line = client
    if (everUp) tell((listener) => listener.missed?.())
    everUp = true
  }

  const probe = setInterval(() => {
    const asked = line
    asked?.query('SELECT 1').catch((error: unknown) => {
      lost(asked, error)
      asked.end().catch((failure: unknown) => log.debug({ err: failure }, 'a dead line could not be ended'))
    })
  }, probeEveryMs)
  void connect()

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    connected: () => line !== undefined,
    async stop() {
      stopped = true
      clearInterval(probe)
      clearTimeout(gathering)
      clearTimeout(retrying)
      listeners.clear()
      const open = line
      line = undefined
      await open?.end()
    },
  }
}
