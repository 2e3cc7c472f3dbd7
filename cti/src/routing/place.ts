/**
 * An item's place: score = minutes waited × weight + priority minutes, the older first among equals, then who arrived first here.
 * Reckoned in whole thousandths of a millisecond, so that equal is equal whatever the time; a weight counts to its thousandth.
 */
import type { EpochMs } from '../ids.ts'

const MS_PER_MINUTE = 60_000
const THOUSANDTHS = 1_000

export interface Place {
  readonly enteredAt: EpochMs
  /** Thousandths. */
  readonly weight: number
  /** Thousandths of a ms. */
  readonly headStart: number
  /** Order of arrival in the engine. */
  readonly arrival: number
}

export const weightInThousandths = (weight: number): number => Math.round(weight * THOUSANDTHS)
export const headStartOf = (minutes: number): number => Math.round(minutes * MS_PER_MINUTE * THOUSANDTHS)

const points = (place: Place, at: EpochMs): number => (at - place.enteredAt) * place.weight + place.headStart

export const scoreInMinutes = (place: Place, at: EpochMs): number => points(place, at) / (MS_PER_MINUTE * THOUSANDTHS)

/** Less than 0 when `a` goes before `b` at that time. Among places of the same weight time changes nothing. */
export function comparePlaces(a: Place, b: Place, at: EpochMs): number {
  return points(b, at) - points(a, at) || a.enteredAt - b.enteredAt || a.arrival - b.arrival
}

/** As comparePlaces, for places of one weight: at any time. */
export function compareWithinWeight(a: Place, b: Place): number {
  return (
    (a.enteredAt - b.enteredAt) * a.weight + b.headStart - a.headStart ||
    a.enteredAt - b.enteredAt ||
    a.arrival - b.arrival
  )
}
