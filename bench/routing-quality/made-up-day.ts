/**
 * A day of a chain's service centre, made up by a seed: queues by subject, agents with two to five skills of different levels over
 * staggered shifts, as many callers at any time as there are people for, some of whom need a language or an experienced agent.
 */
import { asAgentId, asQueueId, asWorkId } from '../../cti/src/ids.ts'
import type { ChoiceRule, Needs } from '../../cti/src/routing/work.ts'
import type { Day, SimulatedAgent, SimulatedItem, SimulatedQueue } from '../../cti/src/simulation/day.ts'
import { createRandom, type Random } from '../../cti/src/switch/simulator/random.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const OPENS = 8 * HOUR
const CLOSES = 22 * HOUR
const WRAP_UP = 30 * SECOND
const MEAN_HANDLE = 240 * SECOND
const MEAN_PATIENCE = 150 * SECOND

const RELAXED_AFTER = 15 * SECOND

export const SERVICE_LEVEL_MS = 20 * SECOND

const subjects = [
  'aftersales',
  'delivery',
  'membership',
  'refund',
  'food-safety',
  'franchise',
  'invoice',
  'app',
] as const
/** How the calls spread over the subjects. */
const shares = [0.28, 0.22, 0.16, 0.12, 0.06, 0.04, 0.05, 0.07]
/** Callers who need more than their subject, how many of all, and which agents speak the language: every so many-th. */
const languages = [
  { skill: 'cantonese', share: 0.03, every: 12, from: 0 },
  { skill: 'english', share: 0.01, every: 25, from: 3 },
]
/** Hours after opening at which shifts begin. */
const starts = [0, 0, 1, 2, 2, 3, 4, 5, 5, 6]
const EXPERIENCED_SHARE = 0.04
const EXPERIENCED_LEVEL = 7
export interface MadeUpDay {
  readonly agents: number
  /** Work offered ÷ logged-in time, 0–1. Who gives up takes no time: the occupancy comes out a little lower. */
  readonly load: number
  readonly choose: ChoiceRule
  readonly seed: number
}

export function makeUpDay({ agents: count, load, choose, seed }: MadeUpDay): Day {
  const random = createRandom(seed)
  const agents = Array.from({ length: count }, (_, index) => anAgent(index, random))
  const shifts = agents.flatMap((agent) => agent.shifts)
  const staffed = shifts.reduce((sum, [from, to]) => sum + (to - from), 0)
  const wanted = Math.round((staffed * load) / (MEAN_HANDLE + WRAP_UP))
  const items = Array.from({ length: wanted }, () => arrival(shifts, random)).sort((one, other) => one - other)
  return {
    queues: subjects.map((subject): SimulatedQueue => aQueue(subject, choose)),
    agents,
    items: items.map((at, index) => anItem(index, at, random)),
  }
}

function aQueue(subject: (typeof subjects)[number], choose: ChoiceRule): SimulatedQueue {
  return {
    serviceLevelMs: SERVICE_LEVEL_MS,
    profile: {
      id: asQueueId(subject),
      entry: { needs: needing(subject, 1) },
      // Who needs more than the subject gets whoever knows the subject, before they have waited too long.
      rings: [{ afterMs: RELAXED_AFTER, needs: needing(subject, 1) }],
      weight: 1,
      priority: 0,
      vipPriority: 0,
      choose,
      holdForAgentMs: 0,
      offerTimeoutMs: 20 * SECOND,
      wrapUpMs: WRAP_UP,
      missesAllowed: 1,
      overflow: [],
    },
  }
}

function anAgent(index: number, random: Random): SimulatedAgent {
  const skills: Record<string, number> = {}
  const wanted = random.integer(2, 5)
  while (Object.keys(skills).length < wanted) skills[weighted(random)] = random.integer(3, 10)
  // Who is hired for a language learns every subject, for its callers ask about all of them; and one of them is there at any time.
  const language = languages.find(({ every, from }) => index % every === from)
  if (language) {
    skills[language.skill] = random.integer(5, 10)
    for (const subject of subjects) skills[subject] ??= random.integer(3, 10)
  }
  const start = language ? (starts[Math.floor(index / language.every) % starts.length] ?? 0) : random.pick(starts)
  const from = OPENS + start * HOUR
  const middle = from + 4 * HOUR
  return {
    profile: { id: asAgentId(`a${index}`), skills },
    shifts: [
      [from, middle],
      [middle + HOUR / 2, Math.min(CLOSES, from + 8 * HOUR + HOUR / 2)],
    ],
  }
}

function anItem(index: number, at: number, random: Random): SimulatedItem {
  const subject = weighted(random)
  const needs = moreNeeds(subject, random)
  return {
    item: {
      id: asWorkId(`w${index}`),
      queue: asQueueId(subject),
      channel: 'voice',
      priority: 0,
      enteredAt: at,
      ...(needs ? { needs } : {}),
    },
    handleMs: Math.round(handleTime(random)),
    patienceMs: Math.round(5 * SECOND + random.exponential(MEAN_PATIENCE)),
  }
}

function moreNeeds(subject: string, random: Random): Needs | undefined {
  let chance = random.next()
  for (const { skill, share } of languages) {
    if (chance < share) return { all: [...needing(subject, 1).all, { skill, min: 5 }] }
    chance -= share
  }
  return chance < EXPERIENCED_SHARE ? needing(subject, EXPERIENCED_LEVEL) : undefined
}

const needing = (skill: string, min: number): Needs => ({ all: [{ skill, min }] })

/** Log-normal with the mean MEAN_HANDLE, as conversations are. */
function handleTime(random: Random): number {
  const sigma = 0.6
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return Math.exp(Math.log(MEAN_HANDLE) - (sigma * sigma) / 2 + sigma * normal)
}

/** Callers come as agents are there: a moment of somebody's shift, whose ever. */
function arrival(shifts: SimulatedAgent['shifts'], random: Random): number {
  const [from, to] = random.pick(shifts)
  return from + Math.floor(random.next() * (to - from))
}

function weighted(random: Random): (typeof subjects)[number] {
  let chance = random.next()
  for (const [index, share] of shares.entries()) {
    chance -= share
    const subject = subjects[index]
    if (chance < 0 && subject) return subject
  }
  return subjects[0]
}
