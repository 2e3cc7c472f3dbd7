import { describe, expect, it } from 'vitest'
import type { Call } from '../calls/call.ts'
import { arrivingCall } from '../calls/entry.ts'
import { asLegId, type CallId } from '../ids.ts'
import type { EndedLeg, LegSnapshot } from '../switch/port.ts'
import { type Believed, reconcile } from './reconciliation.ts'

const NOW = 1_000_000
const snapshot = (id: string, over: Partial<LegSnapshot> = {}): LegSnapshot => ({
  leg: asLegId(id),
  direction: 'inbound',
  state: 'answered',
  createdAt: NOW - 60_000,
  answeredAt: NOW - 59_000,
  variables: { call: id, role: 'caller' },
  ...over,
})
const ended = (id: string): EndedLeg => ({
  leg: asLegId(id),
  call: id,
  endedAt: NOW - 10_000,
  cause: 'normal',
  switchCause: 'NORMAL_CLEARING',
  endedBy: 'far-end',
  variables: {},
})
const believe = (calls: readonly Call[], since = 0, past: readonly string[] = []): Believed => ({
  calls: new Map(calls.map((call) => [call.id, call])),
  isPast: (call: CallId) => past.includes(call),
  legSince: () => since,
})
const known = (id: string): Call => arrivingCall(snapshot(id), NOW - 60_000)

describe('comparing with the switch', () => {
  it('finds nothing to correct when both agree', () => {
    expect(reconcile(believe([known('a')]), [snapshot('a')], [], NOW, true)).toEqual([])
  })

  it('ends a leg that the switch does not have, as its journal says', () => {
    expect(reconcile(believe([known('a')]), [], [ended('a')], NOW, true)).toMatchObject([
      {
        type: 'input',
        call: 'a',
        input: { type: 'leg-missing', leg: 'a', ended: { endedAt: NOW - 10_000, endedBy: 'far-end' } },
      },
    ])
  })

  it('does not miss a leg that is too young to be in the list', () => {
    expect(reconcile(believe([known('a')], NOW - 1_000), [], [], NOW, true)).toEqual([])
    expect(reconcile(believe([known('a')], NOW - 1_000), [], [], NOW, false)).toHaveLength(1)
  })

  it('adopts a call that nobody told us of, a second after it came', () => {
    const untold = (ageMs: number) => reconcile(believe([]), [snapshot('a', { createdAt: NOW - ageMs })], [], NOW, true)
    expect(untold(500)).toEqual([])
    expect(untold(1_500)).toMatchObject([{ type: 'adopt', legs: [{ leg: 'a' }] }])
  })

  it('leaves legs alone that are none of ours, and calls that are over', () => {
    expect(reconcile(believe([]), [snapshot('x', { variables: {} })], [], NOW, true)).toEqual([])
    expect(reconcile(believe([], 0, ['a']), [snapshot('a')], [ended('a')], NOW, true)).toEqual([])
  })

  it('hangs up an agent’s phone whose call is gone', () => {
    const stray = snapshot('b', { direction: 'outbound', variables: { call: 'a', role: 'agent' } })
    expect(reconcile(believe([], 0, ['a']), [stray], [], NOW, true)).toEqual([{ type: 'hang-up', leg: 'b' }])
  })

  it('records a call that came and went unseen, once its leg is really gone', () => {
    expect(reconcile(believe([]), [], [ended('a')], NOW, true)).toMatchObject([{ type: 'record-ended' }])
    expect(reconcile(believe([]), [], [{ ...ended('b'), call: 'a' }], NOW, true)).toEqual([])
  })
})
