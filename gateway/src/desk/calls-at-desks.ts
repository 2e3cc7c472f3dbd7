/**
 * What the desks show of each call beyond the call centre's view of it, and at which desks the call is: after a transfer one agent
 * still wraps up what another already has. Kept until the last of them is done with it.
 */
import type { AgentId, CallId } from '@ringdesk/cti'
import type { ContactExtras } from './desk-views.ts'

/** Calls of agents without a desk are not taken out one by one; there are never this many in hand at once. */
const KEPT = 10_000

interface CallAtDesks {
  readonly extras: ContactExtras
  readonly desks: Set<AgentId>
}

export class CallsAtDesks {
  readonly #calls = new Map<CallId, CallAtDesks>()

  /** Those of the call, to be read and added to. */
  extras(call: CallId): ContactExtras {
    return this.#call(call).extras
  }

  /** Without keeping anything of a call that nothing is known of. */
  known(call: CallId): ContactExtras | undefined {
    return this.#calls.get(call)?.extras
  }

  /** The call is at this agent's desk. */
  taken(call: CallId, agent: AgentId): void {
    this.#call(call).desks.add(agent)
  }

  /** The call has left this agent's desk, or never came to it. */
  left(call: CallId, agent: AgentId): void {
    const known = this.#calls.get(call)
    known?.desks.delete(agent)
    if (known?.desks.size === 0) this.#calls.delete(call)
  }

  /** The call is over and nobody had it. */
  forget(call: CallId): void {
    this.#calls.delete(call)
  }

  #call(call: CallId): CallAtDesks {
    const known = this.#calls.get(call)
    if (known) return known
    const added: CallAtDesks = { extras: {}, desks: new Set() }
    this.#calls.set(call, added)
    const oldest = this.#calls.size > KEPT ? this.#calls.keys().next() : undefined
    if (oldest?.value) this.#calls.delete(oldest.value)
    return added
  }
}
