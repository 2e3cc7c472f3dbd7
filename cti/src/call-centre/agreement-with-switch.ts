/** Makes what we believe agree with what the switch says: after each connection, and again and again in between. */
import type { Logger } from 'pino'
import { adopt } from '../calls/adoption.ts'
import type { CallContext } from '../calls/call.ts'
import type { HotlineConfig } from '../configuration.ts'
import { asCallId, type EpochMs, type LegId } from '../ids.ts'
import { type EndedLeg, type LegSnapshot, SwitchError, type TelephoneSwitch } from '../switch/port.ts'
import type { CallsInHand } from './calls-in-hand.ts'
import { factsOfEndedCall } from './ended-while-away.ts'
import { type Correction, reconcile } from './reconciliation.ts'
import type { Steps } from './steps.ts'

export interface AgreementOptions {
  readonly telephoneSwitch: TelephoneSwitch
  readonly log: Logger
  readonly steps: Steps
  readonly calls: CallsInHand
  readonly context: CallContext
  readonly hotline: (number: string) => HotlineConfig | undefined
}

export class AgreementWithSwitch {
  readonly #options: AgreementOptions

  constructor(options: AgreementOptions) {
    this.#options = options
  }

  /** Right after a connection: nothing is on its way then. */
  connected(legs: readonly LegSnapshot[], ended: readonly EndedLeg[], at: EpochMs): void {
    this.#correct(reconcile(this.#options.calls.believed, legs, ended, at, false), at)
  }

  compared(legs: readonly LegSnapshot[], ended: readonly EndedLeg[], at: EpochMs): void {
    const corrections = reconcile(this.#options.calls.believed, legs, ended, at, true)
    if (corrections.length > 0) {
      const message = `${corrections.length} corrections after comparing with the switch`
      this.#options.log.warn({ corrections: corrections.slice(0, 20) }, message)
    }
    this.#correct(corrections, at)
  }

  #correct(corrections: readonly Correction[], at: EpochMs): void {
    for (const correction of corrections) this.#options.steps.do(() => this.#carryOut(correction, at))
  }

  #carryOut(correction: Correction, at: EpochMs): void {
    const { calls, context, steps, hotline } = this.#options
    switch (correction.type) {
      case 'input':
        return calls.stepIfLive(correction.call, correction.input)
      case 'adopt': {
        const adopted = adopt(correction.legs, at, context)
        if (adopted) calls.takeUp(adopted)
        return
      }
      case 'record-ended':
        steps.tell(...factsOfEndedCall(correction.ended, hotline))
        return calls.markPast(asCallId(correction.ended.call))
      case 'hang-up':
        return this.#hangUp(correction.leg)
    }
  }

  #hangUp(leg: LegId): void {
    const { telephoneSwitch, log } = this.#options
    telephoneSwitch.execute({ type: 'hang-up', leg, cause: 'cancelled' }).catch((error: unknown) => {
      if (!(error instanceof SwitchError && error.code === 'LEG_GONE'))
        log.warn({ err: error, leg }, 'a stray leg lives on')
    })
  }
}
