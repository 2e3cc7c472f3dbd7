import { describe, expect, it } from 'vitest'
import { callCentreConfig } from '../configuration.ts'
import { asAgentId, asLegId, asOfferId } from '../ids.ts'
import type { SwitchCommand, SwitchEvent } from '../switch/port.ts'
import type { Call, CallContext, CallEffect, CallInput } from './call.ts'
import { arrivingCall, claim } from './entry.ts'
import { nextDeadline, transition } from './transition.ts'
import { Turn } from './turn.ts'

const START = Date.parse('2026-11-23T02:00:00Z')
const caller = asLegId('caller-leg')
const phone = asLegId('agent-leg')
const ann = asAgentId('ann')
const offer = asOfferId('offer-1')
const week = Array.from({ length: 7 }, () => [[0, 1440]])
const config = callCentreConfig.parse({
  version: 1,
  queues: [{ id: 'q', name: '售后', needs: { all: [] }, announceEveryMs: 30_000, maxWaitMs: 60_000 }],
  hotlines: [{ number: '4008001234', name: '热线', queue: 'q', hours: { week } }],
  agents: [{ id: 'ann', name: '安', extension: '1001', skills: {} }],
})
let staffed = true
let ahead = 0
const context: CallContext = {
  hotline: (number) => config.hotlines.find((hotline) => hotline.number === number),
  queue: (id) => config.queues.find((queue) => queue.id === id),
  agent: (id) => config.agents.find((agent) => agent.id === id),
  flow: (id) => config.flows.find((flow) => flow.id === id),
  staffed: () => staffed,
  ahead: () => ahead,
  estimatedWaitMs: () => undefined,
  known: () => ({}),
  trunk: () => 'carrier',
  callbackFor: () => undefined,
  callbackAskedBy: () => false,
  callbacksOf: () => 0,
  recordingPath: (call) => `/recordings/${call}.wav`,
}

/** One call, moved by hand; collects what it wants done. */
class Story {
  call: Call
  at = START
  readonly effects: CallEffect[] = []

  constructor(to = '4008001234') {
    staffed = true
    const turn = new Turn(
      arrivingCall(
        { leg: caller, direction: 'inbound', callerNumber: '13800138000', dialled: to, variables: {} },
        START,
      ),
      START,
      context,
    )
    claim(turn)
    this.call = turn.call
    this.effects.push(...turn.effects)
  }

  after(
    input: CallInput extends infer One ? (One extends CallInput ? Omit<One, 'at'> : never) : never,
    afterMs = 1_000,
  ): this {
    this.at += afterMs
    const next = transition(this.call, { ...input, at: this.at } as CallInput, context)
    this.call = next.call
    this.effects.push(...next.effects)
    return this
  }

  event(event: SwitchEvent extends infer One ? (One extends SwitchEvent ? Omit<One, 'at'> : never) : never): this {
    return this.after({ type: 'switch-event', event: { ...event, at: this.at } as SwitchEvent })
  }

  queued(): this {
    return this.event({ type: 'leg-answered', leg: caller }).event({
      type: 'playback-finished',
      leg: caller,
      playback: 'greeting',
      completed: true,
    })
  }

  ringing(): this {
    const why = {
      waitedMs: 0,
      free: 1,
      eligible: 1,
      ring: { index: 0, of: 1, afterMs: 0 },
      matched: true,
      score: 0,
      weight: 1,
      priority: 0,
      reason: 'rule',
      candidates: [],
      rule: 'longest-idle',
    } as const
    return this.queued().after({
      type: 'offer-made',
      offer,
      agent: ann,
      leg: phone,
      customerLeg: asLegId('customer-leg'),
      expiresAt: this.at + 20_000,
      why,
    })
  }

  talking(): this {
    return this.ringing()
      .event({ type: 'leg-answered', leg: phone })
      .after({ type: 'offer-ended', offer, end: 'accepted' })
      .event({ type: 'legs-bridged', a: caller, b: phone })
  }

  commands(): SwitchCommand['type'][] {
    return this.effects.flatMap((effect) => (effect.kind === 'switch' ? [effect.command.type] : []))
  }

  last<Kind extends CallEffect['kind']>(kind: Kind): Extract<CallEffect, { kind: Kind }> | undefined {
    return this.effects.findLast((effect): effect is Extract<CallEffect, { kind: Kind }> => effect.kind === kind)
  }

  routed(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'routing' ? [effect.event.type] : []))
  }
}

describe('a call', () => {
  it('is claimed from the dialplan, answered, greeted and queued with music', () => {
    expect(new Story().queued().commands()).toEqual(['cancel-fallback', 'answer', 'play', 'set-variables', 'play'])
  })

  it('to a number that is not ours is refused, and says so in the log', () => {
    const story = new Story('4000000000')
    expect(story.last('switch')?.command).toMatchObject({ type: 'hang-up', cause: 'rejected' })
    expect(story.last('illegal')?.message).toContain('4000000000 is no hotline of ours')
  })

  it('is not queued when the greeting was broken off by the caller’s hang-up', () => {
    const story = new Story().event({ type: 'leg-answered', leg: caller })
    story.event({ type: 'playback-finished', leg: caller, playback: 'greeting', completed: false })
    expect(story.call.phase).toBe('greeting')
    story.event({ type: 'leg-ended', leg: caller, cause: 'normal', switchCause: 'NORMAL_CLEARING', endedBy: 'far-end' })
    expect(story.routed()).toEqual([])
    expect(story.last('fact')?.fact).toMatchObject({ type: 'call-ended', outcome: 'abandoned', phase: 'greeting' })
  })

  it('goes on when the greeting could not be played', () => {
    const story = new Story().event({ type: 'leg-answered', leg: caller })
    story
      .event({ type: 'playback-finished', leg: caller, playback: 'greeting', completed: false })
      .after({ type: 'time-passed' }, 500)
    expect(story.call.phase).toBe('queued')
  })

  it('hears an announcement from time to time and music again after it', () => {
    const story = new Story().queued().after({ type: 'time-passed' }, 30_000)
    expect(story.commands().slice(-2)).toEqual(['stop-playing', 'play'])
    expect(story.last('switch')?.command).toMatchObject({ prompts: [{ name: 'queue-next' }] })
    story.event({ type: 'playback-finished', leg: caller, playback: 'announcement', completed: true })
    expect(story.last('switch')?.command).toMatchObject({ type: 'play', playback: 'music' })
  })

  it.each([
    [1, 'queue-ahead-1'],
    [9, 'queue-ahead-9'],
    [10, 'queue-ahead-many'],
  ])('says the place with %i in front', (count, name) => {
    const story = new Story().queued()
    ahead = count
    story.after({ type: 'time-passed' }, 30_000)
    ahead = 0
    expect(story.last('switch')?.command).toMatchObject({ prompts: [{ kind: 'file', name }] })
  })

  it('is told, and leaves the line, when the last agent logs out while it waits', () => {
    const story = new Story().queued()
    staffed = false
    story.after({ type: 'time-passed' }, 30_000)
    expect(story.call).toMatchObject({ phase: 'closing', outcome: 'nobody-logged-in' })
    expect(story.routed()).toEqual(['work-arrived', 'work-left'])
  })

  it('ends after the longest wait with an announcement', () => {
    const story = new Story().queued().after({ type: 'time-passed' }, 60_000)
    expect(story.call).toMatchObject({ phase: 'closing', outcome: 'max-wait' })
  })

  it('does not give up at the limit while a phone rings for it', () => {
    const story = new Story().ringing().after({ type: 'time-passed' }, 58_500)
    expect(story.call.phase).toBe('queued')
    expect(nextDeadline(story.call)).toBeGreaterThan(START + 60_000)
  })

  it('hangs up a phone that answers after its offer was over', () => {
    const story = new Story().ringing().after({ type: 'offer-ended', offer, end: 'timed-out' })
    const before = story.commands().length
    story.event({ type: 'leg-answered', leg: phone })
    expect(story.effects.slice(-1)[0]).toMatchObject({ kind: 'switch', command: { type: 'hang-up', leg: phone } })
    expect(story.commands().length).toBe(before + 1)
    expect(story.call.phase).toBe('queued')
  })

  it('lets a phone answer that was told to before it rang, once it rings', () => {
    const story = new Story().ringing().after({ type: 'agent-asks', agent: ann, request: { type: 'answer' } })
    expect(story.commands()).not.toContain('answer-phone')
    expect(story.last('refuse')).toBeUndefined()
    story.event({ type: 'leg-ringing', leg: phone })
    expect(story.last('switch')?.command).toEqual({ type: 'answer-phone', leg: phone })
  })

  it('stops the phone as soon as its offer is over', () => {
    const story = new Story().ringing().after({ type: 'offer-ended', offer, end: 'declined' })
    expect(story.last('switch')?.command).toMatchObject({ type: 'hang-up', leg: phone })
  })

  it('goes back to its place when both phones could not be joined', () => {
    const story = new Story().ringing().event({ type: 'leg-answered', leg: phone })
    expect(story.call.phase).toBe('connecting')
    const enteredAt = story.call.enteredAt
    story.after({ type: 'time-passed' }, 5_000)
    expect(story.call).toMatchObject({ phase: 'queued', enteredAt })
    expect(story.routed().at(-1)).toBe('offer-failed')
  })

  it('joins the two again when they come apart and nobody asked for it', () => {
    const story = new Story()
      .talking()
      .event({ type: 'legs-unbridged', a: caller, b: phone })
      .after({ type: 'time-passed' }, 5_000)
    expect(story.last('switch')?.command).toEqual({ type: 'bridge', a: caller, b: phone })
    expect(story.last('illegal')?.message).toContain('came apart')
  })

  it('returns to talking when the switch does not confirm a hold', () => {
    const story = new Story().talking().after({ type: 'agent-asks', agent: ann, request: { type: 'hold' } })
    expect(story.call.phase).toBe('holding')
    story.after({ type: 'time-passed' }, 5_000)
    expect(story.call.phase).toBe('talking')
  })

  it('refuses what cannot be, with a reason', () => {
    const story = new Story().talking().after({ type: 'agent-asks', agent: ann, request: { type: 'resume' } })
    expect(story.last('refuse')).toMatchObject({ code: 'NOT_NOW', message: 'a call that is talking cannot be resumed' })
    story.after({ type: 'agent-asks', agent: asAgentId('somebody else'), request: { type: 'hang-up' } })
    expect(story.last('refuse')).toMatchObject({ code: 'NO_SUCH_CONTACT' })
  })

  it('asks again when a leg lives on after the end', () => {
    const story = new Story()
      .talking()
      .event({ type: 'leg-ended', leg: caller, cause: 'normal', switchCause: 'NORMAL_CLEARING', endedBy: 'far-end' })
    expect(story.call.phase).toBe('ended')
    const asked = story.commands().filter((command) => command === 'hang-up').length
    story.after({ type: 'time-passed' }, 10_000)
    expect(story.commands().filter((command) => command === 'hang-up').length).toBe(asked + 1)
    expect(story.last('illegal')?.message).toContain('live on')
  })

  it('always has a deadline unless somebody speaks, is held, or waits in line for the limit', () => {
    for (const story of [
      new Story(),
      new Story().queued(),
      new Story().ringing(),
      new Story().ringing().event({ type: 'leg-answered', leg: phone }),
    ]) {
      expect(nextDeadline(story.call)).toBeDefined()
    }
  })

  it('keeps a duplicate or late event from doing anything twice', () => {
    const story = new Story().talking()
    const before = story.effects.length
    story
      .event({ type: 'leg-answered', leg: phone })
      .event({ type: 'leg-answered', leg: caller })
      .event({ type: 'playback-finished', leg: caller, playback: 'greeting', completed: true })
    expect(story.effects.length).toBe(before)
  })
})
