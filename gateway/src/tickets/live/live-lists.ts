/** Lists and boards that change before one's eyes: PostgreSQL's word of changes, and the browsers that are told. */
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import type { PrismaClient } from '../../database/client/client.ts'
import type { Sessions } from '../../sessions/sessions.ts'
import type { TicketChanges } from '../ticket-changes.ts'
import { serveTicketLists } from './list-sockets.ts'

/** ms over which changes are gathered: a list that jumps with each of them cannot be read. */
const GATHER_MS = 400

/** @returns ends it */
export function openLiveLists(needs: {
  readonly io: Server
  readonly database: PrismaClient
  readonly changes: Pick<TicketChanges, 'subscribe'>
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly log: Logger
}): () => void {
  const lists = serveTicketLists(needs)
  const waiting = new Set<string>()
  let gathering: NodeJS.Timeout | undefined
  // One after the other: a slow database is not asked twice at once, and what comes meanwhile is told together.
  let busy = false
  const tell = async (): Promise<void> => {
    gathering = undefined
    if (busy) return
    busy = true
    while (waiting.size > 0) {
      const ids = [...waiting]
      waiting.clear()
      await lists.changed(ids)
    }
    busy = false
  }
  const unsubscribe = needs.changes.subscribe({
    changed: (ids) => {
      for (const id of ids) waiting.add(id)
      gathering ??= setTimeout(() => void tell(), GATHER_MS)
    },
    missed: () => lists.missed(),
  })
  return () => {
    unsubscribe()
    clearTimeout(gathering)
  }
}
