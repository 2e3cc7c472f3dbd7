import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock.ts'
import { createSimulator } from './simulator.ts'

const CALLERS = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002']
const AGENTS = ['bbbbbbbb-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002']
const leg = fc.constantFrom(...CALLERS, ...AGENTS, 'cccccccc-0000-4000-8000-000000000009', 'nonsense')

/** Two answered callers, two agents in wait: so that bridges come about. */
const PREFACE = [
  'simulator {"op":"phone","extension":"1001","behaviour":{"mode":"auto","afterMs":10}}',
  ...CALLERS.flatMap((uuid) => [
    `simulator {"op":"call","uuid":"${uuid}","from":"13800138000","to":"4008001234","digits":"1"}`,
    `uuid_answer ${uuid}`,
  ]),
  ...AGENTS.map((uuid) => `originate {origination_uuid=${uuid},park_after_bridge=true}user/1001 &park()`),
]

const command = fc.oneof(
  { weight: 4, arbitrary: leg.map((a) => `uuid_answer ${a}`) },
  { weight: 6, arbitrary: fc.tuple(leg, leg).map(([a, b]) => `uuid_bridge ${a} ${b}`) },
  { weight: 3, arbitrary: leg.map((a) => `uuid_kill ${a}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        leg,
        fc.constantFrom(
          'park inline',
          '-both park inline',
          'unclaimed XML fallback',
          'x XML no',
          'answer,sleep:50,hangup:USER_BUSY inline',
        ),
      )
      .map(([a, to]) => `uuid_transfer ${a} ${to}`),
  },
  { weight: 2, arbitrary: leg.map((a) => `uuid_park ${a}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('', 'off ', 'toggle '), leg).map(([how, a]) => `uuid_hold ${how}${a}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(leg, fc.constantFrom('aleg', 'both'))
      .map(([a, legs]) => `uuid_broadcast ${a} local_stream://moh ${legs}`),
  },
  { weight: 2, arbitrary: fc.tuple(leg, fc.constantFrom('', ' all')).map(([a, all]) => `uuid_break ${a}${all}`) },
  { weight: 1, arbitrary: fc.tuple(leg, fc.string()).map(([a, text]) => `uuid_setvar ${a} park_after_bridge ${text}`) },
  { weight: 1, arbitrary: leg.map((a) => `uuid_recv_dtmf ${a} 12#`) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...AGENTS)
      .map((a) => `originate {origination_uuid=${a},park_after_bridge=true,originate_timeout=2}user/1001 &park()`),
  },
  { weight: 3, arbitrary: leg.map((a) => `uuid_phone_event ${a} talk`) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('desk', 'auto', 'ignore', 'busy', 'reject', 'unreachable', 'unregistered', 'drop', 'voicemail')
      .map((mode) => `simulator {"op":"phone","extension":"1001","behaviour":{"mode":"${mode}"}}`),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...CALLERS)
      .map(
        (a) => `simulator {"op":"call","uuid":"${a}","from":"13800138000","to":"4008001234","talkMs":400,"digits":"1"}`,
      ),
  },
  { weight: 2, arbitrary: leg.map((a) => `simulator {"op":"hangup","uuid":"${a}"}`) },
  { weight: 1, arbitrary: leg.map((a) => `sched_transfer +1 ${a} unclaimed XML fallback`) },
  { weight: 1, arbitrary: leg.map((a) => `uuid_dump ${a} json`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('show channels as json', 'show calls as json', 'status', 'hash_dump db', ''),
  },
  { weight: 1, arbitrary: fc.string().map((text) => `${text}`) },
)
const steps = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 400 })), { minLength: 1, maxLength: 60 })

describe('whatever is commanded', () => {
  it('every leg that began ends in exactly one DESTROY, its last word, after its HANGUP and HANGUP_COMPLETE', () => {
    fc.assert(
      fc.property(steps, fc.integer(), (list, seed) => {
        const clock = createVirtualClock(1_795_342_080_000)
        const { board, api } = createSimulator({ password: 'x', clock, seed, fallbackAfterS: 5 })
        const told = new Map<string, string[]>()
        const problems: string[] = []
        const bridged = new Map<string, number>()
        board.bus.subscribe({
          wants: (name) => name.startsWith('CHANNEL_') && name !== 'CHANNEL_OUTGOING',
          deliver({ name, json }) {
            const headers = JSON.parse(json) as Record<string, string>
            const uuid = headers['Unique-ID'] ?? ''
            const before = told.get(uuid)
            if (name === 'CHANNEL_CREATE') {
              if (before !== undefined && before.at(-1) !== 'CHANNEL_DESTROY') problems.push(`${uuid} created twice`)
              told.set(uuid, [name])
              bridged.set(uuid, 0)
            } else if (before === undefined) problems.push(`${name} of ${uuid}, which was never created`)
            else if (before.at(-1) === 'CHANNEL_DESTROY') problems.push(`${name} after DESTROY of ${uuid}`)
            else before.push(name)
            if (name === 'CHANNEL_BRIDGE') bridged.set(uuid, (bridged.get(uuid) ?? 0) + 1)
            if (name === 'CHANNEL_UNBRIDGE') bridged.set(uuid, (bridged.get(uuid) ?? 0) - 1)
          },
        })
        for (const line of PREFACE) {
          api(line, () => {})
          clock.advance(60)
        }
        for (const [line, waitMs] of list) {
          api(line, () => {})
          clock.advance(waitMs)
        }
        for (const uuid of [...board.channels.keys()]) api(`uuid_kill ${uuid}`, () => {})
        clock.advance(1_000)
        expect(problems).toEqual([])
        expect([...board.channels.keys()]).toEqual([])
        for (const names of told.values()) {
          expect(names.filter((name) => name === 'CHANNEL_DESTROY')).toHaveLength(1)
          expect(names.filter((name) => name === 'CHANNEL_HANGUP')).toHaveLength(1)
          expect(names.filter((name) => name === 'CHANNEL_HANGUP_COMPLETE')).toHaveLength(1)
          expect(names.slice(-2)).toEqual(['CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY'])
        }
        expect([...bridged.values()].every((open) => open === 0)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
