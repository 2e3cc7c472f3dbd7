/** Whatever happens, in whatever order, even if it is told twice or of nobody: limits hold, and a restored dialler decides as before. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asAgentId } from '../ids.ts'
import { Dialler } from './dialler.ts'
import {
  asAttemptId,
  type DialLimits,
  type DiallerMode,
  type DiallerSettings,
  type PacingEvent,
} from './dialler-types.ts'

const BEGIN = Date.UTC(2026, 0, 5, 1)
const attemptEvents = ['answered', 'abandoned', 'customer-left', 'machine', 'not-reached'] as const
const agentEvents = [
  'agent-free',
  'agent-free',
  'agent-free',
  'agent-wrapping',
  'agent-taken',
  'agent-leaving',
  'agent-left',
] as const

type Step =
  | { readonly kind: 'attempt'; readonly type: (typeof attemptEvents)[number]; readonly which: number }
  | { readonly kind: 'connected'; readonly which: number; readonly agent: number }
  | { readonly kind: 'agent'; readonly type: (typeof agentEvents)[number]; readonly agent: number }
  | { readonly kind: 'ask'; readonly limits: DialLimits }
type TimedStep = Step & { readonly afterMs: number }

const afterMs = fc.oneof(fc.nat(400), fc.nat(20_000), fc.constant(3_700_000))
const agent = fc.nat(9)
const which = fc.nat(30)
const limits = fc.record({
  freeLines: fc.integer({ min: -3, max: 40 }),
  concurrentLeft: fc.nat(40),
  cpsLeft: fc.nat(40),
})
const step: fc.Arbitrary<TimedStep> = fc.oneof(
  fc.record({ afterMs, kind: fc.constant('attempt' as const), type: fc.constantFrom(...attemptEvents), which }),
  fc.record({ afterMs, kind: fc.constant('connected' as const), which, agent }),
  fc.record({ afterMs, kind: fc.constant('agent' as const), type: fc.constantFrom(...agentEvents), agent }),
  fc.record({ afterMs: fc.nat(1_000), kind: fc.constant('ask' as const), limits }),
)
const steps = fc.array(step, { minLength: 20, maxLength: 150 })
const mode = fc.constantFrom<DiallerMode>('progressive', 'power', 'predictive')
const settingsOf = (of: DiallerMode): DiallerSettings => ({
  mode: of,
  ratio: 2,
  maxAbandonPct: 3,
  utcOffsetMinutes: 480,
})

/** Plays steps; an attempt's number is counted back from the last one dialled, so that most are under way still. */
class Player {
  dialler: Dialler
  readonly decisions: number[] = []
  readonly #settings: DiallerSettings
  #at = BEGIN
  #dialled = 0

  constructor(settings: DiallerSettings) {
    this.#settings = settings
    this.dialler = new Dialler(settings)
  }

  play(next: TimedStep): void {
    this.#at += next.afterMs
    if (next.kind === 'ask') return this.#ask(next.limits)
    this.dialler.hear(this.#event(next))
  }

  restore(): void {
    this.dialler = new Dialler(this.#settings, JSON.parse(JSON.stringify(this.dialler.snapshot())))
  }

  get figures() {
    return this.dialler.figures(this.#at)
  }

  #ask(most: DialLimits): void {
    const before = this.figures
    const count = this.dialler.howMany(this.#at, most)
    this.decisions.push(count)
    expect(Number.isInteger(count) && count >= 0).toBe(true)
    expect(count).toBeLessThanOrEqual(Math.max(0, Math.min(most.freeLines, most.concurrentLeft, most.cpsLeft)))
    for (let dialled = 0; dialled < count; dialled++)
      this.dialler.hear({ type: 'dialled', at: this.#at, attempt: asAttemptId(`c${++this.#dialled}`) })
    const { free, talking, wrapping, taken } = before.agents
    const underWay = this.figures.ringing + this.figures.waiting
    if (count > 0 && this.#settings.mode === 'progressive') expect(underWay).toBeLessThanOrEqual(free)
    if (count > 0 && this.#settings.mode === 'power') expect(underWay).toBeLessThanOrEqual(2 * free)
    if (free + talking + wrapping + taken === 0) expect(count).toBe(0)
  }

  #event(next: Exclude<TimedStep, { kind: 'ask' }>): PacingEvent {
    const at = this.#at
    if (next.kind === 'agent') return { type: next.type, at, agent: asAgentId(`a${next.agent}`) }
    const attempt = asAttemptId(`c${this.#dialled - next.which}`)
    if (next.kind === 'attempt') return { type: next.type, at, attempt }
    return { type: 'connected', at, attempt, agent: asAgentId(`a${next.agent}`) }
  }
}

it('never dials more than limits and mode allow, and its figures stay figures', () => {
  fc.assert(
    fc.property(mode, steps, (of, all) => {
      const player = new Player(settingsOf(of))
      for (const next of all) {
        player.play(next)
        const { agents, reason, ...numbers } = player.figures
        for (const value of [...Object.values(agents), ...Object.values(numbers)])
          expect(Number.isFinite(value) && value >= 0).toBe(true)
        expect(reason).toBeTypeOf('string')
      }
    }),
    { numRuns: 150 },
  )
})

it('decides the same for the same events, also when it was restored from its snapshot on the way', () => {
  fc.assert(
    fc.property(mode, steps, fc.nat(149), (of, all, breaks) => {
      const [one, other] = [new Player(settingsOf(of)), new Player(settingsOf(of))]
      all.forEach((next, index) => {
        if (index === breaks) other.restore()
        one.play(next)
        other.play(next)
      })
      expect(other.decisions).toEqual(one.decisions)
      expect(JSON.stringify(other.dialler.snapshot())).toBe(JSON.stringify(one.dialler.snapshot()))
    }),
    { numRuns: 100 },
  )
})
