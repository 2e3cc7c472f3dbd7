import { createHash } from 'node:crypto'

/** Chance that comes out the same every time. */
export interface Randomness {
  /** Whole number in [from, to]. */
  between(from: number, to: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Picks by weight: [[item, weight], …]. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item
  /** True in `share` (0–1) of cases. */
  chance(share: number): boolean
}

/** Mulberry32 (Tommy Ettinger, public domain), started from a word so that each subject has a sequence of its own. */
export function randomness(subject: string): Randomness {
  let state = createHash('sha256').update(subject).digest().readUInt32LE()
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    between,
    chance: (share) => next() < share,
    pick: (items) => at(items, between(0, items.length - 1)),
    weighted: (items) => {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        rest -= weight
        if (rest < 0) return item
      }
      return at(items, items.length - 1)[0]
    },
  }
}

/** The item at an index that is known to be there. @throws RangeError when it is not. */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`)
  return item
}

/** The same UUID for the same name, every time. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
