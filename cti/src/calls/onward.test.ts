/** A call that goes on elsewhere, moved by hand: what the model decides, without a switch. */
import { describe, expect, it } from 'vitest'
import { callCentreConfig } from '../configuration.ts'
import { asAgentId, asCallId, asLegId, asOfferId, asQueueId } from '../ids.ts'
import type { LegSnapshot, SwitchEvent } from '../switch/port.ts'
import type { Call, CallContext, CallEffect, CallInput, KeptCallback } from './call.ts'
import { beginCallback, callbackCall, keptOf } from './callback.ts'
import { arrivingCall, claim } from './entry.ts'
import { resumeCallback } from './resumption.ts'
import { nextDeadline, transition } from './transition.ts'
import { Turn } from './turn.ts'

const START = Date.parse('2026-11-23T02:00:00Z')
const RETRY_MS = 600_000
const caller = asLegId('caller')
const phone = asLegId('phone')
const customer = asLegId('customer')
const ann = asAgentId('ann')
const offer = asOfferId('offer')
const [q, p] = [asQueueId('q'), asQueueId('p')]
const week = Array.from({ length: 7 }, () => [[540, 1080]])
const config = callCentreConfig.parse({
  version: 1,
  trunk: 'carrier',
  queues: [
    { id: 'q', name: '售后', needs: { all: [] }, callback: { key: '5', attempts: 2, retryMs: RETRY_MS } },
    { id: 'p', name: '会员', needs: { all: [] }, callback: { first: 'customer' } },
  ],
  hotlines: [{ number: '4008001234', name: '热线', queue: 'q', hours: { week } }],
  agents: [{ id: 'ann', name: '安', extension: '1001', skills: {} }],
})
let waiting: Call | undefined
let estimate: number | undefined
let many = 0
const context: CallContext = {
  hotline: (number) => config.hotlines.find((hotline) => hotline.number === number),
  queue: (id) => config.queues.find((queue) => queue.id === id),
  agent: (id) => config.agents.find((agent) => agent.id === id),
  flow: (id) => config.flows.find((flow) => flow.id === id),
  staffed: () => true,
  ahead: () => 0,
  estimatedWaitMs: () => estimate,
  known: () => ({}),
  trunk: () => config.trunk,
  callbackFor: () => waiting,
  callbackAskedBy: () => false,
  callbacksOf: () => many,
  recordingPath: (name) => `/r/${name}.wav`,
}
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

type WithoutAt<Of> = Of extends infer One ? Omit<One, 'at'> : never

class Story {
  call: Call
  at: number
  readonly effects: CallEffect[] = []

  constructor(call: Call, at = START) {
    this.call = call
    this.at = at
  }

  static waiting(from = '13800138000'): Story {
    waiting = undefined
    estimate = undefined
    many = 0
    const leg = { leg: caller, direction: 'inbound', callerNumber: from, dialled: '4008001234', variables: {} } as const
    const turn = new Turn(arrivingCall(leg, START), START, context)
    claim(turn)
    return new Story(turn.call)
      .event({ type: 'leg-answered', leg: caller })
      .event({ type: 'playback-finished', leg: caller, playback: 'greeting', completed: true })
  }

  static callback(queue = q, at = START): Story {
    const turn = new Turn(callbackCall({ ...kept, queue }, at), at, context)
    beginCallback(turn)
    const story = new Story(turn.call, at)
    story.effects.push(...turn.effects)
    return story
  }

  after(input: WithoutAt<CallInput>, ms = 1_000): this {
    this.at += ms
    const next = transition(this.call, { ...input, at: this.at } as CallInput, context)
    this.call = next.call
    this.effects.push(...next.effects)
    return this
  }

  event(event: WithoutAt<SwitchEvent>): this {
    return this.after({ type: 'switch-event', event: { ...event, at: this.at } as SwitchEvent })
  }

  offered(): this {
    const legs = { leg: phone, customerLeg: customer }
    return this.after({ type: 'offer-made', offer, agent: ann, expiresAt: this.at + 20_000, why, ...legs })
  }

  last<Kind extends CallEffect['kind']>(kind: Kind) {
    return this.effects.findLast((effect): effect is Extract<CallEffect, { kind: Kind }> => effect.kind === kind)
  }

  all(kind: 'fact' | 'switch' | 'routing'): string[] {
    return this.effects.flatMap((effect) => {
      if (effect.kind !== kind) return []
      if (effect.kind === 'fact') return effect.fact.type
      return effect.kind === 'switch' ? effect.command.type : effect.kind === 'routing' ? effect.event.type : []
    })
  }
}

const kept: KeptCallback = {
  id: asCallId('callback-caller'),
  hotline: '4008001234',
  caller: { raw: '13800138000', kind: 'mobile', number: '+8613800138000' },
  queue: q,
  enteredAt: START - 60_000,
  priority: 0,
  callback: { requestedBy: asCallId('caller'), requestedAt: START - 30_000, attempts: 0, reached: false },
  dialling: false,
}
const pressed = (digit: string) => ({ type: 'digit', leg: caller, digit }) as const
const collected = (request: string, digits: string) =>
  ({ type: 'digits-collected', leg: caller, request, digits }) as const

describe('a waiting caller', () => {
  it('is told the place, the estimated wait, and that they may be called back', () => {
    const story = Story.waiting()
    estimate = 150_000
    story.after({ type: 'time-passed' }, 30_000)
    expect(story.last('switch')?.command).toMatchObject({
      prompts: [{ name: 'queue-next' }, { name: 'wait-3' }, { name: 'callback-key-5' }],
    })
  })

  it('is not offered a callback when as many wait as may', () => {
    const story = Story.waiting()
    many = 500
    story.after({ type: 'time-passed' }, 30_000)
    expect(story.last('switch')?.command).toMatchObject({ prompts: [{ name: 'queue-next' }] })
    story.event(pressed('5'))
    expect(story.call.asking).toBeUndefined()
  })

  it('confirms the own number, and only when it is on disk hears that it is noted', () => {
    const story = Story.waiting().event(pressed('5')).event(collected('callback-confirm', '1'))
    const asked = story.last('callback-asked')?.callback
    expect(asked).toMatchObject({ caller: { number: '+8613800138000' }, enteredAt: story.call.enteredAt, queue: q })
    expect(story.call.phase).toBe('queued')
    story.after({ type: 'callback-kept', kept: true })
    expect(story.call).toMatchObject({ phase: 'closing', outcome: 'callback-requested' })
    expect(story.all('routing').at(-1)).toBe('work-left')
  })

  it('waits on when it cannot be written down', () => {
    const story = Story.waiting().event(pressed('5')).event(collected('callback-confirm', '1'))
    story.after({ type: 'callback-kept', kept: false })
    expect(story.call).toMatchObject({ phase: 'queued' })
    expect(story.call.outcome).toBeUndefined()
  })

  it('gives another number by digits; what is no number leads back to the music', () => {
    const story = Story.waiting().event(pressed('5')).event(collected('callback-confirm', '2'))
    story.event(collected('callback-number', '057187654321'))
    expect(story.last('callback-asked')?.callback.caller).toMatchObject({ number: '+8657187654321', kind: 'landline' })
    const other = Story.waiting().event(pressed('5')).event(collected('callback-confirm', '2'))
    other.event(collected('callback-number', '1300000000'))
    expect(other.call.asking).toBeUndefined()
    expect(other.last('switch')?.command).toMatchObject({ playback: 'music' })
  })

  it.each(['anonymous', '700123456789012', '95588'])('who calls as %s is asked for a number at once', (from) => {
    const story = Story.waiting(from).event(pressed('5'))
    expect(story.last('switch')?.command).toMatchObject({ request: 'callback-number' })
  })

  it('is answered while being asked: the question is over, and nobody is called', () => {
    const story = Story.waiting().event(pressed('5')).offered().event({ type: 'leg-answered', leg: phone })
    expect(story.call).toMatchObject({ phase: 'connecting' })
    story.event(collected('callback-confirm', '1'))
    expect(story.last('callback-asked')).toBeUndefined()
  })

  it('is answered while the callback is being written down: it is taken back', () => {
    const story = Story.waiting().offered().event(pressed('5')).event(collected('callback-confirm', '1'))
    story.event({ type: 'leg-answered', leg: phone }).after({ type: 'callback-kept', kept: true })
    expect(story.last('callback-dropped')).toMatchObject({ callback: 'callback-caller', end: 'cancelled' })
  })

  it('whose number waits already is merged into the earlier place', () => {
    const story = Story.waiting()
    waiting = callbackCall({ ...kept, id: asCallId('callback-earlier'), queue: p }, START)
    story.event(pressed('5')).event(collected('callback-confirm', '1'))
    expect(
      story.effects.find((effect) => effect.kind === 'fact' && effect.fact.type === 'callback-requested'),
    ).toMatchObject({
      fact: { mergedInto: 'callback-earlier', queue: p, enteredAt: kept.enteredAt },
    })
    expect(story.call.phase).toBe('closing')
  })
})

describe('a callback', () => {
  it('rings the agent first, then dials the customer, and joins them', () => {
    const story = Story.callback().offered().event({ type: 'leg-answered', leg: phone })
    expect(story.call.phase).toBe('dialling')
    expect(
      story.effects.findLast((effect) => effect.kind === 'switch' && effect.command.type === 'originate'),
    ).toMatchObject({
      command: { leg: customer, to: { kind: 'trunk', gateway: 'carrier', number: '+8613800138000' } },
    })
    story.event({ type: 'leg-answered', leg: customer })
    expect(story.last('switch')?.command).toEqual({ type: 'bridge', a: customer, b: phone })
    story.event({ type: 'legs-bridged', a: customer, b: phone })
    expect(story.call).toMatchObject({ phase: 'talking', agent: ann })
    expect(story.all('fact')).toContain('callback-ended')
  })

  it('dials the customer first where the queue says so, with the agent bound from the start', () => {
    const story = Story.callback(p).offered()
    expect(story.all('routing')).toEqual(['work-arrived', 'offer-accepted'])
    expect(story.all('switch')).toEqual(['originate'])
    story.event({ type: 'leg-answered', leg: customer })
    expect(story.all('switch').slice(1)).toEqual(['play', 'originate'])
    story.event({ type: 'leg-answered', leg: phone }).event({ type: 'legs-bridged', a: customer, b: phone })
    expect(story.call.phase).toBe('talking')
    expect(story.all('routing').filter((type) => type === 'offer-accepted')).toHaveLength(1)
  })

  it('keeps a customer who has answered in line when the agent’s phone does not', () => {
    const story = Story.callback(p).offered().event({ type: 'leg-answered', leg: customer })
    story.after({ type: 'time-passed' }, 60_000)
    expect(story.call).toMatchObject({ phase: 'queued', enteredAt: kept.enteredAt })
    expect(story.last('switch')?.command).toMatchObject({ type: 'play', leg: customer, playback: 'music' })
    expect(story.all('routing').at(-1)).toBe('offer-failed')
  })

  it('is tried again after a while, the agent free at once, and given up after the last attempt', () => {
    const story = Story.callback()
    for (const attempt of [1, 2]) {
      story.offered().event({ type: 'leg-answered', leg: phone })
      const end = {
        type: 'leg-ended',
        leg: customer,
        cause: 'busy',
        switchCause: 'USER_BUSY',
        endedBy: 'far-end',
      } as const
      story.event(end)
      expect(story.last('routing')?.event).toMatchObject({ type: 'contact-ended', withoutWrapUp: true })
      if (attempt === 2) break
      expect(story.call.phase).toBe('scheduled')
      story.event({ ...end, leg: phone })
      expect(nextDeadline(story.call)).toBe(story.call.phaseSince + RETRY_MS)
      story.after({ type: 'time-passed' }, RETRY_MS)
      expect(story.last('routing')?.event).toMatchObject({ type: 'work-arrived', item: { enteredAt: kept.enteredAt } })
    }
    expect(story.call.phase).toBe('ended')
    expect(story.all('fact').slice(-2)).toEqual(['callback-attempted', 'callback-ended'])
    expect(story.last('fact')?.fact).toMatchObject({ end: 'gave-up' })
  })

  it('waits for the morning when it is offered after hours', () => {
    const evening = Date.parse('2026-11-23T18:30:00+08:00')
    const story = Story.callback(q, evening).offered()
    expect(story.all('switch')).toEqual([])
    expect(nextDeadline(story.call)).toBe(Date.parse('2026-11-24T09:00:00+08:00'))
  })

  it('always has a deadline', () => {
    const dialling = Story.callback().offered().event({ type: 'leg-answered', leg: phone })
    for (const story of [Story.callback(), Story.callback().offered(), dialling, Story.callback(p).offered()])
      expect(nextDeadline(story.call)).toBeDefined()
  })
})

describe('a callback after our restart', () => {
  const leg = (over: Partial<LegSnapshot>): LegSnapshot => ({
    leg: customer,
    direction: 'outbound',
    state: 'answered',
    variables: { call: kept.id, role: 'customer', queue: 'q', number: '+8613800138000' },
    ...over,
  })
  const agentLeg = leg({ leg: phone, variables: { call: kept.id, role: 'agent', agent: 'ann' } })

  it('waits on with its place when nobody was being called', () => {
    const resumed = resumeCallback(kept, [], [], START, context)
    expect(resumed?.call).toMatchObject({ phase: 'queued', enteredAt: kept.enteredAt })
  })

  it('is the conversation that the switch shows', () => {
    const joined = [leg({ bridgedTo: phone }), { ...agentLeg, bridgedTo: customer }]
    const resumed = resumeCallback({ ...kept, dialling: true }, joined, [], START, context)
    expect(resumed?.call).toMatchObject({ phase: 'talking', agent: ann, callback: { reached: true } })
  })

  it('counts an attempt whose end nobody heard', () => {
    const dialling = { ...kept, dialling: true, callback: { ...kept.callback, attempts: 1 } }
    const resumed = resumeCallback(dialling, [], [], START, context)
    expect(resumed?.call).toMatchObject({ phase: 'scheduled', callback: { attempts: 1, nextAt: START + RETRY_MS } })
  })

  it('hangs up phones that ring on, and waits', () => {
    const ringing = [leg({ state: 'ringing' }), agentLeg]
    const resumed = resumeCallback({ ...kept, dialling: true }, ringing, [], START, context)
    expect(resumed?.call.phase).toBe('queued')
    expect(resumed?.effects.filter((effect) => effect.kind === 'switch')).toHaveLength(2)
  })

  it('is over when the journal says that they spoke', () => {
    const spoke = {
      leg: customer,
      call: kept.id,
      endedAt: START,
      cause: 'normal',
      switchCause: 'NORMAL_CLEARING',
      endedBy: 'far-end',
      variables: { role: 'customer', connected_at: String(START - 5_000) },
    } as const
    expect(resumeCallback({ ...kept, dialling: true }, [], [spoke], START, context)).toBeUndefined()
  })

  it('keeps on disk what it takes to go on, and nothing once it is over', () => {
    const story = Story.callback()
    expect(keptOf(story.call)).toMatchObject({ id: kept.id, enteredAt: kept.enteredAt, callback: kept.callback })
    story.after({ type: 'callback-dropped', end: 'called-again' })
    expect(keptOf(story.call)).toBeUndefined()
  })
})

describe('overflow', () => {
  const fired = (action: Extract<CallInput, { type: 'overflowed' }>['action']) =>
    ({
      type: 'overflowed',
      queue: q,
      when: { kind: 'wait', ms: 1 },
      action,
      waitedMs: 1,
      leg: asLegId('outside'),
    }) as const

  it('follows to the other queue with the place', () => {
    const story = Story.waiting().after(fired({ kind: 'queue', queue: p }))
    expect(story.call).toMatchObject({ phase: 'queued', queue: p })
    expect(story.all('routing')).toEqual(['work-arrived'])
  })

  it('is put off while a phone rings, and carried out when nobody answers', () => {
    const story = Story.waiting()
      .offered()
      .after(fired({ kind: 'announce', prompt: 'goodbye' }))
    expect(story.call.phase).toBe('queued')
    story.after({ type: 'offer-ended', offer, end: 'timed-out' })
    expect(story.call).toMatchObject({ phase: 'closing', outcome: 'announced' })
  })

  it('records a message until the caller presses #', () => {
    const story = Story.waiting().after(fired({ kind: 'voicemail' }))
    story.event({ type: 'playback-finished', leg: caller, playback: 'voicemail', completed: true })
    expect(story.last('switch')?.command).toMatchObject({ variables: { phase: 'voicemail' } })
    story.event(pressed('#'))
    expect(story.call).toMatchObject({ phase: 'closing', outcome: 'voicemail' })
  })

  it('keeps the place until somebody answers at the external number', () => {
    const story = Story.waiting().after(fired({ kind: 'external', number: '02188887777' }))
    const outside = asLegId('outside')
    expect(story.all('routing')).toEqual(['work-arrived'])
    story.event({ type: 'leg-answered', leg: outside })
    expect(story.all('routing')).toEqual(['work-arrived', 'work-left'])
    story.event({ type: 'legs-bridged', a: caller, b: outside })
    expect(story.call).toMatchObject({ phase: 'forwarded', outcome: 'forwarded' })
  })
})
