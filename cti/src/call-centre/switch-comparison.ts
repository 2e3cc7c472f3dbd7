/** Asks the switch again and again what is true, and lets go of what is safely recorded. */
import type { Logger } from 'pino'
import type { Cancel, Clock } from '../clock.ts'
import type { EpochMs } from '../ids.ts'
import type { EndedLeg, LegSnapshot, TelephoneSwitch } from '../switch/port.ts'

const COMPARE_EVERY_MS = 30_000
const AFTER_CONNECTING_MS = 1_500
/** The journal may forget an end once it is this old and its facts are told: they are safely with the ledger by then. */
const FORGET_AFTER_MS = 15_000

export interface ComparisonOptions {
  readonly telephoneSwitch: TelephoneSwitch
  readonly clock: Clock
  readonly log: Logger
  readonly isConnected: () => boolean
  readonly compare: (legs: readonly LegSnapshot[], ended: readonly EndedLeg[], at: EpochMs) => void
  /** Whether the end of this leg's call has been told. */
  readonly isTold: (ended: EndedLeg) => boolean
}

export class SwitchComparison {
  readonly #options: ComparisonOptions
  #cancel: Cancel | undefined

  constructor(options: ComparisonOptions) {
    this.#options = options
  }

  start(): void {
    this.#schedule(COMPARE_EVERY_MS)
  }

  /** After a connection: a call that arrived in the very moment may be in neither the list nor the events. */
  soon(): void {
    if (!this.#cancel) return
    this.#cancel()
    this.#schedule(AFTER_CONNECTING_MS)
  }

  #schedule(afterMs: number): void {
    const { clock, log } = this.#options
    this.#cancel = clock.schedule(afterMs, () => {
      this.#compareNow()
        .catch((error: unknown) => log.warn({ err: error }, 'could not compare with the switch; trying again later'))
        .finally(() => this.#cancel && this.start())
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  async #compareNow(): Promise<void> {
    const { telephoneSwitch, clock, isConnected, compare, isTold } = this.#options
    if (!isConnected()) return
    const at = clock.now()
    const [legs, ended] = await Promise.all([telephoneSwitch.listLegs(), telephoneSwitch.listEnded()])
    compare(legs, ended, at)
    const recorded = ended.filter((leg) => leg.endedAt < at - FORGET_AFTER_MS && isTold(leg))
    if (recorded.length > 0)
      await telephoneSwitch.execute({ type: 'forget-ended', legs: recorded.map((leg) => leg.leg) })
  }
}
