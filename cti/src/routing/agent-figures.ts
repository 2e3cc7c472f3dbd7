/**
 * What the rules of choice reckon with, as plain arrays by agent number: of thousands of free agents the records would be fetched from all
 * over the memory, which takes a hundred times as long as the reckoning.
 */
import type { EpochMs } from '../ids.ts'
import { type AgentRecord, isBusy, isLoggedIn } from './agent-record.ts'
import type { Holders } from './choice.ts'
import type { Floor, QueueRecord } from './floor.ts'
import type { Shortlist } from './shortlist.ts'
import { skillsNamed } from './skills.ts'
import type { AgentProfile, Needs, Requirement } from './work.ts'

const NO_TURN_YET = -1
const NO_LEVELS = new Uint8Array(0)

export class AgentFigures {
  idleSince = new Float64Array(1)
  #loggedInMs = new Float64Array(1)
  #busyMs = new Float64Array(1)
  /** From when on the state of the moment counts, too. */
  #countedTo = new Float64Array(1)
  #loggedIn = new Uint8Array(1)
  #busy = new Uint8Array(1)
  /** Of each skill the agents' levels. */
  readonly #levels = new Map<string, Uint8Array>()
  readonly #skillNumbers = new Map<string, number>()
  /** An agent's skills by number, in the order of the profile; 0 fills up. */
  #skills = new Uint16Array(8)
  #mostSkills = 8
  readonly #turns = new Map<QueueRecord, Float64Array>()

  setProfile(number: number, { skills }: AgentProfile): void {
    this.#makeRoom(number)
    this.clearProfile(number)
    const held = Object.entries(skills).filter(([, level]) => level > 0)
    if (held.length > this.#mostSkills) this.#widen(held.length)
    for (const [index, [skill, level]] of held.entries()) {
      let skillNumber = this.#skillNumbers.get(skill)
      if (skillNumber === undefined) {
        skillNumber = this.#skillNumbers.size + 1
        this.#skillNumbers.set(skill, skillNumber)
        this.#levels.set(skill, new Uint8Array(this.idleSince.length))
      }
      this.#skills[number * this.#mostSkills + index] = skillNumber
      const levels = this.#levels.get(skill)
      if (levels) levels[number] = level
    }
  }

  clearProfile(number: number): void {
    for (const levels of this.#levels.values()) levels[number] = 0
    this.#skills.fill(0, number * this.#mostSkills, (number + 1) * this.#mostSkills)
  }

  set(number: number, record: AgentRecord): void {
    this.idleSince[number] = record.idleSince
    this.#loggedInMs[number] = record.loggedInMs
    this.#busyMs[number] = record.busyMs
    this.#countedTo[number] = record.countedTo
    this.#loggedIn[number] = isLoggedIn(record) ? 1 : 0
    this.#busy[number] = isBusy(record.state) ? 1 : 0
  }

  /** The number is given to somebody else. */
  forget(number: number): void {
    this.clearProfile(number)
    for (const turns of this.#turns.values()) turns[number] = NO_TURN_YET
  }

  queueChanged(queue: QueueRecord): void {
    if (queue.profile.choose !== 'round-robin') this.#turns.delete(queue)
  }

  /** The agent is offered something of the queue; of no meaning where it does not choose by turns. */
  takesTurn(queue: QueueRecord, number: number, at: EpochMs): void {
    const turns = this.#turns.get(queue)
    if (turns) turns[number] = at
  }

  /** Sets the cost of each on the list. `numberOf`: whom the turns that are known so far belong to. */
  reckon(
    list: Shortlist,
    floor: Floor,
    queue: QueueRecord,
    { needs }: Requirement,
    holders: Holders,
    at: EpochMs,
    numberOf: (agent: AgentProfile['id']) => number | undefined,
  ): void {
    switch (queue.profile.choose) {
      case 'longest-idle':
        return this.#idleness(list, at)
      case 'most-skilled':
        return this.#levelSums(list, needs)
      case 'least-occupied':
        return this.#occupancies(list, at)
      case 'round-robin':
        return lookUp(list, this.#turnsOf(queue, numberOf))
      case 'scarce-last':
        return this.#scarcity(list, floor, needs, holders, at)
    }
  }

  #idleness({ numbers, costs, size }: Shortlist, at: EpochMs): void {
    for (let index = 0; index < size; index++) costs[index] = (this.idleSince[numbers[index] ?? 0] ?? 0) - at
  }

  #occupancies({ numbers, costs, size }: Shortlist, at: EpochMs): void {
    for (let index = 0; index < size; index++) {
      const number = numbers[index] ?? 0
      const passed = this.#loggedIn[number] === 1 ? at - (this.#countedTo[number] ?? 0) : 0
      const loggedIn = (this.#loggedInMs[number] ?? 0) + passed
      const busy = (this.#busyMs[number] ?? 0) + (this.#busy[number] === 1 ? passed : 0)
      costs[index] = loggedIn === 0 ? 0 : busy / loggedIn
    }
  }

  #levelSums({ numbers, costs, size }: Shortlist, { all, anyOf }: Needs): void {
    costs.fill(0, 0, size)
    for (const skill of new Set(all.map((need) => need.skill))) {
      const levels = this.#levels.get(skill)
      if (levels)
        for (let index = 0; index < size; index++)
          costs[index] = (costs[index] ?? 0) + (levels[numbers[index] ?? 0] ?? 0)
    }
    for (const group of anyOf ?? []) {
      const alternatives = group.map(({ skill, min }) => ({ levels: this.#levels.get(skill) ?? NO_LEVELS, min }))
      for (let index = 0; index < size; index++) {
        let best = 0
        for (const { levels, min } of alternatives) {
          const level = levels[numbers[index] ?? 0] ?? 0
          if (level >= min && level > best) best = level
        }
        costs[index] = (costs[index] ?? 0) + best
      }
    }
    for (let index = 0; index < size; index++) costs[index] = -(costs[index] ?? 0)
  }

  #scarcity({ numbers, costs, size }: Shortlist, floor: Floor, needs: Needs, holders: Holders, at: EpochMs): void {
    const values = new Float64Array(this.#skillNumbers.size + 1)
    for (const [skill, number] of this.#skillNumbers) values[number] = floor.demand.of(skill, at) / holders(skill) ** 2
    for (const skill of skillsNamed(needs)) values[this.#skillNumbers.get(skill) ?? 0] = 0
    values[0] = 0
    const skills = this.#skills
    for (let index = 0; index < size; index++) {
      let cost = 0
      const from = (numbers[index] ?? 0) * this.#mostSkills
      for (let held = from; held < from + this.#mostSkills; held++) {
        const skill = skills[held] ?? 0
        if (skill === 0) break
        cost += values[skill] ?? 0
      }
      costs[index] = cost
    }
  }

  #turnsOf(queue: QueueRecord, numberOf: (agent: AgentProfile['id']) => number | undefined): Float64Array {
    let turns = this.#turns.get(queue)
    if (!turns) {
      turns = new Float64Array(this.idleSince.length).fill(NO_TURN_YET)
      for (const [agent, at] of queue.turns) {
        const number = numberOf(agent)
        if (number !== undefined) turns[number] = at
      }
      this.#turns.set(queue, turns)
    }
    return turns
  }

  #makeRoom(number: number): void {
    if (number < this.idleSince.length) return
    const length = Math.max(number + 1, this.idleSince.length * 2)
    this.idleSince = grown(this.idleSince, new Float64Array(length))
    this.#loggedInMs = grown(this.#loggedInMs, new Float64Array(length))
    this.#busyMs = grown(this.#busyMs, new Float64Array(length))
    this.#countedTo = grown(this.#countedTo, new Float64Array(length))
    this.#loggedIn = grown(this.#loggedIn, new Uint8Array(length))
    this.#busy = grown(this.#busy, new Uint8Array(length))
    this.#skills = grown(this.#skills, new Uint16Array(length * this.#mostSkills))
    for (const [skill, levels] of this.#levels) this.#levels.set(skill, grown(levels, new Uint8Array(length)))
    for (const [queue, turns] of this.#turns)
      this.#turns.set(queue, grown(turns, new Float64Array(length).fill(NO_TURN_YET)))
  }

  #widen(skills: number): void {
    const most = Math.max(skills, this.#mostSkills * 2)
    const wider = new Uint16Array(this.idleSince.length * most)
    for (let number = 0; number < this.idleSince.length; number++)
      wider.set(this.#skills.subarray(number * this.#mostSkills, (number + 1) * this.#mostSkills), number * most)
    this.#skills = wider
    this.#mostSkills = most
  }
}

function lookUp({ numbers, costs, size }: Shortlist, figures: Float64Array): void {
  for (let index = 0; index < size; index++) costs[index] = figures[numbers[index] ?? 0] ?? 0
}

function grown<T extends Float64Array | Uint8Array | Uint16Array>(from: T, to: T): T {
  to.set(from)
  return to
}
