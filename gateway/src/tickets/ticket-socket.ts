/** Namespace /tickets: browsers are told which tickets have changed, of those that they see, and ask for what has changed. */
import type { Logger } from 'pino'
import type { Namespace, Server } from 'socket.io'
import { z } from 'zod'
import type { Me, TicketChange, TicketClientEvents, TicketServerEvents } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { within } from '../deadline.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { TicketChanges } from './ticket-changes.ts'
import { visibleTo } from './visibility.ts'

const sessionMs = 3_000
const mostWatched = 200
const watched = z.array(z.uuid()).max(mostWatched)

/** All that a reader sees, as one room: the same parts as visibleTo() has. Undefined: nothing. */
function scopeRoom(me: Me): string | undefined {
  if (me.role === 'store') return me.store && `store:${me.store.id}`
  if (me.region) return `region:${me.region.id}`
  return me.role === 'region' ? undefined : 'everything'
}

interface Place {
  readonly id: string
  readonly version: number
  readonly storeId: string | null
  readonly dispatched: boolean
  readonly regionId: string | null
  readonly provinceId: string | null
  readonly cityId: string | null
  readonly areaId: string | null
}

export interface TicketSocketOptions {
  readonly io: Server
  readonly database: PrismaClient
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly changes: Pick<TicketChanges, 'subscribe'>
  readonly log: Logger
}

/** @returns ends it */
export function serveTicketChanges({ io, database, sessions, changes, log }: TicketSocketOptions): () => void {
  const namespace: Namespace<TicketClientEvents, TicketServerEvents> = io.of('/tickets')
  const whoIs = (cookie: string | undefined): Promise<Me | undefined> =>
    within(sessionMs, sessions.authenticateCookies(cookie), () => new Error('the database did not answer in time'))

  const seenOf = async (me: Me, ids: readonly string[]): Promise<string[]> => {
    if (ids.length === 0) return []
    const rows = await database.$queryRaw<{ id: string }[]>`
      SELECT t.id FROM "Ticket" t WHERE t.id = ANY(${[...ids]}::uuid[]) AND ${visibleTo(me)}`
    return rows.map(({ id }) => id)
  }

  namespace.use((socket, next) => {
    whoIs(socket.handshake.headers.cookie).then(
      (me) => next(me ? undefined : new Error('NOT_LOGGED_IN')),
      (error: unknown) => {
        log.warn({ err: error }, 'a reader of tickets could not be let in')
        next(new Error('TRY_AGAIN'))
      },
    )
  })
  namespace.on('connection', (socket) => {
    // Asked anew each time: the log-in may have ended, or the region changed, since the window was opened.
    const me = () => whoIs(socket.handshake.headers.cookie)
    socket.on('watch', (ids, acknowledge) => {
      if (typeof acknowledge !== 'function') return
      const join = async () => {
        const parsed = watched.safeParse(ids)
        const reader = await me()
        const seen = parsed.success && reader ? await seenOf(reader, parsed.data) : []
        for (const room of socket.rooms) if (room.startsWith('ticket:')) await socket.leave(room)
        await socket.join(seen.map((id) => `ticket:${id}`))
        acknowledge(seen)
      }
      join().catch((error: unknown) => {
        log.warn({ err: error }, 'a reader could not watch tickets')
        acknowledge([])
      })
    })
    socket.on('follow', (acknowledge) => {
      if (typeof acknowledge !== 'function') return
      const join = async () => {
        const reader = await me()
        const room = reader && scopeRoom(reader)
        if (room !== undefined) await socket.join(room)
        acknowledge(room !== undefined)
      }
      join().catch((error: unknown) => {
        log.warn({ err: error }, 'a reader could not follow tickets')
        acknowledge(false)
      })
    })
  })

  const tell = async (ids: readonly string[]): Promise<void> => {
    // Nobody looks: nothing to find out.
    if (namespace.sockets.size === 0) return
    const places = await database.$queryRaw<Place[]>`
      SELECT id, version, "storeId", "dispatchedAt" IS NOT NULL AS dispatched, "regionId", "provinceId", "cityId", "areaId"
      FROM "Ticket" WHERE id = ANY(${[...ids]}::uuid[])`
    for (const place of places) {
      const regions = [place.regionId, place.provinceId, place.cityId, place.areaId].filter((id) => id !== null)
      const change: TicketChange = { ticketId: place.id, version: place.version }
      namespace
        .to([
          `ticket:${place.id}`,
          'everything',
          ...regions.map((id) => `region:${id}`),
          ...(place.storeId !== null && place.dispatched ? [`store:${place.storeId}`] : []),
        ])
        .emit('changed', change)
    }
  }
  return changes.subscribe({
    changed: (ids) => {
      tell(ids).catch((error: unknown) => log.warn({ err: error }, 'readers could not be told of changed tickets'))
    },
    // They come back at once, and look at everything anew.
    missed: () => namespace.disconnectSockets(),
  })
}
