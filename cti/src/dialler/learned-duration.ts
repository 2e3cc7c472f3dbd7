/**
 * How long something takes, learned as it happens: the weights of durations seen, in bins of a second up to a minute and of 4 % beyond.
 * Older ones fade as newer come. Answers what matters to who waits for its end: how likely it ends soon, having lasted so long already.
 */
const SECOND = 1_000
const FINE_BINS = 60
const GROWTH = 1.04
/** Lower edges, s. The last bin is open. */
const edges: readonly number[] = [
  ...Array.from({ length: FINE_BINS }, (_, second) => second),
  ...Array.from({ length: 120 }, (_, power) => FINE_BINS * GROWTH ** power),
]
const LAST = edges.length - 1
/** The bin of each whole second beyond the fine ones. */
const coarse = Uint8Array.from({ length: Math.ceil(edges[LAST] ?? 0) + 1 }, (_, second) =>
  Math.max(
    0,
    edges.findLastIndex((edge) => edge <= second),
  ),
)
/** What the first guess counts, in observations. */
const PRIOR_WEIGHT = 5

export interface DurationMemory {
  /** [bin, weight], of bins with any. */
  readonly weights: readonly (readonly [number, number])[]
  readonly weightedMs: number
  readonly total: number
  readonly seen: number
}

export const binCount = edges.length

/** @param ms at least 0 */
export function binOf(ms: number): number {
  const seconds = ms / SECOND
  return seconds < FINE_BINS ? Math.max(0, Math.floor(seconds)) : (coarse[Math.floor(seconds)] ?? LAST)
}

/** The middle of a bin, ms. */
export function middleOf(bin: number): number {
  const low = edges[bin] ?? 0
  return ((low + (edges[bin + 1] ?? low * GROWTH)) / 2) * SECOND
}

export class LearnedDuration {
  readonly #keep: number
  readonly #weights = new Float64Array(edges.length)
  /** Sum of weight × duration, ms. */
  #weightedMs = 0
  #total = 0
  #seen = 0
  /** Of those that have ended, alone; kept until another is observed. */
  #ofEnded: Survival | undefined
  /** @param guessMs the mean to begin with @param remembers so many observations, roughly */
  constructor(guessMs: number, remembers: number, memory?: DurationMemory) {
    this.#keep = 1 - 1 / remembers
    if (memory) {
      for (const [bin, weight] of memory.weights) this.#weights[bin] = weight
      this.#weightedMs = memory.weightedMs
      this.#total = memory.total
      this.#seen = memory.seen
    } else {
      // An exponential: it knows nothing but its mean.
      for (let bin = 0; bin < edges.length; bin++) {
        const [low, high] = [edges[bin] ?? 0, edges[bin + 1] ?? Number.POSITIVE_INFINITY]
        this.#weights[bin] = PRIOR_WEIGHT * (Math.exp((-low * SECOND) / guessMs) - Math.exp((-high * SECOND) / guessMs))
      }
      this.#weightedMs = PRIOR_WEIGHT * guessMs
      this.#total = PRIOR_WEIGHT
    }
  }

  get meanMs(): number {
    return this.#weightedMs / this.#total
  }

  /** How many have been observed. */
  get seen(): number {
    return this.#seen
  }

  observe(ms: number): void {
    const lasted = Math.max(0, ms)
    for (let bin = 0; bin < edges.length; bin++) this.#weights[bin] = (this.#weights[bin] ?? 0) * this.#keep
    const bin = binOf(lasted)
    this.#weights[bin] = (this.#weights[bin] ?? 0) + 1
    this.#weightedMs = this.#weightedMs * this.#keep + lasted
    this.#total = this.#total * this.#keep + 1
    this.#seen++
    this.#ofEnded = undefined
  }

  /** Takes another mean, of an hour known from former days: everything seen is stretched to it, at most to its half or double. */
  stretchTo(meanMs: number): void {
    const factor = Math.min(2, Math.max(0.5, meanMs / this.meanMs))
    const before = this.#weights.slice()
    this.#weights.fill(0)
    before.forEach((weight, bin) => {
      const to = binOf(middleOf(bin) * factor)
      this.#weights[to] = (this.#weights[to] ?? 0) + weight
    })
    this.#weightedMs *= factor
    this.#ofEnded = undefined
  }

  /**
   * What is likely of one that goes on.
   * @param ongoing how many have lasted for each bin and go on: they tell as much as those that have ended (the product-limit estimate of
   * Kaplan and Meier). Without them the short ones, which end first, would be taken for all.
   * @param share of them that are of this kind
   */
  survival(ongoing?: Uint16Array, share = 1): Survival {
    let ongoingBeyond = 0
    if (ongoing) for (let bin = 0; bin < edges.length; bin++) ongoingBeyond += share * (ongoing[bin] ?? 0)
    if (ongoingBeyond === 0 && this.#ofEnded) return this.#ofEnded
    const alone = ongoingBeyond === 0
    const left = new Float64Array(edges.length + 1)
    let beyond = this.#total
    let still = 1
    for (let bin = 0; bin < edges.length; bin++) {
      left[bin] = still
      const [ended, here] = [this.#weights[bin] ?? 0, share * (ongoing?.[bin] ?? 0)]
      const exposed = beyond + ongoingBeyond - here / 2
      if (exposed > 0) still *= Math.max(0, 1 - ended / exposed)
      beyond -= ended
      ongoingBeyond -= here
    }
    const survival = new Survival(left, 0.5 / this.#total, this.meanMs)
    if (alone) this.#ofEnded = survival
    return survival
  }

  memory(): DurationMemory {
    const weights: [number, number][] = []
    this.#weights.forEach((weight, bin) => {
      if (weight > 0) weights.push([bin, weight])
    })
    return { weights, weightedMs: this.#weightedMs, total: this.#total, seen: this.#seen }
  }
}

/** Of a duration as it is known at one moment. */
export class Survival {
  /** The share that lasts beyond each bin's lower edge. */
  readonly #left: Float64Array
  /** Stands for what was never seen. */
  readonly #unseen: number
  readonly #meanMs: number

  constructor(left: Float64Array, unseen: number, meanMs: number) {
    this.#left = left
    this.#unseen = unseen
    this.#meanMs = meanMs
  }

  /** The share that lasts longer. 0–1 */
  stillGoing(ms: number): number {
    const bin = binOf(ms)
    const low = edges[bin] ?? 0
    const width = (edges[bin + 1] ?? low * GROWTH) - low
    const into = Math.min(1, Math.max(0, (ms / SECOND - low) / width))
    const [here, next] = [this.#left[bin] ?? 0, this.#left[bin + 1] ?? 0]
    return here + (next - here) * into
  }

  /** How likely it ends within `withinMs` more, when it has lasted `lastedMs`. 0–1 */
  endsWithin(lastedMs: number, withinMs: number): number {
    if (withinMs <= 0) return 0
    const now = this.stillGoing(lastedMs)
    // Beyond everything seen nothing is known but the mean.
    const unseenEnds = this.#unseen * (1 - Math.exp(-withinMs / this.#meanMs))
    return (now - this.stillGoing(lastedMs + withinMs) + unseenEnds) / (now + this.#unseen)
  }

  /** So long that the given share takes no longer, ms. @param share 0–1 */
  quantileMs(share: number): number {
    const beyond = 1 - share
    let bin = 0
    while (bin < LAST && (this.#left[bin + 1] ?? 0) > beyond) bin++
    const [here, next] = [this.#left[bin] ?? 0, this.#left[bin + 1] ?? 0]
    const low = edges[bin] ?? 0
    const width = (edges[bin + 1] ?? low * GROWTH) - low
    return (low + (here > next ? Math.min(1, (here - beyond) / (here - next)) * width : 0)) * SECOND
  }
}
