import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../database/connect.ts'
import type { TicketWorker } from './ticket-worker.ts'

/** What an operator's alarms are built on: nothing waits for long, nothing was given up. */
export function ticketEventMetrics(registry: Registry, database: Database, worker: TicketWorker): void {
  const registers = [registry]
  const waiting = new Gauge({
    name: 'ringdesk_ticket_events_waiting',
    help: 'Ticket events not dealt with yet',
    registers,
  })
  const failed = new Gauge({
    name: 'ringdesk_ticket_events_failed',
    help: 'Ticket events that were given up',
    registers,
  })
  new Gauge({
    name: 'ringdesk_ticket_event_oldest_seconds',
    help: 'Age of the oldest ticket event that is not dealt with',
    registers,
    async collect() {
      try {
        const [row] = await database.$queryRaw<{ waiting: number; failed: number; seconds: number }[]>`
          SELECT count(*) FILTER (WHERE "failedAt" IS NULL)::int AS waiting,
            count(*) FILTER (WHERE "failedAt" IS NOT NULL)::int AS failed,
            COALESCE(EXTRACT(EPOCH FROM now() - min(at) FILTER (WHERE "failedAt" IS NULL)), 0)::float AS seconds
          FROM "TicketEvent"`
        waiting.set(row?.waiting ?? 0)
        failed.set(row?.failed ?? 0)
        this.set(row?.seconds ?? 0)
      } catch {
        // The other figures say that the database is away; these keep their last value.
        return
      }
    },
  })
  new Gauge({
    name: 'ringdesk_ticket_events_dealt',
    help: 'Ticket events and looks at clocks dealt with by this gateway since its start',
    registers,
    collect() {
      this.set(worker.figures.dealt)
    },
  })
  new Gauge({
    name: 'ringdesk_ticket_event_failures',
    help: 'Attempts of this gateway to deal with a ticket event that failed',
    registers,
    collect() {
      this.set(worker.figures.failures)
    },
  })
}
