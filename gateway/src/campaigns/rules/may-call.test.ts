import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CallingWeek, campaignKind, type OutboundRules, outboundRules } from '../../contract/index.ts'
import { localDayStart, localText } from '../../supervision/local-day.ts'
import type { RulesInForce } from './calling-hours.ts'
import { type CallableContact, type CallingCampaign, mayCall, type NumberFacts, needsConsent } from './may-call.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const shanghai = (text: string) => Date.parse(`${text}+08:00`)
/** Monday. */
const monday = shanghai('2026-11-23T10:00')

const everyDay = (...spans: [number, number][]): CallingWeek => Array.from({ length: 7 }, () => [...spans])
const inForce = (
  change: Partial<OutboundRules> = {},
  holidays: string[] = [],
  parents: [string, string | null][] = [],
): RulesInForce => ({
  rules: { ...outboundRules.parse({}), ...change },
  version: 1,
  holidays: new Set(holidays),
  parents: new Map(parents),
})
const number: NumberFacts = {
  number: '+8613800138000',
  attemptsToday: 0,
  attemptsInAll: 0,
  live: false,
  doNotCall: false,
}
const ofTicket: CallableContact = { regionId: null, ticketId: 'a ticket', consent: null }
const survey: CallingCampaign = { kind: 'survey', settings: {} }
const list: CallingCampaign = { kind: 'agent', settings: {} }

describe('whether a number may be called', () => {
  it('may on a working morning when nobody has called it', () => {
    expect(mayCall(number, ofTicket, survey, inForce(), monday)).toEqual({ ok: true })
  })

  it('waits for the morning at night, and for the evening never', () => {
    const rules = inForce()
    expect(mayCall(number, ofTicket, survey, rules, shanghai('2026-11-23T08:59'))).toEqual({
      why: 'hours',
      until: shanghai('2026-11-23T09:00'),
    })
    expect(mayCall(number, ofTicket, survey, rules, shanghai('2026-11-23T20:59'))).toEqual({ ok: true })
    expect(mayCall(number, ofTicket, survey, rules, shanghai('2026-11-23T21:00'))).toEqual({
      why: 'hours',
      until: shanghai('2026-11-24T09:00'),
    })
  })

  it('takes the hours of the nearest region upwards that has its own', () => {
    const west = everyDay([660, 1380])
    const rules = inForce(
      { regions: [{ regionId: 'xj', week: west }] },
      [],
      [
        ['wlmq', 'xj'],
        ['xj', 'west'],
        ['west', null],
        ['bj', 'north'],
      ],
    )
    const there = { ...ofTicket, regionId: 'wlmq' }
    expect(mayCall(number, there, survey, rules, monday)).toMatchObject({ why: 'hours', until: monday + hour })
    expect(mayCall(number, there, survey, rules, shanghai('2026-11-23T22:30'))).toEqual({ ok: true })
    expect(mayCall(number, { ...ofTicket, regionId: 'bj' }, survey, rules, monday)).toEqual({ ok: true })
    expect(mayCall(number, { ...ofTicket, regionId: 'gone' }, survey, rules, monday)).toEqual({ ok: true })
  })

  it('ends where a tree runs in a ring', () => {
    const rules = inForce(
      { regions: [{ regionId: 'x', week: everyDay([0, 1440]) }] },
      [],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    )
    expect(mayCall(number, { ...ofTicket, regionId: 'a' }, survey, rules, monday)).toEqual({ ok: true })
  })

  it('calls nobody on a holiday unless the rules give it hours, and then only these', () => {
    expect(mayCall(number, ofTicket, survey, inForce({}, ['2026-11-23']), monday)).toEqual({
      why: 'hours',
      until: shanghai('2026-11-24T09:00'),
    })
    const afternoons = inForce({ holidays: [[840, 1080]] }, ['2026-11-23'])
    expect(mayCall(number, ofTicket, survey, afternoons, monday)).toEqual({
      why: 'hours',
      until: shanghai('2026-11-23T14:00'),
    })
  })

  it('keeps weekdays apart, and a campaign’s week only narrows', () => {
    const weekdays: CallingWeek = [[], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], []]
    const saturday = shanghai('2026-11-28T10:00')
    expect(mayCall(number, ofTicket, survey, inForce({ week: weekdays }), saturday)).toEqual({
      why: 'hours',
      until: shanghai('2026-11-30T09:00'),
    })
    const night: CallingCampaign = { kind: 'survey', settings: { week: everyDay([1200, 1440]) } }
    expect(mayCall(number, ofTicket, night, inForce(), monday)).toEqual({
      why: 'hours',
      until: shanghai('2026-11-23T20:00'),
    })
    expect(mayCall(number, ofTicket, night, inForce(), shanghai('2026-11-23T21:30'))).toEqual({
      why: 'hours',
      until: shanghai('2026-11-24T20:00'),
    })
  })

  it('counts the attempts of the day and of the last days, and keeps the gap', () => {
    expect(mayCall({ ...number, attemptsToday: 3, attemptsInAll: 3 }, ofTicket, survey, inForce(), monday)).toEqual({
      why: 'attempts-today',
      until: shanghai('2026-11-24T09:00'),
    })
    expect(mayCall({ ...number, attemptsInAll: 10 }, ofTicket, survey, inForce(), monday)).toEqual({
      why: 'attempts-in-all',
    })
    const called = { ...number, attemptsToday: 1, attemptsInAll: 1, lastAttemptAt: monday - 10 * minute }
    expect(mayCall(called, ofTicket, survey, inForce(), monday)).toEqual({ why: 'gap', until: monday + 20 * minute })
    expect(mayCall(called, ofTicket, survey, inForce(), monday + 20 * minute)).toEqual({ ok: true })
  })

  it('leaves alone whom another campaign is calling', () => {
    const busy = { ...number, live: true, lastAttemptAt: monday - 60 * minute }
    expect(mayCall(busy, ofTicket, survey, inForce(), monday)).toEqual({ why: 'being-called', until: monday + minute })
  })

  it('never calls again who has refused, nor what is nobody’s number', () => {
    expect(mayCall({ ...number, doNotCall: true }, ofTicket, survey, inForce(), monday)).toEqual({ why: 'do-not-call' })
    for (const none of ['4008001234', '+12025550123', '95588', '1001', ''])
      expect(mayCall({ ...number, number: none }, ofTicket, survey, inForce(), monday)).toEqual({ why: 'not-a-number' })
    for (const some of ['+862165432109', '700123456789012'])
      expect(mayCall({ ...number, number: some }, ofTicket, survey, inForce(), monday)).toEqual({ ok: true })
  })

  it('wants evidence of consent for lists, not for a call about somebody’s own ticket', () => {
    const listed: CallableContact = { regionId: null, ticketId: null, consent: null }
    for (const kind of campaignKind.options)
      expect(mayCall(number, listed, { kind, settings: {} }, inForce(), monday)).toEqual({ why: 'no-consent' })
    expect(mayCall(number, ofTicket, list, inForce(), monday)).toEqual({ why: 'no-consent' })
    expect(mayCall(number, { ...listed, consent: ' ' }, list, inForce(), monday)).toEqual({ why: 'no-consent' })
    expect(mayCall(number, { ...listed, consent: '会员协议 2026-03-01' }, list, inForce(), monday)).toEqual({
      ok: true,
    })
    expect(needsConsent('callback', 'a ticket')).toBe(false)
  })
})

const span = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([from, to]) => from < to)
const week: fc.Arbitrary<CallingWeek> = fc.array(fc.array(span, { maxLength: 3 }), { minLength: 7, maxLength: 7 })
const someRules = fc.record({
  timeZone: fc.constantFrom('Asia/Shanghai', 'Asia/Urumqi', 'America/New_York', 'UTC'),
  week,
  holidays: fc.array(span, { maxLength: 2 }),
  perDay: fc.integer({ min: 1, max: 4 }),
  inAll: fc.integer({ min: 1, max: 20 }),
  gapMinutes: fc.integer({ min: 1, max: 1_440 }),
})
const holidays = fc.uniqueArray(fc.constantFrom<string>('2026-11-23', '2026-11-24', '2026-11-26', '2026-12-01'))
const now = fc.integer({ min: monday - day, max: monday + 3 * day })
const madeCalls = fc.array(fc.integer({ min: 0, max: 3 * day }), { maxLength: 8 })

/** What the table would say at a moment about attempts at these moments. */
function factsAt(attempts: readonly number[], at: number, { rules }: RulesInForce): NumberFacts {
  const made = attempts.filter((attempt) => attempt <= at)
  const today = localDayStart(at, rules.timeZone)
  return {
    ...number,
    attemptsToday: made.filter((attempt) => attempt >= today).length,
    attemptsInAll: made.filter((attempt) => attempt >= at - rules.inAllDays * day).length,
    ...(made.length > 0 ? { lastAttemptAt: Math.max(...made) } : {}),
  }
}

const isWithin = (spans: readonly (readonly [number, number])[] | undefined, at: number): boolean =>
  spans?.some(([from, to]) => at >= from && at < to) ?? false

describe('whatever the rules and the calls before', () => {
  it('a call that is allowed breaks no rule', () => {
    fc.assert(
      fc.property(
        someRules,
        holidays,
        fc.option(week, { nil: undefined }),
        now,
        madeCalls,
        (rules, off, own, at, ago) => {
          const force = inForce(rules, off)
          const attempts = ago.map((ms) => at - ms)
          const campaign: CallingCampaign = { kind: 'survey', settings: { week: own } }
          const verdict = mayCall(factsAt(attempts, at, force), ofTicket, campaign, force, at)
          if (!('ok' in verdict)) return
          const local = localText(at, rules.timeZone)
          const date = local.slice(0, 10)
          const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
          const [hours = 0, minutes = 0] = local.slice(11).split(':').map(Number)
          const shown = hours * 60 + minutes
          expect(isWithin(rules.week[weekday], shown)).toBe(true)
          if (own) expect(isWithin(own[weekday], shown)).toBe(true)
          if (off.includes(date)) expect(isWithin(rules.holidays, shown)).toBe(true)
          expect(attempts.filter((attempt) => attempt >= localDayStart(at, rules.timeZone)).length).toBeLessThan(
            rules.perDay,
          )
          expect(attempts.length).toBeLessThan(rules.inAll)
          for (const attempt of attempts) expect(at - attempt).toBeGreaterThanOrEqual(rules.gapMinutes * minute)
        },
      ),
    )
  })

  it('until is the first moment at which it may: not before, and then indeed', () => {
    const share = fc.double({ min: 0, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(someRules, holidays, now, madeCalls, share, (rules, off, at, ago, early) => {
        const force = inForce({ ...rules, inAll: 100 }, off)
        const attempts = ago.map((ms) => at - ms)
        const ask = (moment: number) => mayCall(factsAt(attempts, moment, force), ofTicket, survey, force, moment)
        const verdict = ask(at)
        if ('ok' in verdict) return
        if (!('until' in verdict)) throw new Error(`${verdict.why} is not for ever here`)
        expect(verdict.until).toBeGreaterThan(at)
        expect(ask(Math.floor(at + (verdict.until - at) * early))).not.toEqual({ ok: true })
        expect(ask(verdict.until - 1)).not.toEqual({ ok: true })
        if (rules.week.some((spans) => spans.length > 0)) expect(ask(verdict.until)).toEqual({ ok: true })
      }),
    )
  })

  it('a refusal is stronger than everything else', () => {
    fc.assert(
      fc.property(someRules, now, madeCalls, (rules, at, ago) => {
        const force = inForce(rules)
        const attempts = ago.map((ms) => at - ms)
        const facts = { ...factsAt(attempts, at, force), doNotCall: true }
        expect(mayCall(facts, ofTicket, survey, force, at)).toEqual({ why: 'do-not-call' })
      }),
    )
  })
})
