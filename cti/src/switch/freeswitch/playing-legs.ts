/**
 * What plays on each leg. A new playback ends the one before it, and a break that reaches FreeSWITCH before the playback has begun
 * is forgotten by it (the flag is cleared when an application starts): so a break waits for the beginning.
 */
import type { LegId } from '../../ids.ts'

/** The wait for a playback that was accepted to begin, ms. Longer means that the leg does something else. */
const beginMs = 1_000

interface Playing {
  readonly id: string
  begun: boolean
  brokenOff: boolean
  wake: (() => void) | undefined
}

export class PlayingLegs {
  readonly #playing = new Map<LegId, Playing>()

  accepted(leg: LegId, id: string): void {
    this.#playing.set(leg, { id, begun: false, brokenOff: false, wake: undefined })
  }

  /** After a resync: something may play there. */
  adopted(leg: LegId): void {
    this.#playing.set(leg, { id: '', begun: true, brokenOff: false, wake: undefined })
  }

  /** PLAYBACK_START */
  begun(leg: LegId): void {
    const playing = this.#playing.get(leg)
    if (playing === undefined) return
    playing.begun = true
    playing.wake?.()
  }

  /** Noted by us, because FreeSWITCH's own word for a list of files that was broken off is "FILE PLAYED" and "done". */
  breakingOff(leg: LegId): void {
    const playing = this.#playing.get(leg)
    if (playing !== undefined) playing.brokenOff = true
  }

  /** The application `id` ended. @returns whether it was broken off */
  ended(leg: LegId, id: string): boolean {
    const playing = this.#playing.get(leg)
    if (playing === undefined || playing.id !== id) return false
    this.#playing.delete(leg)
    playing.wake?.()
    return playing.brokenOff
  }

  /** The leg is gone, or was bridged. */
  forget(leg: LegId): void {
    this.#playing.get(leg)?.wake?.()
    this.#playing.delete(leg)
  }

  clear(): void {
    for (const leg of [...this.#playing.keys()]) this.forget(leg)
  }

  has(leg: LegId): boolean {
    return this.#playing.has(leg)
  }

  /** Resolves when what was accepted has begun or ended, or did neither for too long. */
  async settled(leg: LegId): Promise<void> {
    const playing = this.#playing.get(leg)
    if (playing === undefined || playing.begun) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, beginMs)
      playing.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
