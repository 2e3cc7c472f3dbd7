/** Callbacks into being and back into being: one that is asked for is on disk before it begins, and after a restart it is taken up again. */
import type { Logger } from 'pino'
import type { CallContext, KeptCallback } from '../calls/call.ts'
import { beginCallback, callbackCall } from '../calls/callback.ts'
import { reachedFact, resumeCallback } from '../calls/resumption.ts'
import { Turn } from '../calls/turn.ts'
import type { Clock } from '../clock.ts'
import type { CallId } from '../ids.ts'
import type { ConnectionEvent } from '../switch/port.ts'
import type { Callbacks } from './callbacks.ts'
import type { CallsInHand } from './calls-in-hand.ts'
import type { Steps } from './steps.ts'

export interface CallbackKeepingOptions {
  readonly callbacks: Callbacks
  readonly calls: CallsInHand
  readonly context: CallContext
  readonly steps: Steps
  readonly clock: Clock
  readonly log: Logger
}

export class CallbackKeeping {
  readonly #options: CallbackKeepingOptions
  /** From before our restart; taken up when the switch says what became of them. */
  #resuming: readonly KeptCallback[] = []

  constructor(options: CallbackKeepingOptions) {
    this.#options = options
  }

  async load(): Promise<void> {
    this.#resuming = await this.#options.callbacks.load()
  }

  /** @param by the call that asks for it, which is told */
  keep(by: CallId, callback: KeptCallback): void {
    const { callbacks, calls, clock, context, log, steps } = this.#options
    const begin = (kept: boolean): void => {
      const at = clock.now()
      calls.stepIfLive(by, { type: 'callback-kept', at, kept })
      if (!kept) return
      const turn = new Turn(callbackCall(callback, at), at, context)
      beginCallback(turn)
      calls.takeUp({ call: turn.call, effects: turn.effects })
    }
    callbacks.add(callback).then(
      () => steps.do(() => begin(true)),
      (error: unknown) => {
        log.error({ err: error, call: by }, 'a callback could not be kept on disk')
        steps.do(() => begin(false))
      },
    )
  }

  /** Before the switch's list is compared with the calls: their legs are known then. */
  resume({ legs, ended, at }: Extract<ConnectionEvent, { type: 'connected' }>): void {
    const { callbacks, calls, context, steps } = this.#options
    const resuming = this.#resuming
    this.#resuming = []
    for (const kept of resuming) {
      const id = String(kept.id)
      const live = legs.filter((leg) => leg.variables.call === id && leg.state !== 'hanging-up')
      const over = ended.filter((leg) => leg.call === id)
      const resumed = resumeCallback(kept, live, over, at, context)
      if (resumed) {
        calls.takeUp(resumed)
        continue
      }
      steps.tell(reachedFact(kept, at))
      callbacks.forget(kept.id)
    }
  }
}
