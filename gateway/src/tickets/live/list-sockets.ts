/** Tells open lists and boards which tickets changed: to each only those that its reader may see, asked once for all with the same view. */
import type { Logger } from 'pino'
import type { Namespace, Server, Socket } from 'socket.io'
import {
  type Me,
  shownTickets,
  type TicketFilter,
  type TicketListClientEvents,
  type TicketListServerEvents,
  ticketFilter,
} from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { within } from '../../deadline.ts'
import type { Sessions } from '../../sessions/sessions.ts'
import { ticketHasTerms } from '../searched-words.ts'
import { readFilter } from '../ticket-filter.ts'
import { visibleTo } from '../visibility.ts'

const DATABASE_MS = 3_000
/** Tickets of one message; more at once is "look again". */
const MOST_IDS = 500
/** Rows of one page that somebody has scrolled down for long. */
const MOST_SHOWN = 5_000
/** Who is told is looked at anew: a log-in ends, a role changes. ms */
const WHO_EVERY_MS = 60_000

interface Watched {
  me?: Me
  askedAt: number
  view?: { readonly key: string; readonly filter: TicketFilter }
  /** What stands on the page, the latest last. */
  readonly shown: Set<string>
}

export interface ListSockets {
  changed(ids: readonly string[]): Promise<void>
  missed(): void
}

export function serveTicketLists({
  io,
  database,
  sessions,
  log,
}: {
  readonly io: Server
  readonly database: PrismaClient
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly log: Logger
}): ListSockets {
  const namespace: Namespace<TicketListClientEvents, TicketListServerEvents> = io.of('/ticket-lists')
  type ListSocket = Socket<TicketListClientEvents, TicketListServerEvents>
  const watching = new Map<ListSocket, Watched>()

  const whoIs = (socket: ListSocket): Promise<Me | undefined> =>
    within(
      DATABASE_MS,
      sessions.authenticateCookies(socket.handshake.headers.cookie),
      () => new Error('the database did not answer in time'),
    )

  namespace.use((socket, next) => {
    whoIs(socket).then(
      (me) => next(me ? undefined : new Error('NOT_LOGGED_IN')),
      (error: unknown) => {
        log.warn({ err: error }, 'a list could not be let in')
        next(new Error('TRY_AGAIN'))
      },
    )
  })
  namespace.on('connection', (socket) => {
    watching.set(socket, { askedAt: 0, shown: new Set() })
    socket.on('disconnect', () => watching.delete(socket))
    socket.on('watch', (filter, acknowledge) => {
      const parsed = ticketFilter.safeParse(filter)
      const watched = watching.get(socket)
      if (parsed.success && watched) {
        watched.view = { key: JSON.stringify(parsed.data), filter: parsed.data }
        watched.askedAt = 0
      }
      if (typeof acknowledge === 'function') acknowledge({ ok: parsed.success })
    })
    socket.on('shown', (ids, acknowledge) => {
      const parsed = shownTickets.safeParse(ids)
      const watched = watching.get(socket)
      if (parsed.success && watched) {
        for (const id of parsed.data) {
          watched.shown.delete(id)
          watched.shown.add(id)
        }
        for (const id of watched.shown) {
          if (watched.shown.size <= MOST_SHOWN) break
          watched.shown.delete(id)
        }
        // What left between the page's question and this is gone already.
        void lookAtShown(socket, watched, parsed.data)
      }
      if (typeof acknowledge === 'function') acknowledge({ ok: parsed.success })
    })
  })

  async function lookAtShown(socket: ListSocket, watched: Watched, ids: readonly string[]): Promise<void> {
    try {
      const me = await whoIs(socket)
      if (me) tellGone(socket, watched, ids, await visibleAmong(database, me, ids))
    } catch (error) {
      log.warn({ err: error }, 'a list could not be told whether its tickets are still there')
      socket.emit('missed')
    }
  }

  function tellGone(
    socket: ListSocket,
    { shown }: Watched,
    changed: readonly string[],
    visible: ReadonlySet<string>,
  ): void {
    const gone = changed.filter((id) => shown.has(id) && !visible.has(id))
    for (const id of gone) shown.delete(id)
    if (gone.length > 0) socket.emit('gone', gone)
  }

  /** Those who may still be told, by what they see and show. */
  async function rooms(): Promise<Map<string, { me: Me; filter: TicketFilter; sockets: ListSocket[] }>> {
    const byView = new Map<string, { me: Me; filter: TicketFilter; sockets: ListSocket[] }>()
    for (const [socket, watched] of watching) {
      if (!watched.view) continue
      if (Date.now() - watched.askedAt > WHO_EVERY_MS) {
        const me = await whoIs(socket)
        if (!me) {
          socket.disconnect(true)
          continue
        }
        watched.me = me
        watched.askedAt = Date.now()
      }
      const { me, view } = watched
      if (!me) continue
      const personal = view.filter.mine || view.filter.owner === 'me' || view.filter.q
      const key = JSON.stringify([me.role, me.region?.id, me.store?.id, personal ? me.id : '', view.key])
      const room = byView.get(key) ?? { me, filter: view.filter, sockets: [] }
      room.sockets.push(socket)
      byView.set(key, room)
    }
    return byView
  }

  return {
    async changed(ids) {
      try {
        for (const { me, filter, sockets } of (await rooms()).values()) {
          if (ids.length > MOST_IDS) {
            for (const socket of sockets) socket.emit('missed')
            continue
          }
          const change = await within(
            DATABASE_MS,
            changeFor(database, me, filter, ids),
            () => new Error('the database did not answer in time'),
          )
          const visible = new Set(change.ids)
          for (const socket of sockets) {
            if (change.ids.length > 0) socket.emit('changed', change)
            const watched = watching.get(socket)
            if (watched) tellGone(socket, watched, ids, visible)
          }
        }
      } catch (error) {
        log.warn({ err: error }, 'lists could not be told what changed')
        namespace.emit('missed')
      }
    },
    missed() {
      namespace.emit('missed')
    },
  }
}

const visibleAmong = async (database: PrismaClient, me: Me, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await within(
    DATABASE_MS,
    database.$queryRaw<{ id: string }[]>`
      SELECT t.id FROM "Ticket" t WHERE t.id = ANY(${ids}::uuid[]) AND ${visibleTo(me)}`,
    () => new Error('the database did not answer in time'),
  )
  return new Set(rows.map(({ id }) => id))
}

async function changeFor(database: PrismaClient, me: Me, filter: TicketFilter, ids: readonly string[]) {
  const read = await readFilter(database, me, filter)
  const matches = !read
    ? Prisma.sql`false`
    : Prisma.sql`(${read.where}) AND ${read.words ? ticketHasTerms(read.words) : Prisma.sql`true`}`
  const rows = await database.$queryRaw<{ id: string; matches: boolean | null }[]>`
    SELECT t.id, (${matches}) AS matches FROM "Ticket" t WHERE t.id = ANY(${ids}::uuid[]) AND ${visibleTo(me)}`
  return {
    ids: rows.map(({ id }) => id),
    matching: rows.filter((row) => row.matches === true).map(({ id }) => id),
  }
}
