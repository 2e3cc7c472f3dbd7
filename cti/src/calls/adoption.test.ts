import { describe, expect, it } from 'vitest'
import { callCentreConfig } from '../configuration.ts'
import { asLegId } from '../ids.ts'
import type { LegSnapshot } from '../switch/port.ts'
import { adopt } from './adoption.ts'
import type { CallContext } from './call.ts'

const NOW = Date.parse('2026-11-23T02:00:00Z')
const week = Array.from({ length: 7 }, () => [[0, 1440]])
const config = callCentreConfig.parse({
  version: 1,
  queues: [{ id: 'q', name: '售后', needs: { all: [] } }],
  hotlines: [{ number: '4008001234', name: '热线', queue: 'q', hours: { week } }],
  agents: [{ id: 'ann', name: '安', extension: '1001', skills: {} }],
})
const context: CallContext = {
  hotline: (number) => config.hotlines.find((hotline) => hotline.number === number),
  queue: (id) => config.queues.find((queue) => queue.id === id),
  agent: (id) => config.agents.find((agent) => agent.id === id),
  flow: (id) => config.flows.find((flow) => flow.id === id),
  staffed: () => true,
  ahead: () => 0,
  estimatedWaitMs: () => undefined,
  known: () => ({}),
  trunk: () => 'carrier',
  callbackFor: () => undefined,
  callbackAskedBy: () => false,
  callbacksOf: () => 0,
  recordingPath: (call) => `/recordings/${call}.wav`,
}
const caller = (variables: Record<string, string> = {}, over: Partial<LegSnapshot> = {}): LegSnapshot => ({
  leg: asLegId('c'),
  direction: 'inbound',
  state: 'answered',
  dialled: '4008001234',
  callerNumber: '13800138000',
  createdAt: NOW - 60_000,
  answeredAt: NOW - 59_000,
  variables: { call: 'c', role: 'caller', ...variables },
  ...over,
})
const phone = (over: Partial<LegSnapshot> = {}): LegSnapshot => ({
  leg: asLegId('p'),
  direction: 'outbound',
  state: 'answered',
  variables: { call: 'c', role: 'agent', agent: 'ann', queue: 'q' },
  ...over,
})
const spoke = {
  phase: 'talking',
  agent: 'ann',
  queue: 'q',
  entered_at: String(NOW - 50_000),
  connected_at: String(NOW - 40_000),
  recording: '/r.wav',
}

const taken = (...legs: LegSnapshot[]) => {
  const result = adopt(legs, NOW, context)
  if (!result) throw new Error('not adopted')
  const of = (kind: 'fact' | 'switch' | 'routing'): string[] =>
    result.effects.flatMap((effect) => {
      if (effect.kind !== kind) return []
      return effect.kind === 'fact'
        ? effect.fact.type
        : effect.kind === 'switch'
          ? effect.command.type
          : effect.kind === 'routing'
            ? effect.event.type
            : []
    })
  return { call: result.call, facts: of('fact'), commands: of('switch'), routed: of('routing') }
}

describe('a call found in the switch', () => {
  it('is claimed as new when nobody had claimed it', () => {
    const { call, commands } = taken(caller({}, { state: 'ringing', answeredAt: undefined }))
    expect(call.phase).toBe('answering')
    expect(commands).toEqual(['cancel-fallback', 'answer'])
  })

  it('goes on waiting from the moment it had begun to', () => {
    const { call, routed } = taken(caller({ phase: 'queued', queue: 'q', entered_at: String(NOW - 50_000) }))
    expect(call).toMatchObject({ phase: 'queued', enteredAt: NOW - 50_000 })
    expect(routed).toEqual(['work-arrived'])
  })

  it('hangs up a phone that rang for it, and waits on', () => {
    const { call, commands } = taken(
      caller({ phase: 'queued', queue: 'q', entered_at: String(NOW - 50_000) }),
      phone({ state: 'ringing' }),
    )
    expect(call.phase).toBe('queued')
    expect(commands[0]).toBe('hang-up')
  })

  it('is a conversation when the two are bridged, also if that happened while nobody looked', () => {
    const { call, facts, routed } = taken(
      caller({ queue: 'q' }, { bridgedTo: asLegId('p') }),
      phone({ bridgedTo: asLegId('c') }),
    )
    expect(call).toMatchObject({ phase: 'talking', agent: 'ann', released: false })
    expect(facts).toContain('call-connected')
    expect(routed).toEqual(['contact-adopted'])
  })

  it('is on hold when they spoke and are apart, whether or not the hold had been confirmed', () => {
    expect(taken(caller({ ...spoke, phase: 'held' }), phone()).call.phase).toBe('held')
    expect(taken(caller(spoke), phone()).call).toMatchObject({ phase: 'held', connectedAt: NOW - 40_000 })
  })

  it('ends when its agent hung up while we were away', () => {
    const { call, commands, routed } = taken(caller(spoke))
    expect(call).toMatchObject({ phase: 'hanging-up', endedBy: 'agent', agent: 'ann', connectedAt: NOW - 40_000 })
    expect(commands).toEqual(['hang-up'])
    expect(routed).toEqual([])
  })

  it('is none without its caller', () => {
    expect(adopt([phone()], NOW, context)).toBeUndefined()
  })
})
