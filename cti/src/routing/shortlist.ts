/** The agents among whom one is chosen, by number, and the best few of them. */
import type { AgentId } from '../ids.ts'
import type { AgentSet } from './agent-set.ts'

/** Used again for each choice, so that a choice among thousands makes no garbage. */
export class Shortlist {
  /** The first `size` entries count; an agent and what the queue's rule compares are at the same position. */
  numbers = new Int32Array(1)
  costs = new Float64Array(1)
  size = 0

  /** Those who are in both sets, but for a few. */
  gather(some: AgentSet, others: AgentSet, but: readonly number[]): void {
    const most = Math.min(some.size, others.size) + 2
    if (most > this.numbers.length) {
      this.numbers = new Int32Array(2 * most)
      this.costs = new Float64Array(2 * most)
    }
    this.size = some.common(others, this.numbers)
    if (but.length === 0) return
    let kept = 0
    for (let position = 0; position < this.size; position++) {
      const number = this.numbers[position] ?? 0
      if (!but.includes(number)) this.numbers[kept++] = number
    }
    this.size = kept
  }

  positionOf(number: number): number {
    const position = this.numbers.indexOf(number)
    return position < this.size ? position : -1
  }

  /** Positions of the best few in the order of compareCandidates, best first, without the one at `but`. */
  best(most: number, but: number, idleSince: Float64Array, ids: readonly (AgentId | undefined)[]): number[] {
    const { numbers, costs, size } = this
    const best: number[] = []
    const goesBefore = (position: number, other: number): boolean => {
      const difference = (costs[position] ?? 0) - (costs[other] ?? 0)
      if (difference !== 0) return difference < 0
      const [a, b] = [numbers[position] ?? 0, numbers[other] ?? 0]
      const idle = (idleSince[a] ?? 0) - (idleSince[b] ?? 0)
      return idle === 0 ? (ids[a] ?? '') < (ids[b] ?? '') : idle < 0
    }
    let worst = Number.POSITIVE_INFINITY
    for (let position = 0; position < size; position++) {
      if ((costs[position] ?? 0) > worst || position === but) continue
      if (best.length === most) {
        if (!goesBefore(position, best[most - 1] ?? 0)) continue
        best.pop()
      }
      let place = best.push(position) - 1
      for (; place > 0 && goesBefore(position, best[place - 1] ?? 0); place--) best[place] = best[place - 1] ?? 0
      best[place] = position
      if (best.length === most) worst = costs[best[most - 1] ?? 0] ?? 0
    }
    return best
  }
}
