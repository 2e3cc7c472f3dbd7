/**
 * What the rules of choice reckon with, as plain arrays by agent number: of thousands of free agents the records would be fetched from all
 * over the memory, which takes a hundred times as long as the reckoning.
 */
import type { EpochMs } from '../ids.ts'
import { type AgentRecord, isBusy, isLoggedIn } from './agent-record.ts'
import { AgentSkills, grown } from './agent-skills.ts'
import type { Floor, QueueRecord } from './floor.ts'
import type { Shortlist } from './shortlist.ts'
import { skillsNamed } from './skills.ts'
import type { AgentProfile, Needs, Requirement } from './work.ts'

const NO_TURN_YET = -1

/** What occupancy is reckoned from lies together, at these places of an agent's four. */
const LOGGED_IN_MS = 0
const BUSY_MS = 1
/** From when on the state of the moment counts, too. */
const COUNTED_TO = 2
const DOING = 3
const STRIDE = 4

/** DOING */
const OFFLINE = 0
const IDLE = 1
const BUSY = 2

export class AgentFigures {
  readonly skills = new AgentSkills()
  idleSince = new Float64Array(1)
  /** Used again for each choice: by skill number what it costs to take an agent who holds it. */
  #values = new Float64Array(1)
  #shifts = new Float64Array(STRIDE)
  readonly #turns = new Map<QueueRecord, Float64Array>()

  set(number: number, record: AgentRecord): void {
    this.#makeRoom(number)
    this.idleSince[number] = record.idleSince
    const shift = number * STRIDE
    this.#shifts[shift + LOGGED_IN_MS] = record.loggedInMs
    this.#shifts[shift + BUSY_MS] = record.busyMs
    this.#shifts[shift + COUNTED_TO] = record.countedTo
    this.#shifts[shift + DOING] = isBusy(record.state) ? BUSY : isLoggedIn(record) ? IDLE : OFFLINE
  }

  /** The number is given to somebody else. */
  forget(number: number): void {
    this.skills.clear(number)
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
        return this.#scarcity(list, floor, needs, at)
    }
  }

  #idleness({ numbers, costs, size }: Shortlist, at: EpochMs): void {
    const { idleSince } = this
    for (let index = 0; index < size; index++) costs[index] = (idleSince[numbers[index] ?? 0] ?? 0) - at
  }

  #occupancies({ numbers, costs, size }: Shortlist, at: EpochMs): void {
    const shifts = this.#shifts
    for (let index = 0; index < size; index++) {
      const shift = (numbers[index] ?? 0) * STRIDE
      const doing = shifts[shift + DOING] ?? OFFLINE
      const passed = doing === OFFLINE ? 0 : at - (shifts[shift + COUNTED_TO] ?? 0)
      const loggedIn = (shifts[shift + LOGGED_IN_MS] ?? 0) + passed
      const busy = (shifts[shift + BUSY_MS] ?? 0) + (doing === BUSY ? passed : 0)
      costs[index] = loggedIn === 0 ? 0 : busy / loggedIn
    }
  }

  #levelSums({ numbers, costs, size }: Shortlist, { all, anyOf }: Needs): void {
    costs.fill(0, 0, size)
    for (const skill of new Set(all.map((need) => need.skill))) {
      const levels = this.skills.levelsOf(skill)
      for (let index = 0; index < size; index++) costs[index] = (costs[index] ?? 0) + (levels[numbers[index] ?? 0] ?? 0)
    }
    for (const group of anyOf ?? []) {
      const alternatives = group.map(({ skill, min }) => ({ levels: this.skills.levelsOf(skill), min }))
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

  #scarcity({ numbers, costs, size }: Shortlist, floor: Floor, needs: Needs, at: EpochMs): void {
    const { held, most, numbers: skills, limit, holders } = this.skills
    if (this.#values.length < limit) this.#values = new Float64Array(limit)
    const values = this.#values
    skills.forEach((number, skill) => {
      values[number] = floor.demand.of(skill, at) / (holders[number] ?? 0) ** 2
    })
    for (const skill of skillsNamed(needs)) values[skills.get(skill) ?? 0] = 0
    values[0] = 0
    for (let index = 0; index < size; index++) {
      let cost = 0
      const from = (numbers[index] ?? 0) * most
      // Zeros at the end add nothing, and cost less than a branch that the processor guesses wrongly.
      for (let place = from; place < from + most; place++) cost += values[held[place] ?? 0] ?? 0
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
    this.#shifts = grown(this.#shifts, new Float64Array(length * STRIDE))
    for (const [queue, turns] of this.#turns)
      this.#turns.set(queue, grown(turns, new Float64Array(length).fill(NO_TURN_YET)))
  }
}

function lookUp({ numbers, costs, size }: Shortlist, figures: Float64Array): void {
  for (let index = 0; index < size; index++) costs[index] = figures[numbers[index] ?? 0] ?? 0
}
