/** Attempts of campaigns, taken up and taken back. */

import type { CallContext } from '../calls/call.ts'
import { beginOutbound, outboundCall } from '../calls/outbound.ts'
import type { OutboundOrder } from '../calls/outbound-order.ts'
import { Turn } from '../calls/turn.ts'
import type { Clock } from '../clock.ts'
import type { LegId } from '../ids.ts'
import { asCallId } from '../ids.ts'
import type { RoutingEngine } from '../routing/engine.ts'
import { ask } from './agent-requests.ts'
import type { CommandResult } from './call-centre.ts'
import type { CallsInHand } from './calls-in-hand.ts'
import { refused } from './refusals.ts'
import type { Steps } from './steps.ts'

export interface AttemptsOptions {
  readonly calls: CallsInHand
  readonly context: CallContext
  readonly engine: RoutingEngine
  readonly steps: Steps
  readonly clock: Clock
  /** Without the switch nothing can be dialled. */
  readonly isConnected: () => boolean
  readonly newLegId: () => LegId
}

export class Attempts {
  readonly #options: AttemptsOptions

  constructor(options: AttemptsOptions) {
    this.#options = options
  }

  /** Taken up at most once: an attempt that is known, or over, is not dialled again. A refused one never will be. */
  dial(order: OutboundOrder): Promise<CommandResult> {
    const { calls, context, clock, engine, isConnected, newLegId, steps } = this.#options
    const asked = Promise.withResolvers<CommandResult>()
    steps.do(() => {
      const id = asCallId(order.attempt)
      if (calls.has(id) || calls.believed.isPast(id)) return asked.resolve({ ok: true })
      if (!isConnected()) return asked.resolve(refused('SWITCH_UNAVAILABLE', 'the switch is not connected'))
      if (order.course.kind !== 'flow' && !context.queue(order.course.queue))
        return asked.resolve(refused('NOT_NOW', `there is no queue ${order.course.queue}`))
      if (order.course.kind === 'clicked') {
        const { agent } = order.course
        const state = engine.agent(agent)?.state.kind
        if (state === undefined) return asked.resolve(refused('UNKNOWN_AGENT', `there is no agent ${agent}`))
        if (state !== 'ready' && state !== 'not-ready')
          return asked.resolve(refused('NOT_NOW', `somebody who is ${state} cannot make a call`))
      }
      const at = clock.now()
      const turn = new Turn(outboundCall(order, at, newLegId()), at, context)
      beginOutbound(turn)
      calls.takeUp({ call: turn.call, effects: turn.effects })
      asked.resolve({ ok: true })
    })
    return asked.promise
  }

  /** Refused once the customer has answered. */
  withdraw(attempt: string): Promise<CommandResult> {
    return ask(this.#options, asCallId(attempt), { type: 'attempt-withdrawn', at: this.#options.clock.now() })
  }
}
