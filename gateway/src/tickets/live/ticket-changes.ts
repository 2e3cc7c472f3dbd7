/** Which tickets change, as PostgreSQL tells it: one connection that listens, opened again whenever it breaks. */
import pg from 'pg'
import type { Logger } from 'pino'

const CHANNEL = 'ticket_changed'
/** How long changes are gathered before they are told. ms */
const GATHER_MS = 400
const CONNECT_MS = 5_000
/** From one try to the next. ms */
const AGAIN_MS = 1_000
const AGAIN_AT_MOST_MS = 15_000
/** A line that died without a word is noticed by this. ms */
const ASK_EVERY_MS = 20_000

export interface TicketChanges {
  /** Resolves when it listens for the first time. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

export interface ChangeListener {
  /** Ids, each once, some moments after the first of them changed. */
  readonly onChanged: (ids: readonly string[]) => void
  /** It was deaf for a while: anything may have changed. */
  readonly onMissed: () => void
}

export function followTicketChanges(
  { url, log, gatherMs = GATHER_MS }: { url: string; log: Logger; gatherMs?: number },
  { onChanged, onMissed }: ChangeListener,
): TicketChanges {
  let stopped = false
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let telling: NodeJS.Timeout | undefined
  let pause = AGAIN_MS
  let heardBefore = false
  const gathered = new Set<string>()
  let isReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })

  const tell = (): void => {
    telling = undefined
    const ids = [...gathered]
    gathered.clear()
    onChanged(ids)
  }
  const lost = (from: pg.Client, error?: Error): void => {
    if (client !== from) return
    client = undefined
    from.end().catch((cause: unknown) => log.debug({ err: cause }, 'a listening connection was gone already'))
    if (stopped) return
    log.warn({ err: error }, 'changes of tickets are not heard; listening again')
    again = setTimeout(() => void listen(), pause)
    pause = Math.min(pause * 2, AGAIN_AT_MOST_MS)
  }
  const listen = async (): Promise<void> => {
    const opened = new pg.Client({
      connectionString: url,
      application_name: 'ringdesk ticket changes',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
    })
    client = opened
    opened.on('error', (error) => lost(opened, error))
    opened.on('end', () => lost(opened))
    opened.on('notification', ({ payload }) => {
      if (!payload) return
      gathered.add(payload)
      telling ??= setTimeout(tell, gatherMs)
    })
    try {
      await opened.connect()
      await opened.query(`LISTEN ${CHANNEL}`)
    } catch (error) {
      return lost(opened, error as Error)
    }
    pause = AGAIN_MS
    isReady()
    if (heardBefore) onMissed()
    heardBefore = true
  }
  const asking = setInterval(() => {
    const asked = client
    asked?.query('SELECT').catch((error: unknown) => lost(asked, error as Error))
  }, ASK_EVERY_MS)
  void listen()

  return {
    ready,
    async stop() {
      stopped = true
      clearInterval(asking)
      clearTimeout(again)
      clearTimeout(telling)
      const last = client
      client = undefined
      await last?.end()
    },
  }
}
