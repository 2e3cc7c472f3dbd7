/**
 * Deals with what happens to tickets: each event and each look in one transaction that holds the ticket and has the whole effect, so
 * that a gateway may end at any moment and several may run side by side.
 */
import type { Logger } from 'pino'
import type { Prisma } from '../database/client/client.ts'
import type { Database } from '../database/connect.ts'
import { clockHistoryKinds, keepClocks } from '../sla/clock-keeper.ts'
import { KeptBook } from '../sla/sla-book.ts'
import type { TicketChanges } from '../tickets/ticket-changes.ts'
import {
  deleteEvent,
  eventFailed,
  firstEvent,
  holdTicket,
  isLookDue,
  lookFailed,
  ticketsToLookAt,
  ticketsWithEvents,
  type WaitingEvent,
} from './event-queue.ts'

type Transaction = Prisma.TransactionClient

/** When nobody wakes us. ms */
const LOOK_EVERY_MS = 1_500
/** Between two tries while the database is away. ms */
const AWAY_MS = 3_000
/** Tickets in hand at the same time: the connections are shared with people. */
const AT_ONCE = 3
/** ms: a transaction of a few dozen short statements. */
const limits = { maxWait: 5_000, timeout: 15_000 } as const

export interface TicketWorkerOptions {
  readonly database: Database
  readonly timeZone: string
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** The rules: in the transaction that deals with the event, before its clocks are looked at. */
  readonly onEvent: (tx: Transaction, ticketId: string, event: WaitingEvent, now: Date) => Promise<void>
  /** Absent: the database's clock, one for all gateways. */
  readonly now?: () => Date
}

export interface WorkerFigures {
  readonly dealt: number
  readonly failures: number
  readonly givenUp: number
}

export class TicketWorker {
  readonly #options: TicketWorkerOptions
  readonly #book: KeptBook
  #figures = { dealt: 0, failures: 0, givenUp: 0 }
  #running: Promise<void> | undefined
  #unsubscribe: (() => void) | undefined
  #stopped = false
  #woken = false
  #wake = (): void => undefined

  constructor(options: TicketWorkerOptions) {
    this.#options = options
    this.#book = new KeptBook(options.timeZone)
  }

  get figures(): WorkerFigures {
    return this.#figures
  }

  /** @param changes wake it at once */
  start(changes: Pick<TicketChanges, 'subscribe'>): void {
    this.#unsubscribe = changes.subscribe({ changed: () => this.wake(), missed: () => this.wake() })
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.wake()
    await this.#running
    this.#unsubscribe?.()
  }

  wake(): void {
    this.#woken = true
    this.#wake()
  }

  /** Everything that waits now, and what comes of it. For tests and for the loop. */
  async untilIdle(): Promise<void> {
    while (!this.#stopped && (await this.round()) > 0);
  }

  /** One ticket after the other, each once. Returns how many were dealt with. @throws when the database is away */
  async round(): Promise<number> {
    const { database } = this.#options
    const now = await this.#now(database)
    const tickets = [
      ...new Set([...(await ticketsWithEvents(database, now)), ...(await ticketsToLookAt(database, now))]),
    ]
    let dealt = 0
    const hands = Array.from({ length: AT_ONCE }, async () => {
      for (let ticket = tickets.shift(); ticket !== undefined && !this.#stopped; ticket = tickets.shift())
        if (await this.#deal(ticket)) dealt++
    })
    await Promise.all(hands)
    return dealt
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false
      let wait = LOOK_EVERY_MS
      try {
        await this.untilIdle()
      } catch (error) {
        this.#options.log.warn({ err: error }, 'ticket events wait for the database')
        wait = AWAY_MS
      }
      if (!this.#woken && !this.#stopped) await this.#sleep(wait)
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #now(tx: Transaction): Promise<Date> {
    if (this.#options.now) return this.#options.now()
    const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
    if (!row) throw new Error('the database does not say what time it is')
    return row.now
  }

  async #deal(ticketId: string): Promise<boolean> {
    const { database, log } = this.#options
    let event: WaitingEvent | undefined
    try {
      const did = await database.$transaction(async (tx) => {
        if (!(await holdTicket(tx, ticketId))) return false
        const now = await this.#now(tx)
        event = await firstEvent(tx, ticketId, now)
        if (event) return this.#dealWithEvent(tx, ticketId, event, now)
        if (!(await isLookDue(tx, ticketId, now))) return false
        await keepClocks(tx, ticketId, now, this.#book)
        return true
      }, limits)
      if (did) this.#figures.dealt++
      return did
    } catch (error) {
      this.#figures.failures++
      log.error({ err: error, ticketId, historyId: event?.historyId }, 'a ticket’s event could not be dealt with')
      const now = await this.#now(database)
      if (!event) {
        await lookFailed(database, ticketId, now)
        return false
      }
      const givenUp = await eventFailed(database, event.historyId, error, now)
      if (givenUp) this.#figures.givenUp++
      // Then the ticket's next event is free to go.
      return givenUp
    }
  }

  async #dealWithEvent(tx: Transaction, ticketId: string, event: WaitingEvent, now: Date): Promise<true> {
    await this.#options.onEvent(tx, ticketId, event, now)
    if (!clockHistoryKinds.has(event.kind)) await keepClocks(tx, ticketId, now, this.#book)
    await deleteEvent(tx, event.historyId)
    return true
  }
}
