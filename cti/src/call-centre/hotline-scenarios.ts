/** The spine's scenarios: a call to the hotline from its first ring to its end, on whatever switch the stage stands on. */
import { statSync } from 'node:fs'
import { expect } from 'vitest'
import type { HotlineStage } from './hotline-stage.ts'
import { ANN, BOB, CLOSED_HOTLINE, FLOW_HOTLINE, HOTLINE, MENU_HOTLINE } from './hotline-stage.ts'
import { onwardScenarios } from './onward-scenarios.ts'

const CALLER = '13800138000'
const noLegs = (stage: HotlineStage) =>
  stage.until(async () => (await stage.bench.switch.listLegs()).length === 0, 'no legs in the switch')

export interface HotlineScenario {
  readonly name: string
  readonly run: (stage: HotlineStage) => Promise<void>
}

export const hotlineScenarios: readonly HotlineScenario[] = [
  ...onwardScenarios,
  {
    name: 'a flow of the hotline’s own asks, and hands on to the queue that was chosen',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      // The greeting is 12 s long.
      await stage.bench.placeCall({ from: CALLER, to: FLOW_HOTLINE, digits: [{ afterMs: 14_000, digit: '3' }] })
      expect(await stage.fact('flow-answered')).toMatchObject({ question: 'wish', value: '3' })
      const { call } = await stage.fact('call-connected')
      expect(await stage.fact('call-queued')).toMatchObject({ call, queue: 'membership' })
      await stage.ask(ANN, { type: 'hang-up', call })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered' })
      await noLegs(stage)
    },
  },
  {
    name: 'a flow of the hotline’s own says what was to be known, and ends the call',
    async run(stage) {
      await stage.bench.placeCall({ from: CALLER, to: FLOW_HOTLINE, digits: [{ afterMs: 14_000, digit: '1' }] })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'announced', endedBy: 'system' })
      await noLegs(stage)
    },
  },
  {
    name: 'answered, held, resumed, muted and hung up by the agent',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 600 })
      await stage.ready(ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, name: '张三丰' })
      const { call, caller } = await stage.fact('call-connected')
      expect(caller).toMatchObject({ number: '+8613800138000', name: '张三丰', kind: 'mobile', province: '北京市' })
      await stage.fact('call-recording-started')
      expect(await stage.ask(ANN, { type: 'hold', call })).toEqual({ ok: true })
      await stage.fact('call-held')
      expect(await stage.ask(ANN, { type: 'resume', call })).toEqual({ ok: true })
      await stage.fact('call-resumed')
      expect(await stage.ask(ANN, { type: 'mute', call, on: true })).toEqual({ ok: true })
      expect(await stage.ask(ANN, { type: 'mute', call, on: false })).toEqual({ ok: true })
      expect(await stage.ask(ANN, { type: 'hang-up', call })).toEqual({ ok: true })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered', endedBy: 'agent', agent: ANN })
      const recording = await stage.fact('call-recording-stopped')
      expect(recording.durationMs).toBeGreaterThan(0)
      expect(statSync(recording.path).size).toBeGreaterThan(1_000)
      expect(stage.centre.agentView(ANN)?.state.kind).toBe('wrap-up')
      expect(stage.told()).toEqual([
        'call-arrived',
        'call-queued',
        'call-offered',
        'call-offer-ended',
        'call-connected',
        'call-held',
        'call-resumed',
        'call-muted',
        'call-muted',
        'call-ended',
      ])
      await noLegs(stage)
    },
  },
  {
    name: 'hung up by the agent’s own phone',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300, hangUpAfterMs: 1_500 })
      await stage.ready(ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered', endedBy: 'agent' })
      await noLegs(stage)
    },
  },
  {
    name: 'abandoned while waiting',
    async run(stage) {
      await stage.ask(ANN, { type: 'request-state', state: { kind: 'not-ready', reason: 'break' } })
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, patienceMs: 15_000 })
      await stage.fact('call-queued')
      expect(stage.centre.queueViews()[0]).toMatchObject({ waiting: 1, loggedIn: 1, ready: 0 })
      expect(await stage.fact('call-ended')).toMatchObject({
        outcome: 'abandoned',
        endedBy: 'caller',
        talkMs: 0,
        phase: 'queued',
      })
      await noLegs(stage)
    },
  },
  {
    name: 'abandoned while the agent’s phone rings: the phone stops, the agent is free',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'ignore' })
      await stage.ready(ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, patienceMs: 15_000 })
      await stage.fact('call-offered')
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'abandoned', endedBy: 'caller' })
      expect(await stage.fact('call-offer-ended')).toMatchObject({ end: 'customer-left' })
      await noLegs(stage)
      expect(stage.centre.agentView(ANN)?.state.kind).toBe('ready')
    },
  },
  {
    name: 'out of hours',
    async run(stage) {
      await stage.bench.placeCall({ from: 'anonymous', to: CLOSED_HOTLINE })
      expect(await stage.fact('call-ended')).toMatchObject({
        outcome: 'out-of-hours',
        endedBy: 'system',
        caller: { kind: 'anonymous' },
      })
      await noLegs(stage)
    },
  },
  {
    name: 'the menu chooses the queue; declined and unreachable phones pass the call on',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'reject', afterMs: 300 })
      await stage.bench.setPhone('1002', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      await stage.ready(BOB)
      await stage.bench.placeCall({
        from: '0571-87654321',
        to: MENU_HOTLINE,
        digits: [{ afterMs: 14_000, digit: '3' }],
      })
      expect(await stage.fact('call-menu-chosen')).toMatchObject({ digits: '3', queue: 'membership', label: '会员' })
      expect(await stage.fact('call-offer-ended', (fact) => fact.agent === ANN)).toMatchObject({ end: 'declined' })
      const { call } = await stage.fact('call-connected')
      expect(stage.centre.agentView(BOB)?.contacts).toMatchObject([{ call, phase: 'talking' }])
      await stage.ask(BOB, { type: 'hang-up', call })
      await noLegs(stage)
    },
  },
  {
    name: 'we restart in mid-call: the conversation goes on and is taken up again',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE })
      const { call, at } = await stage.fact('call-connected')
      await stage.fact('call-recording-started')
      await stage.leave()
      await stage.bench.advance(1_000)
      await stage.comeBack()
      expect(await stage.fact('call-readopted')).toMatchObject({ call, phase: 'talking' })
      expect(stage.centre.agentView(ANN)).toMatchObject({
        state: { kind: 'on-contact' },
        contacts: [{ call, phase: 'talking', connectedAt: at }],
      })
      expect(await stage.ask(ANN, { type: 'hang-up', call })).toEqual({ ok: true })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered', endedBy: 'agent', connectedAt: at })
      await noLegs(stage)
    },
  },
  {
    name: 'we restart while a customer waits: the place is kept',
    async run(stage) {
      await stage.ask(ANN, { type: 'request-state', state: { kind: 'not-ready', reason: 'break' } })
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE })
      const { enteredAt } = await stage.fact('call-queued')
      await stage.leave()
      await stage.bench.advance(1_000)
      await stage.comeBack()
      expect(await stage.fact('call-readopted')).toMatchObject({ phase: 'queued' })
      expect(stage.centre.queueViews()[0]).toMatchObject({ waiting: 1, longestWaitingSince: enteredAt })
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      const { call } = await stage.fact('call-connected')
      await stage.ask(ANN, { type: 'hang-up', call })
      await noLegs(stage)
    },
  },
  {
    name: 'calls that arrive in the very moment we come back are taken, every one',
    async run(stage) {
      await stage.leave()
      const back = stage.comeBack()
      for (let call = 0; call < 8; call++) {
        await stage.bench.placeCall({ from: `1390013900${call}`, to: HOTLINE, patienceMs: 9_000 })
        await stage.bench.advance(25)
      }
      await back
      const arrived = () =>
        new Set(stage.facts.flatMap((fact) => (fact.type === 'call-arrived' ? [fact.caller.number] : [])))
      await stage.until(() => arrived().size === 8)
      const ended = () => stage.facts.filter((fact) => fact.type === 'call-ended')
      await stage.until(() => ended().length === 8)
      for (const fact of ended()) expect(fact).toMatchObject({ outcome: 'abandoned', endedBy: 'caller' })
      await noLegs(stage)
    },
  },
  {
    name: 'the caller hangs up while we are away: the true end is told afterwards',
    async run(stage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      await stage.bench.placeCall({ from: CALLER, to: HOTLINE, patienceMs: 15_000 })
      const { call, at } = await stage.fact('call-connected')
      await stage.fact('call-recording-started')
      await stage.bench.advance(300)
      await stage.leave()
      const left = Date.now()
      await stage.bench.advance(15_500 - (left - at))
      await stage.comeBack()
      const ended = await stage.fact('call-ended')
      expect(ended).toMatchObject({
        call,
        outcome: 'answered',
        endedBy: 'caller',
        afterwards: true,
        agent: ANN,
        connectedAt: at,
      })
      expect(ended.at).toBeGreaterThan(left)
      await noLegs(stage)
    },
  },
]
