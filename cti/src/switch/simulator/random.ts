/** The simulator's only source of chance: seeded, so that the same seed gives the same calls. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Whole, from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** @throws RangeError when `items` is empty. */
  pick<Item>(items: readonly Item[]): Item
  /** Exponentially distributed with the given mean. */
  exponential(mean: number): number
  /** An RFC 4122 version 4 uuid. */
  uuid(): string
}

/** sfc32 (PractRand's small fast counter, public domain), seeded through splitmix32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const split = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  let a = split()
  let b = split()
  let c = split()
  let counter = 1
  const word = (): number => {
    const sum = (a + b + counter) >>> 0
    counter = (counter + 1) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = ((c << 21) | (c >>> 11)) >>> 0
    c = (c + sum) >>> 0
    return sum
  }
  for (let warmUp = 0; warmUp < 12; warmUp += 1) word()

  const hex = (): string => word().toString(16).padStart(8, '0')
  const random: Random = {
    next: () => word() / 0x1_0000_0000,
    integer: (low, high) => low + Math.floor(random.next() * (high - low + 1)),
    pick(items) {
      const item = items[random.integer(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    exponential: (mean) => -Math.log(1 - random.next()) * mean,
    uuid() {
      const [first, second, third, fourth] = [hex(), hex(), hex(), hex()]
      const variant = '89ab'[Number.parseInt(third[0] ?? '0', 16) & 3]
      return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`
    },
  }
  return random
}
