/** Lists and boards that change before one's eyes: PostgreSQL's word of changes, and the browsers that are told. */
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import type { PrismaClient } from '../../database/client/client.ts'
import type { Sessions } from '../../sessions/sessions.ts'
import { serveTicketLists } from './list-sockets.ts'
import { followTicketChanges, type TicketChanges } from './ticket-changes.ts'

export function openLiveLists(needs: {
  readonly io: Server
  readonly database: PrismaClient
  /** The same database, for the connection that listens. */
  readonly url: string
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly log: Logger
}): TicketChanges {
  const lists = serveTicketLists(needs)
  // One after the other: a slow database is not asked twice at once, and what comes meanwhile is told together.
  let waiting: string[] = []
  let busy = false
  const tell = async (): Promise<void> => {
    if (busy) return
    busy = true
    while (waiting.length > 0) {
      const ids = [...new Set(waiting)]
      waiting = []
      await lists.changed(ids)
    }
    busy = false
  }
  return followTicketChanges(needs, {
    onChanged: (ids) => {
      waiting.push(...ids)
      void tell()
    },
    onMissed: () => lists.missed(),
  })
}
