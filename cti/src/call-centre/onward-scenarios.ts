/** Scenarios of calls that go on elsewhere: handed on, moved, overflowed, called back. */
import { statSync } from 'node:fs'
import { expect } from 'vitest'
import { asQueueId } from '../ids.ts'
import { OUTSIDE } from '../switch/conformance/bench.ts'
import { ANN, BOB, HOTLINE, type HotlineStage, SPECIAL_HOTLINES } from './hotline-stage.ts'

const CALLER = '13800138000'
const CALLER_E164 = '+8613800138000'
const MEMBERSHIP = asQueueId('membership')
const AFTERSALES = asQueueId('aftersales')
const noLegs = (stage: HotlineStage) =>
  stage.until(async () => (await stage.bench.switch.listLegs()).length === 0, 'no legs in the switch')
const onBreak = (stage: HotlineStage, ...agents: (typeof ANN)[]) =>
  Promise.all(
    agents.map((agent) => stage.ask(agent, { type: 'request-state', state: { kind: 'not-ready', reason: 'break' } })),
  )

/** Presses the key, confirms the number, and hears that it is noted. */
const askingToBeCalled = (key: string) => ({
  from: CALLER,
  // The greeting is 12 s long; the question is answered while it is being asked.
  digits: [
    { afterMs: 14_000, digit: key },
    { afterMs: 17_000, digit: '1' },
  ],
})

export const onwardScenarios = [
  {
    name: 'handed on to another queue: the caller hears music, keeps the place, and speaks with a second agent',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone('1002', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      await onBreak(stage, BOB)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE })
      const { call } = await stage.fact('call-connected')
      const { path } = await stage.fact('call-recording-started')
      const { enteredAt } = await stage.fact('call-queued')
      await stage.bench.advance(500)
      expect(await stage.ask(ANN, { type: 'transfer', call, queue: MEMBERSHIP })).toEqual({ ok: true })
      expect(await stage.fact('call-transferred')).toMatchObject({ agent: ANN, from: AFTERSALES, to: MEMBERSHIP })
      await stage.until(async () => (await stage.bench.switch.listLegs()).length === 1, 'the agent’s leg is gone')
      expect(stage.centre.agentView(ANN)).toMatchObject({
        state: { kind: 'wrap-up', work: call },
        contacts: [{ call, phase: 'wrap-up' }],
      })
      expect(stage.centre.contactViews()).toMatchObject([{ call, phase: 'queued', queue: MEMBERSHIP, enteredAt }])
      await stage.fact('call-recording-stopped', (fact) => fact.path === path)
      await stage.ready(BOB)
      expect(await stage.fact('call-connected', (fact) => fact.agent === BOB)).toMatchObject({ queue: MEMBERSHIP })
      const second = await stage.fact('call-recording-started', (fact) => fact.path !== path)
      expect(stage.centre.agentView(ANN)?.contacts).toMatchObject([{ phase: 'wrap-up' }])
      await stage.bench.advance(500)
      expect(await stage.ask(BOB, { type: 'hang-up', call })).toEqual({ ok: true })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered', endedBy: 'agent', agent: BOB })
      await stage.fact('call-recording-stopped', (fact) => fact.path === second.path)
      expect(statSync(second.path).size).toBeGreaterThan(1_000)
      await noLegs(stage)
    },
  },
  {
    name: 'handed on while held, and we restart before the second agent answers',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone('1002', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      await onBreak(stage, BOB)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE })
      const { call, at } = await stage.fact('call-connected')
      await stage.ask(ANN, { type: 'hold', call })
      await stage.fact('call-held')
      expect(await stage.ask(ANN, { type: 'transfer', call, queue: MEMBERSHIP })).toEqual({ ok: true })
      await stage.until(async () => (await stage.bench.switch.listLegs()).length === 1, 'the agent’s leg is gone')
      await stage.leave()
      await stage.comeBack()
      expect(await stage.fact('call-readopted')).toMatchObject({ call, phase: 'queued' })
      await stage.ready(BOB)
      await stage.fact('call-connected', (fact) => fact.agent === BOB)
      await stage.ask(BOB, { type: 'hang-up', call })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered', agent: BOB, connectedAt: at })
      await noLegs(stage)
    },
  },
  {
    name: 'a supervisor takes a ringing call back, prefers it and moves it',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'ignore' })
      await stage.ready(ANN)
      await onBreak(stage, BOB)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, patienceMs: 15_000 })
      const { call } = await stage.fact('call-offered')
      expect(await stage.supervise({ type: 'requeue-contact', call })).toEqual({ ok: true })
      await stage.fact('call-offer-ended', (fact) => fact.end === 'withdrawn')
      expect(await stage.supervise({ type: 'prioritise-contact', call, priority: 30 })).toEqual({ ok: true })
      expect(await stage.supervise({ type: 'move-contact', call, queue: MEMBERSHIP })).toEqual({ ok: true })
      expect(stage.centre.contactViews()).toMatchObject([{ call, phase: 'queued', queue: MEMBERSHIP, priority: 30 }])
      const steps = stage.centre.contactViews()[0]?.path.map(({ step }) => step)
      expect(steps?.slice(0, 4)).toEqual(['arrived', 'queued', 'offered', 'moved'])
      expect(await stage.supervise({ type: 'move-contact', call, queue: asQueueId('nowhere') })).toMatchObject({
        ok: false,
      })
      await stage.fact('call-ended')
      await noLegs(stage)
    },
  },
  {
    name: 'leaves a message when nobody is logged in, and ends it with #',
    async run(stage: HotlineStage) {
      await stage.bench.placeCall({
        from: CALLER,
        to: SPECIAL_HOTLINES.message,
        digits: [{ afterMs: 25_500, digit: '#' }],
      })
      expect(await stage.fact('call-overflowed')).toMatchObject({ action: { kind: 'voicemail' } })
      const { path } = await stage.fact('call-recording-started')
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'voicemail', endedBy: 'system' })
      await stage.fact('call-recording-stopped')
      expect(statSync(path).size).toBeGreaterThan(1_000)
      await noLegs(stage)
    },
  },
  {
    name: 'is handed on to an external number when nobody is logged in',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 500, hangUpAfterMs: 2_000 })
      await stage.bench.placeCall({ from: CALLER, to: SPECIAL_HOTLINES.elsewhere })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'forwarded', talkMs: 0 })
      await noLegs(stage)
    },
  },
  {
    name: 'an external number that is busy leaves the caller in place',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'busy' })
      await stage.bench.placeCall({ from: CALLER, to: SPECIAL_HOTLINES.elsewhere, patienceMs: 15_000 })
      await stage.fact('call-overflowed')
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'abandoned', phase: 'queued' })
      await noLegs(stage)
    },
  },
  {
    name: 'asks to be called back, is called when it is their turn, agent first',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 800 })
      await onBreak(stage, ANN)
      await stage.bench.placeCall({ ...askingToBeCalled('1'), to: SPECIAL_HOTLINES.callback })
      const asked = await stage.fact('callback-requested')
      const { enteredAt } = await stage.fact('call-queued')
      expect(asked).toMatchObject({ number: CALLER_E164, enteredAt })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'callback-requested' })
      await noLegs(stage)
      expect(stage.centre.contactViews()).toMatchObject([
        { call: asked.callback, channel: 'callback', phase: 'queued', enteredAt },
      ])
      const queue = stage.centre.queueViews().find((view) => view.queue === asked.queue)
      expect(queue).toMatchObject({ waiting: 1, callbacks: 1 })
      // A restart forgets nobody.
      await stage.leave()
      await stage.comeBack()
      await stage.ready(ANN)
      const { call } = await stage.fact('call-connected')
      expect(String(call)).toBe(String(asked.callback))
      expect(await stage.fact('callback-ended')).toMatchObject({ end: 'reached', callback: asked.callback })
      await stage.fact('call-recording-started')
      await stage.leave()
      await stage.comeBack()
      expect(await stage.fact('call-readopted', (fact) => fact.phase === 'talking')).toMatchObject({ call })
      expect(await stage.ask(ANN, { type: 'hang-up', call })).toEqual({ ok: true })
      expect(await stage.fact('call-ended', (fact) => fact.call === call)).toMatchObject({ outcome: 'answered' })
      await noLegs(stage)
      expect(stage.centre.contactViews()).toEqual([])
    },
  },
  {
    name: 'is called back first, and then the agent’s phone rings',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 800 })
      await onBreak(stage, ANN)
      await stage.bench.placeCall({ ...askingToBeCalled('9'), to: SPECIAL_HOTLINES['customer-first'] })
      const asked = await stage.fact('callback-requested')
      await noLegs(stage)
      await stage.ready(ANN)
      const { call } = await stage.fact('call-connected')
      expect(String(call)).toBe(String(asked.callback))
      await stage.ask(ANN, { type: 'hang-up', call })
      expect(await stage.fact('call-ended', (fact) => fact.call === call)).toMatchObject({ endedBy: 'agent' })
      await noLegs(stage)
    },
  },
  {
    name: 'is busy when called back: the agent is free at once, and it is tried again later',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'busy' })
      await onBreak(stage, ANN)
      await stage.bench.placeCall({ ...askingToBeCalled('1'), to: SPECIAL_HOTLINES.callback })
      const asked = await stage.fact('callback-requested')
      await noLegs(stage)
      await stage.ready(ANN)
      const attempted = await stage.fact('callback-attempted')
      expect(attempted).toMatchObject({ callback: asked.callback, attempt: 1, cause: 'busy' })
      expect(attempted.nextAt).toBeGreaterThanOrEqual(attempted.at + 60_000)
      await noLegs(stage)
      expect(stage.centre.agentView(ANN)?.state.kind).toBe('ready')
      expect(stage.centre.contactViews()).toMatchObject([{ phase: 'scheduled' }])
      // Who calls again meanwhile has the place.
      await onBreak(stage, ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, patienceMs: 15_000 })
      expect(await stage.fact('callback-ended')).toMatchObject({ end: 'called-again' })
      const again = await stage.fact('call-queued', (fact) => fact.queue === AFTERSALES)
      expect(again.enteredAt).toBe(asked.enteredAt)
      await stage.fact('call-ended', (fact) => fact.call === again.call)
      await noLegs(stage)
    },
  },
]
