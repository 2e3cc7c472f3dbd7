/** What is known of numbers beside their calls: given beforehand by the gateway, and learnt from the calls themselves. */

import type { KnownOfCaller } from '../calls/call.ts'
import type { RegionConfig } from '../configuration.ts'
import type { CallerIdentity } from '../facts.ts'
import type { AgentId } from '../ids.ts'
import type { CallerHint } from './call-centre.ts'

/** Beyond it the number that was longest neither told of nor asked for is forgotten. */
const NUMBERS_KEPT = 500_000

type Known = Omit<CallerHint, 'number'>

export class KnownCallers {
  readonly #most: number
  /** The least recently used first. */
  readonly #known = new Map<string, Known>()

  constructor(most = NUMBERS_KEPT) {
    this.#most = most
  }

  /** Replaces what was known of each number. */
  learn(hints: readonly CallerHint[]): void {
    for (const { number, ...known } of hints) this.#put(number, known)
  }

  served(number: string, lastAgent: AgentId): void {
    this.#put(number, { ...this.#known.get(number), lastAgent })
  }

  /** In routing's words; the region by the number's province. */
  of(caller: CallerIdentity, regions: readonly RegionConfig[]): KnownOfCaller {
    const { number, province } = caller
    const known = number === undefined ? undefined : this.#known.get(number)
    if (number !== undefined && known) this.#put(number, known)
    const region = province && regions.find(({ provinces }) => provinces.includes(province))?.id
    return { ...known, ...(region ? { region } : {}) }
  }

  #put(number: string, known: Known): void {
    this.#known.delete(number)
    this.#known.set(number, known)
    if (this.#known.size <= this.#most) return
    const oldest = this.#known.keys().next()
    if (!oldest.done) this.#known.delete(oldest.value)
  }
}
