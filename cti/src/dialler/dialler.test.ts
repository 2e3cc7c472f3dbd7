import { describe, expect, it } from 'vitest'
import { asAgentId } from '../ids.ts'
import { Dialler } from './dialler.ts'
import { asAttemptId, type DialLimits, type DiallerMode, type PacingEvent } from './dialler-types.ts'

const BEGIN = Date.UTC(2026, 0, 5, 1)
const plenty: DialLimits = { freeLines: 1_000, concurrentLeft: 1_000, cpsLeft: 1_000 }
const attempt = asAttemptId
const agent = asAgentId

/** A dialler with so many free agents, and the time that passes for it. */
function begun(mode: DiallerMode, agents: number, maxAbandonPct = 3) {
  const dialler = new Dialler({ mode, ratio: 2.5, maxAbandonPct, utcOffsetMinutes: 480 })
  let at = BEGIN
  let dialled = 0
  const hear = (event: PacingEvent) => dialler.hear(event)
  for (let number = 1; number <= agents; number++) hear({ type: 'agent-free', at, agent: agent(`a${number}`) })
  return {
    dialler,
    hear,
    now: () => at,
    pass: (ms: number) => {
      at += ms
    },
    howMany: (limits = plenty) => dialler.howMany(at, limits),
    dial: (count: number) => {
      for (let each = 0; each < count; each++) hear({ type: 'dialled', at, attempt: attempt(`c${++dialled}`) })
    },
    reason: () => dialler.figures(at).reason,
  }
}

describe('progressive', () => {
  it('dials once for each free agent, and keeps an agent for each attempt under way', () => {
    const { howMany, dial, hear, now } = begun('progressive', 5)
    expect(howMany()).toBe(5)
    dial(3)
    expect(howMany()).toBe(2)
    hear({ type: 'not-reached', at: now(), attempt: attempt('c1') })
    expect(howMany()).toBe(3)
    hear({ type: 'answered', at: now(), attempt: attempt('c2') })
    expect(howMany()).toBe(3)
    hear({ type: 'connected', at: now(), attempt: attempt('c2'), agent: agent('a1') })
    expect(howMany()).toBe(3)
  })

  it('takes an attempt that was never heard of again for lost, after three minutes', () => {
    const { howMany, dial, pass } = begun('progressive', 1)
    dial(1)
    pass(170_000)
    expect(howMany()).toBe(0)
    pass(20_000)
    expect(howMany()).toBe(1)
  })
})

it('power dials its ratio for each free agent', () => {
  const { howMany, dial, hear, now } = begun('power', 4)
  expect(howMany()).toBe(10)
  dial(10)
  expect(howMany()).toBe(0)
  hear({ type: 'agent-taken', at: now(), agent: agent('a1') })
  hear({ type: 'not-reached', at: now(), attempt: attempt('c1') })
  expect(howMany()).toBe(0)
})

describe('predictive', () => {
  it('begins slowly: about what the free agents can take even if twice as many answer as guessed', () => {
    const { howMany, reason } = begun('predictive', 50)
    const count = howMany()
    expect(count).toBeGreaterThanOrEqual(50)
    expect(count).toBeLessThan(100)
    expect(reason()).toBe('slow-start')
  })

  it('counts on agents in after-call work, once it has learned how long that takes', () => {
    const { howMany, hear, pass, now, dial } = begun('predictive', 10)
    const work = (round: number, ends: boolean) => {
      for (let number = 1; number <= 10; number++) {
        const at = now()
        const name = attempt(`r${round}-${number}`)
        hear({ type: 'dialled', at, attempt: name })
        hear({ type: 'answered', at: at + 14_000, attempt: name })
        hear({ type: 'connected', at: at + 14_000, attempt: name, agent: agent(`a${number}`) })
        hear({ type: 'agent-wrapping', at: at + 60_000, agent: agent(`a${number}`) })
        if (ends) hear({ type: 'agent-free', at: at + 70_000, agent: agent(`a${number}`) })
      }
      pass(ends ? 70_000 : 60_000)
    }
    for (let round = 0; round < 20; round++) work(round, true)
    work(20, false)
    pass(2_000)
    const count = howMany()
    expect(count).toBeGreaterThan(3)
    expect(count).toBeLessThanOrEqual(10)
    dial(count)
    expect(howMany()).toBe(0)
  })

  it('does not count on who is leaving, and forgets who has left', () => {
    const { howMany, hear, now, reason, dialler } = begun('predictive', 2)
    hear({ type: 'agent-taken', at: now(), agent: agent('a1') })
    hear({ type: 'agent-leaving', at: now(), agent: agent('a1') })
    hear({ type: 'agent-leaving', at: now(), agent: agent('a2') })
    expect(dialler.figures(now()).agents).toEqual({ free: 0, talking: 0, wrapping: 0, taken: 1, leaving: 1 })
    expect(dialler.figures(now()).expectedFree).toBe(0)
    hear({ type: 'agent-free', at: now(), agent: agent('a1') })
    expect(howMany()).toBe(0)
    expect(reason()).toBe('no-agents')
  })

  it('says that the abandoned share holds it back, of the half hour or of the day', () => {
    const { howMany, hear, now, pass, reason } = begun('predictive', 10)
    for (let number = 0; number < 200; number++) {
      hear({ type: 'dialled', at: now(), attempt: attempt(`x${number}`) })
      hear({ type: 'answered', at: now(), attempt: attempt(`x${number}`) })
      const lost = number < 12
      if (lost) hear({ type: 'abandoned', at: now(), attempt: attempt(`x${number}`) })
      else hear({ type: 'customer-left', at: now(), attempt: attempt(`x${number}`) })
    }
    howMany()
    expect(reason()).toBe('abandon-window')
    pass(31 * 60_000)
    howMany()
    expect(reason()).toBe('abandon-day')
  })

  it('risks nothing where nothing may be abandoned', () => {
    const { howMany } = begun('predictive', 20, 0)
    expect(howMany()).toBe(20)
  })
})

describe('limits', () => {
  it.each([
    ['lines', { ...plenty, freeLines: 3 }, 3],
    ['concurrent', { ...plenty, concurrentLeft: 2 }, 2],
    ['calls-per-second', { ...plenty, cpsLeft: 1.9 }, 1],
    ['lines', { ...plenty, freeLines: -4 }, 0],
  ])('go before everything: %s', (reason, limits, count) => {
    const begin = begun('power', 10)
    expect(begin.howMany(limits)).toBe(count)
    expect(begin.reason()).toBe(reason)
  })
})

describe('what it hears', () => {
  it('takes a machine back from the live answers, and leaves a customer who went among them', () => {
    const { hear, now, dialler, dial } = begun('predictive', 1)
    dial(2)
    for (const name of ['c1', 'c2']) hear({ type: 'answered', at: now(), attempt: attempt(name) })
    hear({ type: 'machine', at: now(), attempt: attempt('c1') })
    hear({ type: 'customer-left', at: now(), attempt: attempt('c2') })
    expect(dialler.figures(now())).toMatchObject({ windowAnswered: 1, dayAnswered: 1, waiting: 0, ringing: 0 })
  })

  it('tells of what it cannot make sense of, and changes nothing', () => {
    const { hear, now, dialler, dial } = begun('predictive', 1)
    dial(1)
    hear({ type: 'answered', at: now(), attempt: attempt('c1') })
    const before = dialler.figures(now())
    expect(hear({ type: 'answered', at: now(), attempt: attempt('c1') })).toBe('answered-already')
    expect(hear({ type: 'dialled', at: now(), attempt: attempt('c1') })).toBe('attempt-known-already')
    expect(hear({ type: 'abandoned', at: now(), attempt: attempt('c9') })).toBe('unknown-attempt')
    expect(hear({ type: 'agent-left', at: now(), agent: agent('a9') })).toBe('unknown-agent')
    expect(dialler.figures(now())).toEqual(before)
  })
})
