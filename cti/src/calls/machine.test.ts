import { describe, expect, it } from 'vitest'
import { callCentreConfig } from '../configuration.ts'
import { asLegId, asQueueId } from '../ids.ts'
import type { SwitchCommand, SwitchEvent } from '../switch/port.ts'
import type { Call, CallContext, CallEffect, CallInput } from './call.ts'
import { beginOutbound, outboundCall } from './outbound.ts'
import type { FlowOrder } from './outbound-order.ts'
import { nextDeadline, transition } from './transition.ts'
import { Turn } from './turn.ts'

const START = Date.parse('2026-11-23T02:00:00Z')
const leg = asLegId('attempt-1')
const config = callCentreConfig.parse({
  version: 1,
  queues: [{ id: 'q', name: '售后', needs: { all: [] } }],
  hotlines: [],
  agents: [],
})
const context: CallContext = {
  hotline: () => undefined,
  queue: (id) => config.queues.find((queue) => queue.id === id),
  agent: () => undefined,
  flow: () => undefined,
  staffed: () => true,
  ahead: () => 0,
  estimatedWaitMs: () => undefined,
  known: () => ({}),
  trunk: () => 'carrier',
  callbackFor: () => undefined,
  callbackAskedBy: () => false,
  callbacksOf: () => 0,
  recordingPath: (name) => `/recordings/${name}.wav`,
}
const survey: FlowOrder = {
  document: {
    start: 'score',
    attributes: [],
    nodes: {
      score: {
        type: 'ask',
        question: 'score',
        play: [{ kind: 'prompt', name: 'menu-main' }],
        accept: { keys: '12', min: 1, max: 1 },
        tries: 1,
        timeoutMs: 3_000,
        answers: [{ is: 'one-of', digits: ['1'], next: 'person' }],
        otherwise: 'end',
        silence: 'end',
      },
      person: { type: 'transfer', queue: 'q' },
      end: { type: 'hang-up' },
    },
  },
  values: {},
  prompts: ['menu-main'],
  speech: false,
}

/** An attempt that somebody, or something, has just answered. */
class Answered {
  call: Call
  at = START
  effects: CallEffect[] = []

  constructor(course: 'flow' | 'paced', detectMachine = true) {
    const order = {
      attempt: 'attempt-1',
      campaign: 'c',
      number: '+8613912345678',
      callerNumber: '4008001234',
      ringMs: 20_000,
      course:
        course === 'flow'
          ? ({ kind: 'flow', flow: survey } as const)
          : ({ kind: 'paced', queue: asQueueId('q'), connectWithinMs: 2_000, safeHarbour: 'goodbye' } as const),
      ...(detectMachine ? { detectMachine: true as const } : {}),
    }
    const turn = new Turn(outboundCall(order, START, asLegId('agent-1')), START, context)
    beginOutbound(turn)
    this.call = turn.call
    this.event({ type: 'leg-answered', leg })
  }

  after(input: CallInput): this {
    const next = transition(this.call, input, context)
    this.call = next.call
    this.effects.push(...next.effects)
    return this
  }

  event(event: SwitchEvent extends infer One ? (One extends SwitchEvent ? Omit<One, 'at'> : never) : never): this {
    this.at += 100
    return this.after({ type: 'switch-event', at: this.at, event: { ...event, at: this.at } as SwitchEvent })
  }

  beep = (): this => this.event({ type: 'beep-heard', leg })
  ended = (): this =>
    this.event({ type: 'leg-ended', leg, cause: 'normal', switchCause: 'NORMAL_CLEARING', endedBy: 'switch' })

  untilNextDeadline(): this {
    this.at = nextDeadline(this.call) ?? this.at
    return this.after({ type: 'time-passed', at: this.at })
  }

  commands(): SwitchCommand[] {
    return this.effects.flatMap((effect) => (effect.kind === 'switch' ? [effect.command] : []))
  }

  listening = (): boolean[] =>
    this.commands().flatMap((command) => (command.type === 'detect-beep' ? [command.on] : []))

  outcome = (): unknown =>
    this.effects.flatMap((effect) =>
      effect.kind === 'fact' && effect.fact.type === 'attempt-ended' ? [effect.fact.outcome] : [],
    )[0]
}

describe('a machine that has answered', () => {
  it('is listened for before anything is played, which would keep the listening waiting', () => {
    for (const course of ['flow', 'paced'] as const) {
      const commands = new Answered(course).commands().map(({ type }) => type)
      const play = commands.findIndex((type) => type === 'play' || type === 'collect-digits')
      expect(commands.indexOf('detect-beep')).toBeGreaterThan(-1)
      expect(commands.indexOf('detect-beep')).toBeLessThan(play)
    }
  })

  it('is not listened for unless asked', () => {
    const attempt = new Answered('flow', false).beep()
    expect(attempt.listening()).toEqual([])
    expect(attempt.ended().outcome()).toBe('person')
  })

  it('is hung up on, in a flow and while somebody is looked for', () => {
    for (const course of ['flow', 'paced'] as const) {
      const attempt = new Answered(course).beep()
      expect(attempt.commands().at(-1)).toEqual({ type: 'hang-up', leg, cause: 'normal' })
      expect(attempt.ended().outcome()).toBe('machine')
      expect(attempt.effects.some(({ kind }) => kind === 'illegal')).toBe(false)
    }
  })

  it('was not abandoned when its tone comes into the safe-harbour message', () => {
    const attempt = new Answered('paced').untilNextDeadline()
    expect(attempt.call.phase).toBe('closing')
    expect(attempt.beep().ended().outcome()).toBe('machine')
  })

  it('would have said so within half a minute: then nobody listens any more', () => {
    const attempt = new Answered('flow').untilNextDeadline()
    expect(attempt.at - START).toBe(30_100)
    expect(attempt.listening()).toEqual([true, false])
    expect(attempt.call.phase).toBe('flow')
    expect(attempt.beep().ended().outcome()).toBe('person')
  })

  it('does not press a key that leads to an agent: whoever did is a person', () => {
    const attempt = new Answered('flow').event({ type: 'digits-collected', leg, request: 'flow', digits: '1' })
    expect(attempt.call.phase).toBe('queued')
    expect(attempt.listening()).toEqual([true, false])
    expect(attempt.beep().call.phase).toBe('queued')
  })

  it('cannot be told where the switch cannot listen: the call goes on, and it is logged', () => {
    const attempt = new Answered('flow')
    const command = { type: 'detect-beep', leg, on: true } as const
    attempt.after({ type: 'command-failed', at: attempt.at, command, code: 'SWITCH_REFUSED', message: 'no mod_avmd' })
    expect(attempt.call.phase).toBe('flow')
    expect(attempt.effects.filter(({ kind }) => kind === 'illegal')).toHaveLength(1)
    expect(attempt.untilNextDeadline().listening()).toEqual([true])
  })
})
