import type { CallCentre, Fact } from '@ringdesk/cti'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Desks } from '../desk/desks.ts'
import type { Ledger } from '../ledger/ledger.ts'

const addGauge = (registry: Registry, name: string, help: string, read: () => number): void => {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

/**
 * The figures of a call centre that an operator's alarms are built on, told by the process that runs it. Returns what has to be called
 * with each call centre whose calls count.
 * @param current undefined while this process stands by
 */
export function callCentreMetrics(
  registry: Registry,
  current: () => CallCentre | undefined,
): (callCentre: CallCentre) => void {
  const registers = [registry]
  addGauge(registry, 'ringdesk_switch_connected', '1 while the switch can be reached', () =>
    Number(current()?.switchStatus().connected ?? false),
  )
  addGauge(
    registry,
    'ringdesk_switch_reconnects',
    'Connections to the switch made again since the start',
    () => current()?.switchStatus().reconnects ?? 0,
  )
  addGauge(registry, 'ringdesk_live_calls', 'Calls in hand now', () => current()?.liveCalls() ?? 0)
  new Gauge({
    name: 'ringdesk_queue_waiting',
    help: 'Customers waiting, by queue',
    labelNames: ['queue'],
    registers,
    collect() {
      this.reset()
      for (const view of current()?.queueViews() ?? []) this.set({ queue: view.queue }, view.waiting)
    },
  })
  const ended = new Counter({
    name: 'ringdesk_calls_ended_total',
    help: 'Inbound calls by how they ended',
    labelNames: ['outcome'],
    registers,
  })
  const waited = new Histogram({
    name: 'ringdesk_call_wait_seconds',
    help: 'Waiting time of connected calls',
    buckets: [1, 5, 10, 20, 30, 60, 120, 300],
    registers,
  })
  return (callCentre) => {
    callCentre.onFact((fact: Fact) => {
      if (fact.type === 'call-ended') ended.inc({ outcome: fact.outcome })
      if (fact.type === 'call-connected') waited.observe(fact.waitedMs / 1000)
    })
  }
}

/** The figures of a gateway. */
export function gatewayMetrics(registry: Registry, { ledger, desks }: { ledger: Ledger; desks: Desks }): void {
  const gauge = (name: string, help: string, read: () => number): void => addGauge(registry, name, help, read)
  gauge('ringdesk_desks_connected', 'Browsers with an open desk', () => desks.connected)
  gauge('ringdesk_ledger_backlog_segments', 'Spool segments not yet in the database', () => ledger.status().backlog)
  gauge('ringdesk_ledger_database_reachable', '1 while the last write to the database succeeded', () =>
    Number(ledger.status().databaseReachable),
  )
  gauge(
    'ringdesk_ledger_rejected_facts',
    'Facts that the database could not take, kept in rejected.jsonl',
    () => ledger.status().rejected,
  )
}
