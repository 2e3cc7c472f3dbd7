/**
 * What each agent has done today: time by state and contacts, from facts that may be told twice, late or in another order. Pure.
 */
import type { AgentState, Fact } from '@ringdesk/cti'

type Kind = AgentState['kind']
const busyKinds: ReadonlySet<Kind> = new Set(['offered', 'on-contact', 'wrap-up'])

interface Change {
  readonly since: number
  readonly kind: Kind
}

interface Shift {
  /** By `since`; what began in the same ms stays in the order told. The one in force at midnight is kept. */
  changes: Change[]
  /** Calls connected, by when they first were. */
  readonly contacts: Map<string, number>
}

export interface ShiftTotals {
  readonly contacts: number
  /** ms up to the beginning of the last state. */
  readonly busyMs: number
  readonly readyMs: number
}

export class AgentShifts {
  readonly #shifts = new Map<string, Shift>()

  take(fact: Fact): void {
    if (fact.type === 'call-connected') {
      const { contacts } = this.#shift(fact.agent)
      contacts.set(fact.call, Math.min(fact.at, contacts.get(fact.call) ?? fact.at))
    }
    if (fact.type !== 'agent-state-changed') return
    const { changes } = this.#shift(fact.agent)
    const change = { since: fact.since, kind: fact.state.kind }
    let place = changes.length
    while (place > 0 && (changes[place - 1]?.since ?? 0) > change.since) place--
    for (let at = place - 1; at >= 0 && changes[at]?.since === change.since; at--)
      if (changes[at]?.kind === change.kind) return
    changes.splice(place, 0, change)
  }

  /** Of the day that began at `dayStart`, epoch ms. */
  totals(agent: string, dayStart: number): ShiftTotals {
    const shift = this.#shifts.get(agent)
    if (!shift) return { contacts: 0, busyMs: 0, readyMs: 0 }
    let busyMs = 0
    let readyMs = 0
    shift.changes.forEach(({ since, kind }, index) => {
      const until = shift.changes[index + 1]?.since
      if (until === undefined) return
      const ms = Math.max(0, until - Math.max(since, dayStart))
      if (busyKinds.has(kind)) busyMs += ms
      if (kind === 'ready') readyMs += ms
    })
    let contacts = 0
    for (const at of shift.contacts.values()) if (at >= dayStart) contacts++
    return { contacts, busyMs, readyMs }
  }

  forgetBefore(dayStart: number): void {
    for (const shift of this.#shifts.values()) {
      const inForce = shift.changes.findLastIndex(({ since }) => since <= dayStart)
      if (inForce > 0) shift.changes = shift.changes.slice(inForce)
      for (const [call, at] of shift.contacts) if (at < dayStart) shift.contacts.delete(call)
    }
  }

  #shift(agent: string): Shift {
    const known = this.#shifts.get(agent)
    if (known) return known
    const shift: Shift = { changes: [], contacts: new Map() }
    this.#shifts.set(agent, shift)
    return shift
  }
}
