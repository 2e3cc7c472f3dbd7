/** A made-up call centre of any size: 60 skills, 4 to 8 an agent, 40 queues with all five rules of choice, rings, holds and weights. */
import { asAgentId, asQueueId } from '../../cti/src/ids.ts'
import type { AgentProfile, ChoiceRule, QueueProfile, SkillNeed } from '../../cti/src/routing/work.ts'

const SKILLS = 60
export const QUEUES = 40
export const REGIONS = 8
const RULES: readonly ChoiceRule[] = ['longest-idle', 'most-skilled', 'least-occupied', 'round-robin', 'scarce-last']
const WEIGHTS = [1, 1, 2, 1, 0.5, 1, 3] as const
const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index % list.length]
  if (value === undefined) throw new Error('an empty list')
  return value
}

/** 0 (included) to 1, the same sequence for the same seed (mulberry32). */
export type Chance = () => number

export function chanceFrom(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const below = (chance: Chance, limit: number): number => Math.floor(chance() * limit)

/** Half of the skills are asked for by queues. */
const skill = (number: number): string => `skill-${number % SKILLS}`

export function agentOf(number: number, chance: Chance): AgentProfile {
  const skills: Record<string, number> = {}
  const count = 4 + below(chance, 5)
  while (Object.keys(skills).length < count) skills[skill(below(chance, SKILLS))] = 1 + below(chance, 10)
  const chats = chance() < 0.2
  return {
    id: asAgentId(`agent-${number}`),
    skills,
    region: `region-${below(chance, REGIONS)}`,
    languages: chance() < 0.3 ? ['zh', 'yue'] : ['zh'],
    ...(chats ? { capacity: { voice: 1, chat: 2, total: 2 } } : {}),
  }
}

export function needOf(chance: Chance): SkillNeed {
  return { skill: skill(below(chance, SKILLS)), min: 1 + below(chance, 6) }
}

export function queueOf(number: number, chance: Chance): QueueProfile {
  const first = { skill: skill(number), min: 3 + (number % 4) }
  const all = number % 3 === 0 ? [first, { skill: skill(number + 7), min: 1 }] : [first]
  return {
    id: asQueueId(`queue-${number}`),
    entry: { needs: { all }, sameRegion: number % 8 === 0, sameLanguage: number % 5 === 0 },
    rings: [
      { afterMs: 20_000 + number * 500, needs: { all: [{ ...first, min: 2 }] }, sameLanguage: number % 5 === 0 },
      {
        afterMs: 60_000 + number * 500,
        needs: {
          all: [],
          anyOf: [
            [
              { ...first, min: 1 },
              { skill: skill(number + 20), min: 4 },
            ],
          ],
        },
      },
    ],
    weight: at(WEIGHTS, number),
    priority: number % 6 === 0 ? 1 : 0,
    vipPriority: 2,
    choose: at(RULES, number),
    holdForAgentMs: number % 4 === 0 ? 15_000 : 0,
    offerTimeoutMs: 20_000,
    wrapUpMs: 10_000 + below(chance, 20) * 1_000,
    missesAllowed: 2,
    overflow: [
      { when: { kind: 'wait', ms: 600_000 }, action: { kind: 'offer-callback' } },
      { when: { kind: 'no-staff' }, action: { kind: 'announce', prompt: 'closed' } },
      ...(number % 10 === 0
        ? [
            {
              when: { kind: 'wait' as const, ms: 180_000 },
              action: { kind: 'queue' as const, queue: asQueueId(`queue-${number + 1}`) },
            },
          ]
        : []),
    ],
  }
}
