/** Listens to `ticket_changed`: whoever follows tickets is woken at once instead of at its next look. Nothing depends on it. */
import pg from 'pg'
import type { Logger } from 'pino'

const CONNECT_MS = 5_000
const AGAIN_AFTER_MS = 2_000

export interface TicketFeed {
  stop(): Promise<void>
}

/** @param onTicket called with the id of a ticket whose history was written; with undefined when some may have been missed */
export function followTickets(
  url: string,
  onTicket: (ticketId: string | undefined) => void,
  log: Pick<Logger, 'warn'>,
): TicketFeed {
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let stopped = false

  const connect = async (): Promise<void> => {
    const mine = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true })
    client = mine
    let lost = false
    const lose = (error?: unknown): void => {
      if (lost || stopped) return
      lost = true
      log.warn({ err: error }, 'changes of tickets are not told at once; they are looked for meanwhile')
      mine.end().catch((err: unknown) => log.warn({ err }, 'a broken connection could not be closed'))
      again = setTimeout(() => void connect(), AGAIN_AFTER_MS)
    }
    mine.on('error', lose)
    mine.on('end', () => lose())
    mine.on('notification', ({ payload }) => onTicket(payload))
    try {
      await mine.connect()
      await mine.query('LISTEN ticket_changed')
      onTicket(undefined)
    } catch (error) {
      lose(error)
    }
  }
  void connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(again)
      await client?.end().catch((err: unknown) => log.warn({ err }, 'the feed of tickets did not close'))
    },
  }
}
