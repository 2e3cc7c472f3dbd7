/** Agents by number, and for everything that can be asked of them the set of those of whom it is true. */
import type { AgentId } from '../ids.ts'
import { AgentFigures } from './agent-figures.ts'
import { type AgentRecord, hasRoom, isLoggedIn } from './agent-record.ts'
import { AgentSet } from './agent-set.ts'
import { type Slot, takes } from './skills.ts'
import type { Timed } from './timers.ts'
import type { AgentProfile, AgentState, Needs, Requirement, WorkItem } from './work.ts'

const HIGHEST_LEVEL = 10

/** An agent as the index knows them; compared with the record it shows what has changed. */
export interface IndexedAgent extends Timed {
  readonly number: number
  readonly record: AgentRecord
  profile: AgentProfile
  kind: AgentState['kind']
  loggedIn: boolean
  /** Has room for something. */
  free: boolean
}

export interface AgentChange {
  readonly agent: IndexedAgent
  readonly isNew: boolean
  readonly profileChanged: boolean
  readonly loggedIn: boolean
  readonly loggedOut: boolean
  /** Has room that was not there before. */
  readonly gotRoom: boolean
}

interface Trait {
  readonly agents: AgentSet
  readonly isTrue: (profile: AgentProfile) => boolean
}

export class AgentIndex {
  readonly room: Readonly<Record<Slot, AgentSet>> = { voice: new AgentSet(), chat: new AgentSet() }
  readonly figures = new AgentFigures()
  readonly loggedIn = new AgentSet()
  readonly byState: Readonly<Record<AgentState['kind'], AgentSet>> = {
    offline: new AgentSet(),
    ready: new AgentSet(),
    'not-ready': new AgentSet(),
    offered: new AgentSet(),
    'on-contact': new AgentSet(),
    'wrap-up': new AgentSet(),
  }
  readonly #agents = new Map<AgentId, IndexedAgent>()
  readonly #byNumber: (IndexedAgent | undefined)[] = []
  /** By number. */
  readonly ids: (AgentId | undefined)[] = []
  readonly #vacant: number[] = []
  /** Everything else that was asked for so far. */
  readonly #traits = new Map<string, Trait>()
  /** Who holds a skill at level 1 or above, 2 or above, … Kept for all: items with needs of their own may ask for any. */
  readonly #levels = new Map<string, readonly AgentSet[]>()

  get(id: AgentId): IndexedAgent | undefined {
    return this.#agents.get(id)
  }

  numbered(number: number): IndexedAgent | undefined {
    return this.#byNumber[number]
  }

  /** Brings the index to what the record says now. */
  update(record: AgentRecord): AgentChange {
    // By number and not by id: of tens of thousands of ids each look-up waits for memory.
    const numbered = this.#byNumber[record.number]
    const known = numbered?.record === record ? numbered : this.#agents.get(record.profile.id)
    const agent = known ?? this.#add(record)
    const { number, profile: formerProfile, kind: formerKind, loggedIn: wasLoggedIn } = agent
    const profileChanged = known !== undefined && formerProfile !== record.profile
    const loggedIn = isLoggedIn(record)
    const voice = hasRoom(record, 'voice')
    const chat = hasRoom(record, 'chat')
    const free = voice || chat
    const { skills } = this.figures
    const countedAnew = free !== agent.free || profileChanged
    if (agent.free && countedAnew) skills.countHeld(number, -1)
    if (!known || profileChanged) {
      this.#setLevels(formerProfile, number, false)
      this.#setLevels(record.profile, number, true)
      skills.set(number, record.profile)
      for (const { agents, isTrue } of this.#traits.values()) agents.set(number, isTrue(record.profile))
    }
    if (free && countedAnew) skills.countHeld(number, 1)
    this.figures.set(number, record)
    if (formerKind !== record.state.kind) this.byState[formerKind].set(number, false)
    this.byState[record.state.kind].set(number, true)
    this.loggedIn.set(number, loggedIn)
    const changedVoice = this.room.voice.set(number, voice)
    const changedChat = this.room.chat.set(number, chat)
    agent.free = free
    agent.profile = record.profile
    agent.kind = record.state.kind
    agent.loggedIn = loggedIn
    return {
      agent,
      isNew: !known,
      profileChanged,
      loggedIn: loggedIn && !wasLoggedIn,
      loggedOut: wasLoggedIn && !loggedIn,
      gotRoom: (changedVoice && voice) || (changedChat && chat),
    }
  }

  remove(id: AgentId): IndexedAgent | undefined {
    const agent = this.#agents.get(id)
    if (!agent) return undefined
    if (agent.free) this.figures.skills.countHeld(agent.number, -1)
    this.#setLevels(agent.profile, agent.number, false)
    this.figures.forget(agent.number)
    for (const { agents } of this.#traits.values()) agents.set(agent.number, false)
    for (const set of [this.room.voice, this.room.chat, this.loggedIn, this.byState[agent.kind]])
      set.set(agent.number, false)
    this.#agents.delete(id)
    this.#byNumber[agent.number] = undefined
    this.ids[agent.number] = undefined
    this.#vacant.push(agent.number)
    return agent
  }

  /** All agents who take such contacts and meet the requirement; region and language only where they are given. */
  meeting(
    slot: Slot,
    { needs }: Requirement,
    { region, language, outbound = false }: Pick<WorkItem, 'region' | 'language' | 'outbound'> = {},
  ): AgentSet {
    const agents = this.#trait(`takes ${slot} ${outbound}`, (profile) => takes(profile, slot, outbound)).copy()
    this.#keepMeeting(agents, needs)
    if (region !== undefined) agents.keep(this.#trait(`region ${region}`, (profile) => profile.region === region))
    if (language !== undefined)
      agents.keep(this.#trait(`language ${language}`, ({ languages }) => languages?.includes(language) === true))
    return agents
  }

  /** All agents who meet one of the needs, whatever contacts they take. */
  meetingAny(needs: readonly Needs[]): AgentSet {
    const all = new AgentSet()
    for (const each of needs) {
      const agents = this.#trait('anybody', () => true).copy()
      this.#keepMeeting(agents, each)
      all.addAll(agents)
    }
    return all
  }

  #keepMeeting(agents: AgentSet, { all, anyOf }: Needs): void {
    for (const { skill, min } of all) agents.keep(this.#skill(skill, min))
    for (const group of anyOf ?? []) {
      const alternatives = new AgentSet()
      for (const { skill, min } of group) alternatives.addAll(this.#skill(skill, min))
      agents.keep(alternatives)
    }
  }

  #skill(skill: string, min: number): AgentSet {
    if (Number.isInteger(min) && min >= 1 && min <= HIGHEST_LEVEL)
      return this.#levels.get(skill)?.[min - 1] ?? new AgentSet()
    return this.#trait(`skill ${min} ${skill}`, ({ skills }) => (skills[skill] ?? 0) >= min)
  }

  #trait(name: string, isTrue: Trait['isTrue']): AgentSet {
    let trait = this.#traits.get(name)
    if (!trait) {
      trait = { agents: new AgentSet(), isTrue }
      for (const { number, profile } of this.#agents.values()) trait.agents.set(number, isTrue(profile))
      this.#traits.set(name, trait)
    }
    return trait.agents
  }

  #add(record: AgentRecord): IndexedAgent {
    const number = this.#vacant.pop() ?? this.#byNumber.length
    const { profile, state } = record
    record.number = number
    const agent = { number, record, profile, kind: state.kind, loggedIn: false, free: false, due: 0, position: -1 }
    this.#byNumber[number] = agent
    this.ids[number] = profile.id
    this.#agents.set(profile.id, agent)
    return agent
  }

  #setLevels({ skills }: AgentProfile, number: number, holds: boolean): void {
    for (const [skill, level] of Object.entries(skills)) {
      let levels = this.#levels.get(skill)
      if (!levels) {
        levels = Array.from({ length: HIGHEST_LEVEL }, () => new AgentSet())
        this.#levels.set(skill, levels)
      }
      for (const [index, agents] of levels.entries()) if (level >= index + 1) agents.set(number, holds)
    }
  }
}
