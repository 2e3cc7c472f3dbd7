/**
 * The service figures of the day, from facts. A fact may be told twice, late or in another order: each call has one record into which
 * facts are merged, and a call counts once, in the minute and the queue in which it was first answered or else lost. Pure.
 */
import type { Fact, FactOf } from '@ringdesk/cti'
import { noFigures, type ServiceFigures } from '../contract/index.ts'

const MINUTE_MS = 60_000
export const RECENT_MS = 30 * MINUTE_MS

const keys = Object.keys(noFigures) as (keyof ServiceFigures)[]

type Sums = { -readonly [Key in keyof ServiceFigures]: number }

interface CallRecord {
  answered?: FactOf<'call-connected'>
  ended?: FactOf<'call-ended'>
  counted?: Contribution
}

interface Contribution {
  readonly queue: string
  readonly minute: number
  readonly figures: Partial<ServiceFigures>
}

const isEarlier = (fact: Fact, than: Fact | undefined): boolean =>
  !than || fact.at < than.at || (fact.at === than.at && fact.id < than.id)

export class ServiceDay {
  readonly #calls = new Map<string, CallRecord>()
  readonly #minutes = new Map<string, Map<number, Sums>>()
  readonly #serviceLevelMs: (queue: string) => number

  /** @param serviceLevelMs T of a queue; call `recount` when it changes */
  constructor(serviceLevelMs: (queue: string) => number) {
    this.#serviceLevelMs = serviceLevelMs
  }

  /** Returns whether any figure has changed. */
  take(fact: Fact): boolean {
    if (fact.type !== 'call-connected' && fact.type !== 'call-ended') return false
    const record = this.#calls.get(fact.call) ?? {}
    if (fact.type === 'call-connected') {
      if (!isEarlier(fact, record.answered)) return false
      record.answered = fact
    } else {
      if (!isEarlier(fact, record.ended)) return false
      record.ended = fact
    }
    this.#calls.set(fact.call, record)
    this.#count(record)
    return true
  }

  /** What was answered or lost in [from, to), by whole minutes. Epoch ms. */
  of(queue: string, from: number, to: number): ServiceFigures {
    const sums: Sums = { ...noFigures }
    const first = Math.floor(from / MINUTE_MS)
    const last = Math.ceil(to / MINUTE_MS)
    for (const [minute, figures] of this.#minutes.get(queue) ?? [])
      if (minute >= first && minute < last) for (const key of keys) sums[key] += figures[key]
    return sums
  }

  /** Forgets calls of the days before. Those that come late are forgotten the next time. */
  forgetBefore(dayStart: number): void {
    for (const [call, { counted, answered, ended }] of this.#calls) {
      const at = counted ? counted.minute * MINUTE_MS : (answered ?? ended)?.at
      if (at !== undefined && at < dayStart) this.#calls.delete(call)
    }
    for (const minutes of this.#minutes.values())
      for (const minute of minutes.keys()) if (minute * MINUTE_MS < dayStart) minutes.delete(minute)
  }

  /** After T of a queue has changed. */
  recount(): void {
    this.#minutes.clear()
    for (const record of this.#calls.values()) {
      delete record.counted
      this.#count(record)
    }
  }

  #count(record: CallRecord): void {
    if (record.counted) this.#add(record.counted, -1)
    const counted = contributionOf(record, this.#serviceLevelMs)
    if (counted) this.#add(counted, 1)
    if (counted) record.counted = counted
    else delete record.counted
  }

  #add({ queue, minute, figures }: Contribution, sign: 1 | -1): void {
    const minutes = this.#minutes.get(queue) ?? new Map<number, Sums>()
    this.#minutes.set(queue, minutes)
    const sums = minutes.get(minute) ?? { ...noFigures }
    for (const key of keys) sums[key] += sign * (figures[key] ?? 0)
    minutes.set(minute, sums)
  }
}

function contributionOf(
  { answered, ended }: CallRecord,
  serviceLevelMs: (queue: string) => number,
): Contribution | undefined {
  if (answered) return answeredIn(answered.queue, answered.at, answered.waitedMs, serviceLevelMs)
  if (!ended?.queue) return undefined
  // The fact of its connection is still to come, or was lost.
  if (ended.connectedAt !== undefined) return answeredIn(ended.queue, ended.connectedAt, ended.waitedMs, serviceLevelMs)
  const figures =
    ended.outcome !== 'abandoned'
      ? { otherwise: 1 }
      : { abandoned: 1, abandonedEarly: ended.waitedMs <= serviceLevelMs(ended.queue) ? 1 : 0 }
  return { queue: ended.queue, minute: Math.floor(ended.at / MINUTE_MS), figures }
}

function answeredIn(
  queue: string,
  at: number,
  waitedMs: number,
  serviceLevelMs: (queue: string) => number,
): Contribution {
  const waited = Math.max(0, waitedMs)
  return {
    queue,
    minute: Math.floor(at / MINUTE_MS),
    figures: { answered: 1, answeredInTime: waited <= serviceLevelMs(queue) ? 1 : 0, answeredWaitMs: waited },
  }
}
