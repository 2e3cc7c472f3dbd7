import { describe, expect, it } from 'vitest'
import { asAgentId } from '../../ids.ts'
import { ViewMirror } from './view-mirror.ts'
import type { Entry } from './wire.ts'

const ANN = asAgentId('ann')
const BOB = asAgentId('bob')
const view = (agent: typeof ANN, kind: 'ready' | 'offline') =>
  [agent, { agent, state: { kind }, since: 0, contacts: [] }] as const
const snapshot = (seq: number, ...agents: NonNullable<NonNullable<Entry['views']>['agents']>): Entry => ({
  owner: '1/one',
  seq,
  snapshot: true,
  views: { agents },
})

describe('the mirror of a call centre', () => {
  it('is whole from a snapshot on, as long as no entry is missed', () => {
    const mirror = new ViewMirror()
    mirror.take({ owner: '1/one', seq: 4, views: { liveCalls: 9 } })
    expect(mirror.whole).toBe(false)
    mirror.take(snapshot(5, view(ANN, 'ready')))
    mirror.take({ owner: '1/one', seq: 6, views: { liveCalls: 1 } })
    expect([mirror.whole, mirror.liveCalls, mirror.agentView(ANN)?.state.kind]).toEqual([true, 1, 'ready'])
    mirror.take({ owner: '1/one', seq: 8 })
    expect(mirror.whole).toBe(false)
    mirror.take(snapshot(9, view(BOB, 'ready')))
    expect([mirror.whole, mirror.agentView(ANN)]).toEqual([true, undefined])
  })

  it('takes no entry twice, and nothing that is older than what it has', () => {
    const mirror = new ViewMirror()
    expect(mirror.take(snapshot(5, view(ANN, 'ready')))).toBe(true)
    expect(mirror.take(snapshot(5, view(ANN, 'offline')))).toBe(false)
    expect(mirror.take(snapshot(4, view(ANN, 'offline')))).toBe(false)
    expect(mirror.agentView(ANN)?.state.kind).toBe('ready')
  })

  it('keeps what the former owner told until the next one has told everything', () => {
    const mirror = new ViewMirror()
    mirror.take(snapshot(5, view(ANN, 'ready')))
    mirror.take({ owner: '2/two', seq: 1 })
    expect([mirror.whole, mirror.owner, mirror.agentView(ANN)?.state.kind]).toEqual([false, '2/two', 'ready'])
    mirror.take({ ...snapshot(2, view(ANN, 'offline')), owner: '2/two' })
    expect([mirror.whole, mirror.agentView(ANN)?.state.kind]).toEqual([true, 'offline'])
  })

  it('forgets an agent who is no longer configured', () => {
    const mirror = new ViewMirror()
    mirror.take(snapshot(1, view(ANN, 'ready')))
    mirror.take({ owner: '1/one', seq: 2, views: { agents: [[ANN, null]] } })
    expect(mirror.agentView(ANN)).toBeUndefined()
  })
})
