import { meets } from '@ringdesk/cti'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentDocument, QueueDocument, RequirementDocument } from '../contract/index.ts'
import { eligibilityOf } from './eligibility.ts'
import { publishedHolidays } from './holidays-of-china.ts'
import { isAtLeastAsWide } from './requirements.ts'

const need = fc.record({ skill: fc.constantFrom('tea', 'coffee', 'milk'), min: fc.integer({ min: 1, max: 4 }) })
const needs = fc.record({
  all: fc.array(need, { maxLength: 2 }),
  anyOf: fc.array(fc.array(need, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
})
const plain = (of: RequirementDocument['needs']): RequirementDocument => ({
  needs: of,
  sameRegion: false,
  sameLanguage: false,
})
/** Everybody there could be: each of three skills from 0 to 4. */
const everybody = [0, 1, 2, 3, 4].flatMap((tea) =>
  [0, 1, 2, 3, 4].flatMap((coffee) => [0, 1, 2, 3, 4].map((milk) => ({ skills: { tea, coffee, milk } }))),
)

describe('a wider requirement', () => {
  it('is one that everybody meets who meets the narrower', () => {
    fc.assert(
      fc.property(needs, needs, (wide, narrow) => {
        const truth = everybody.every((agent) => !meets(agent, narrow) || meets(agent, wide))
        const said = isAtLeastAsWide(plain(wide), plain(narrow))
        // Never said wrongly. Of alternatives that only together are wide enough it may say no.
        if (said) expect(truth).toBe(true)
        if (wide.anyOf.length === 0 && narrow.anyOf.length === 0) expect(said).toBe(truth)
      }),
      { numRuns: 2_000 },
    )
  })

  it('does not ask for the region or the language when the narrower does not', () => {
    const anybody = plain({ all: [] })
    expect(isAtLeastAsWide({ ...anybody, sameRegion: true }, anybody)).toBe(false)
    expect(isAtLeastAsWide(anybody, { ...anybody, sameRegion: true, sameLanguage: true })).toBe(true)
  })
})

describe('the preview of who would be eligible', () => {
  const agent = (id: string, tea: number, over: Partial<AgentDocument> = {}) =>
    ({ id, name: id, skills: { tea }, enabled: true, ...over }) as AgentDocument
  const queue = {
    ...plain({ all: [{ skill: 'tea', min: 5 }] }),
    rings: [{ ...plain({ all: [{ skill: 'tea', min: 2 }] }), afterMs: 30_000 }],
  } as unknown as QueueDocument

  it('says ring by ring who, who of them is logged in, and who comes in by the ring', () => {
    const agents = [agent('ann', 7), agent('bob', 3), agent('cao', 1), agent('dan', 9, { enabled: false })]
    const { rings } = eligibilityOf(queue, agents, (id) => id === 'bob')
    expect(rings).toMatchObject([
      { index: 0, eligible: 1, loggedIn: 0, agents: [{ id: 'ann', levels: { tea: 7 }, added: false }] },
      {
        index: 1,
        afterMs: 30_000,
        eligible: 2,
        loggedIn: 1,
        agents: [
          { id: 'ann', added: false },
          { id: 'bob', added: true, loggedIn: true },
        ],
      },
    ])
  })

  it('lists two hundred at most and counts them all', () => {
    const many = Array.from({ length: 300 }, (_, index) => agent(`a${index}`, 9))
    const [entry] = eligibilityOf(queue, many, () => false).rings
    expect(entry).toMatchObject({ eligible: 300 })
    expect(entry?.agents).toHaveLength(200)
  })
})

describe('published holidays', () => {
  it('are each a date of its own, days off and make-up working days', () => {
    const dates = publishedHolidays.map(({ date }) => date)
    expect(new Set(dates).size).toBe(dates.length)
    // 2026: 33 days off in all, 6 weekend days worked.
    expect(publishedHolidays.filter(({ open }) => !open)).toHaveLength(33)
    expect(publishedHolidays.filter(({ open }) => open)).toHaveLength(6)
    for (const { date, open } of publishedHolidays)
      if (open) expect([0, 6]).toContain(new Date(`${date}T00:00:00Z`).getUTCDay())
  })
})
