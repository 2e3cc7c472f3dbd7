/** What agents can do, as plain arrays by agent number and skill number. */
import type { AgentProfile } from './work.ts'

const NO_LEVELS = new Uint8Array(0)

export class AgentSkills {
  /** Of every skill that anybody ever held, from 1 on. */
  readonly numbers = new Map<string, number>()
  /** By skill number, then agent number. */
  readonly #levels: Uint8Array[] = [NO_LEVELS]
  /** By skill number: how many agents with room for something hold it. */
  readonly holders: number[] = [0]
  /** The numbers of an agent's skills one after the other, in the order of the profile; 0 fills up. */
  held = new Uint16Array(8)
  /** How many numbers there is space for an agent in `held`. */
  most = 8
  #agents = 1

  /** One more than the highest number of a skill. */
  get limit(): number {
    return this.holders.length
  }

  /** By agent number; empty for a skill that nobody ever held. */
  levelsOf(skill: string): Uint8Array {
    return this.#levels[this.numbers.get(skill) ?? 0] ?? NO_LEVELS
  }

  /** As levelsIn of skills.ts; skills that nobody ever held are 0. */
  levelsIn(agent: number, skills: readonly string[]): Record<string, number> {
    const levels: Record<string, number> = {}
    for (const skill of skills) levels[skill] = this.levelsOf(skill)[agent] ?? 0
    return levels
  }

  set(agent: number, { skills }: AgentProfile): void {
    this.#makeRoom(agent)
    this.clear(agent)
    const held = Object.entries(skills).filter(([, level]) => level > 0)
    if (held.length > this.most) this.#widen(held.length)
    for (const [index, [skill, level]] of held.entries()) {
      let number = this.numbers.get(skill)
      if (number === undefined) {
        number = this.holders.push(0) - 1
        this.numbers.set(skill, number)
        this.#levels.push(new Uint8Array(this.#agents))
      }
      this.held[agent * this.most + index] = number
      const levels = this.#levels[number]
      if (levels) levels[agent] = level
    }
  }

  clear(agent: number): void {
    for (const levels of this.#levels) levels[agent] = 0
    this.held.fill(0, agent * this.most, (agent + 1) * this.most)
  }

  /** The agent gets room for something, or has none any more. */
  countHeld(agent: number, change: 1 | -1): void {
    const end = (agent + 1) * this.most
    for (let index = agent * this.most; index < end; index++) {
      const skill = this.held[index] ?? 0
      if (skill === 0) return
      this.holders[skill] = (this.holders[skill] ?? 0) + change
    }
  }

  #makeRoom(agent: number): void {
    if (agent < this.#agents) return
    this.#agents = Math.max(agent + 1, this.#agents * 2)
    this.held = grown(this.held, new Uint16Array(this.#agents * this.most))
    for (let skill = 1; skill < this.#levels.length; skill++)
      this.#levels[skill] = grown(this.#levels[skill] ?? NO_LEVELS, new Uint8Array(this.#agents))
  }

  #widen(skills: number): void {
    const most = Math.max(skills, this.most * 2)
    const wider = new Uint16Array(this.#agents * most)
    for (let agent = 0; agent < this.#agents; agent++)
      wider.set(this.held.subarray(agent * this.most, (agent + 1) * this.most), agent * most)
    this.held = wider
    this.most = most
  }
}

/** The larger array with what was in the smaller. */
export function grown<T extends Float64Array | Uint8Array | Uint16Array>(from: T, to: T): T {
  to.set(from)
  return to
}
