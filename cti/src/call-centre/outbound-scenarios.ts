/** Scenarios of calls that we make by a campaign's plan: each attempt is dialled at most once, and its end is told. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { FlowDocument } from '../flows/flow-document.ts'
import { asCallId, asQueueId } from '../ids.ts'
import { OUTSIDE } from '../switch/conformance/bench.ts'
import type { OutboundOrder } from './call-centre.ts'
import { ANN, BOB, HOTLINE, type HotlineStage } from './hotline-stage.ts'

const CUSTOMER = '+8613912345678'
const AFTERSALES = asQueueId('aftersales')

const survey: FlowDocument = {
  start: 'score',
  attributes: [],
  nodes: {
    score: {
      type: 'ask',
      question: 'score',
      play: [{ kind: 'prompt', name: 'menu-main' }],
      accept: { keys: '12345', min: 1, max: 1 },
      tries: 2,
      timeoutMs: 3_000,
      answers: [{ is: 'between', from: 1, to: 2, next: 'comment' }],
      otherwise: 'thanks',
      silence: 'thanks',
    },
    comment: { type: 'record', question: 'comment', play: [], maxMs: 20_000, beep: true, next: 'thanks' },
    thanks: { type: 'play', play: [{ kind: 'prompt', name: 'goodbye' }], next: 'end' },
    end: { type: 'hang-up' },
  },
}

const order = (course: OutboundOrder['course'], more: Partial<OutboundOrder> = {}): OutboundOrder => ({
  attempt: randomUUID(),
  campaign: 'campaign-1',
  number: CUSTOMER,
  callerNumber: HOTLINE,
  ringMs: 15_000,
  course,
  ...more,
})
const surveyOrder = () =>
  order({ kind: 'flow', flow: { document: survey, values: {}, prompts: ['menu-main', 'goodbye'], speech: false } })
const paced = () => order({ kind: 'paced', queue: AFTERSALES, connectWithinMs: 2_000, safeHarbour: 'goodbye' })

const noLegs = (stage: HotlineStage) =>
  stage.until(async () => (await stage.bench.switch.listLegs()).length === 0, 'no legs in the switch')
const attemptFacts = (stage: HotlineStage) =>
  stage.facts.flatMap(({ type }) => (type.startsWith('attempt-') || type.startsWith('flow-') ? [type] : []))

/** Once however often it is asked. @returns the attempt */
async function dial(stage: HotlineStage, wanted: OutboundOrder): Promise<OutboundOrder> {
  expect(await stage.centre.dial(wanted)).toEqual({ ok: true })
  expect(await stage.centre.dial(wanted)).toEqual({ ok: true })
  return wanted
}

export const outboundScenarios = [
  {
    name: 'a survey asks, hears the key, and thanks',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300, digits: [{ afterMs: 1_500, digit: '5' }] })
      const { attempt } = await dial(stage, surveyOrder())
      expect(await stage.fact('flow-answered')).toMatchObject({ call: attempt, question: 'score', value: '5' })
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person' })
      expect(attemptFacts(stage)).toEqual(['attempt-dialled', 'attempt-answered', 'flow-answered', 'attempt-ended'])
      // Nobody of ours spoke: it is no call of the service.
      expect(stage.told()).toEqual([])
      await noLegs(stage)
    },
  },
  {
    name: 'a survey records what somebody has to say, until #',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, {
        kind: 'answer',
        afterMs: 300,
        digits: [
          { afterMs: 1_500, digit: '1' },
          { afterMs: 6_500, digit: '#' },
        ],
      })
      const { attempt } = await dial(stage, surveyOrder())
      const { durationMs, path } = await stage.fact('flow-commented')
      expect(durationMs).toBeGreaterThan(2_000)
      expect(loudness(path)).toBeGreaterThan(500)
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person' })
      await noLegs(stage)
    },
  },
  {
    name: 'a comment counts although somebody hangs up instead of pressing #',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, {
        kind: 'answer',
        afterMs: 300,
        digits: [{ afterMs: 1_500, digit: '2' }],
        hangUpAfterMs: 3_000,
      })
      await dial(stage, surveyOrder())
      await stage.fact('attempt-ended')
      expect(await stage.fact('flow-commented')).toMatchObject({ question: 'comment' })
      await noLegs(stage)
    },
  },
  {
    name: 'a voicemail is not surveyed: its tone ends the call, and what was recorded of it is no comment',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'voicemail', afterMs: 300, beepAfterMs: 2_500 })
      const comment = { ...survey, start: 'comment' }
      const flow = { document: comment, values: {}, prompts: ['goodbye'], speech: false }
      const { attempt } = await dial(stage, order({ kind: 'flow', flow }, { detectMachine: true }))
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'machine', talkMs: 0 })
      await noLegs(stage)
      expect(attemptFacts(stage)).toEqual(['attempt-dialled', 'attempt-answered', 'attempt-ended'])
    },
  },
  {
    name: 'a voicemail is found out while somebody is looked for: nobody was abandoned',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'voicemail', afterMs: 300, beepAfterMs: 1_200 })
      const { attempt } = await dial(stage, { ...paced(), detectMachine: true })
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'machine' })
      await noLegs(stage)
      expect(stage.told()).toEqual([])
    },
  },
  {
    name: 'an agent who is there hears a tone for themselves: they go on',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'voicemail', afterMs: 300, beepAfterMs: 2_500 })
      await stage.ready(ANN)
      const { attempt } = await dial(stage, { ...paced(), detectMachine: true })
      await stage.fact('call-connected')
      await stage.bench.advance(4_000)
      expect(await stage.ask(ANN, { type: 'hang-up', call: asCallId(attempt) })).toEqual({ ok: true })
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person', agent: ANN })
      await noLegs(stage)
    },
  },
  {
    name: 'nobody at home, engaged, refused, out of reach: each is told as what it is',
    async run(stage: HotlineStage) {
      const outcomes: string[] = []
      const next = async (ringMs: number) => {
        const { attempt } = await dial(stage, { ...surveyOrder(), ringMs })
        outcomes.push((await stage.fact('attempt-ended', ({ call }) => call === attempt)).outcome)
      }
      await stage.bench.setPhone(OUTSIDE, { kind: 'ignore' })
      await next(1_500)
      await noLegs(stage)
      await stage.bench.setPhone(OUTSIDE, { kind: 'busy' })
      await next(15_000)
      await stage.bench.setPhone(OUTSIDE, { kind: 'reject', afterMs: 300 })
      await next(15_000)
      await stage.bench.setPhone(OUTSIDE, { kind: 'unreachable' })
      await next(3_000)
      expect(outcomes.slice(0, 3)).toEqual(['no-answer', 'busy', 'rejected'])
      expect(['network-error', 'no-answer']).toContain(outcomes[3])
      expect(attemptFacts(stage).filter((type) => type === 'attempt-dialled')).toHaveLength(4)
      await noLegs(stage)
    },
  },
  {
    name: 'an agent is bound first, then the customer is dialled: nobody is abandoned',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 800 })
      await stage.ready(ANN)
      const { attempt } = await dial(stage, order({ kind: 'bound', queue: AFTERSALES, waitMs: 10_000 }))
      expect(await stage.fact('call-connected')).toMatchObject({ call: attempt, agent: ANN, hotline: HOTLINE })
      expect(stage.centre.agentView(ANN)?.contacts).toMatchObject([{ phase: 'talking', campaign: 'campaign-1' }])
      await stage.bench.advance(500)
      expect(await stage.ask(ANN, { type: 'hang-up', call: asCallId(attempt) })).toEqual({ ok: true })
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person', agent: ANN })
      expect(await stage.fact('call-ended')).toMatchObject({ call: attempt, outcome: 'answered' })
      await stage.until(() => stage.centre.agentView(ANN)?.state.kind === 'wrap-up')
      await noLegs(stage)
    },
  },
  {
    name: 'a customer who is not reached costs the agent no after-call work',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'busy' })
      await stage.ready(ANN)
      const { attempt } = await dial(stage, order({ kind: 'bound', queue: AFTERSALES, waitMs: 10_000 }))
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'busy' })
      await stage.until(() => stage.centre.agentView(ANN)?.state.kind === 'ready', 'ready again')
      expect(stage.told().filter((type) => type === 'call-ended')).toEqual([])
      await noLegs(stage)
    },
  },
  {
    name: 'without an agent in time nothing is dialled',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      await dial(stage, order({ kind: 'bound', queue: AFTERSALES, waitMs: 1_000 }))
      expect(await stage.fact('attempt-ended')).toMatchObject({ outcome: 'cancelled', switchCause: 'NO_AGENT' })
      expect(attemptFacts(stage)).toEqual(['attempt-ended'])
    },
  },
  {
    name: 'an agent looks first: skips one, dials the next',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      const course = { kind: 'bound', queue: AFTERSALES, waitMs: 10_000, previewMs: 0 } as const
      const first = await dial(stage, order(course))
      const shown = () => stage.centre.agentView(ANN)?.contacts[0]
      await stage.until(() => shown()?.phase === 'preview', 'the preview')
      expect(await stage.ask(ANN, { type: 'skip', call: asCallId(first.attempt) })).toEqual({ ok: true })
      expect(await stage.fact('attempt-ended')).toMatchObject({ outcome: 'cancelled', switchCause: 'SKIPPED' })
      await stage.until(() => stage.centre.agentView(ANN)?.state.kind === 'ready', 'ready again')
      const second = await dial(stage, order(course))
      await stage.until(() => shown()?.phase === 'preview' && shown()?.call === second.attempt, 'the second preview')
      expect(attemptFacts(stage)).not.toContain('attempt-dialled')
      expect(await stage.ask(ANN, { type: 'dial', call: asCallId(second.attempt) })).toEqual({ ok: true })
      expect(await stage.fact('call-connected')).toMatchObject({ call: second.attempt })
      await stage.ask(ANN, { type: 'hang-up', call: asCallId(second.attempt) })
      await stage.fact('attempt-ended', ({ outcome }) => outcome === 'person')
      await noLegs(stage)
    },
  },
  {
    name: 'somebody answers and no agent is there within two seconds: the safe-harbour message, and abandoned',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      const { attempt } = await dial(stage, paced())
      const answered = await stage.fact('attempt-answered')
      const ended = await stage.fact('attempt-ended')
      expect(ended).toMatchObject({ call: attempt, outcome: 'abandoned' })
      expect(ended.at - answered.at).toBeGreaterThan(2_000)
      await noLegs(stage)
    },
  },
  {
    name: 'somebody answers and the free agent’s phone goes off-hook for them',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      const { attempt } = await dial(stage, paced())
      const { at } = await stage.fact('attempt-answered')
      const connected = await stage.fact('call-connected')
      expect(connected.at - at).toBeLessThan(2_000)
      await stage.ask(ANN, { type: 'hang-up', call: asCallId(attempt) })
      expect(await stage.fact('attempt-ended')).toMatchObject({ outcome: 'person', agent: ANN })
      await noLegs(stage)
    },
  },
  {
    name: 'an agent clicks on a number: their phone first, then the customer’s, whatever their state',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      await stage.ask(ANN, { type: 'request-state', state: { kind: 'not-ready', reason: 'admin' } })
      const clicked = order({ kind: 'clicked', queue: AFTERSALES, agent: ANN })
      await dial(stage, clicked)
      expect(await stage.fact('call-connected')).toMatchObject({ call: clicked.attempt, agent: ANN })
      expect(await stage.centre.dial(order({ kind: 'clicked', queue: AFTERSALES, agent: ANN }))).toMatchObject({
        ok: false,
        code: 'NOT_NOW',
      })
      expect(await stage.centre.dial(order({ kind: 'clicked', queue: AFTERSALES, agent: BOB }))).toMatchObject({
        ok: false,
      })
      await stage.ask(ANN, { type: 'hang-up', call: asCallId(clicked.attempt) })
      await stage.fact('attempt-ended')
      await noLegs(stage)
    },
  },
  {
    name: 'withdrawn while it rings: nobody is connected; not any more once somebody has answered',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'ignore' })
      const { attempt } = await dial(stage, surveyOrder())
      await stage.until(async () => (await stage.bench.switch.listLegs()).length === 1, 'it rings')
      expect(await stage.centre.withdraw(attempt)).toEqual({ ok: true })
      expect(await stage.fact('attempt-ended')).toMatchObject({ outcome: 'cancelled' })
      await noLegs(stage)
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      const second = await dial(stage, surveyOrder())
      await stage.fact('attempt-answered')
      expect(await stage.centre.withdraw(second.attempt)).toMatchObject({ ok: false, code: 'NOT_NOW' })
    },
  },
  {
    name: 'rings while we restart: it is ended, told, and not dialled again',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'ignore' })
      const { attempt } = await dial(stage, surveyOrder())
      await stage.until(async () => (await stage.bench.switch.listLegs()).length === 1, 'it rings')
      await stage.leave()
      await stage.comeBack()
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'no-answer' })
      await noLegs(stage)
    },
  },
  {
    name: 'ends while we are away: told when we are back',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300, hangUpAfterMs: 1_500 })
      const { attempt } = await dial(stage, surveyOrder())
      await stage.fact('attempt-answered')
      await stage.until(async () => (await stage.bench.switch.listLegs())[0]?.variables.phase === 'flow', 'in the flow')
      await stage.leave()
      await stage.bench.advance(2_500)
      await stage.comeBack()
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person' })
      await noLegs(stage)
    },
  },
  {
    name: 'two people speak while we restart: nobody hears it, and the end is told as an attempt’s',
    async run(stage: HotlineStage) {
      await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
      await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 300 })
      await stage.ready(ANN)
      const { attempt } = await dial(stage, order({ kind: 'bound', queue: AFTERSALES, waitMs: 10_000 }))
      await stage.fact('call-connected')
      await stage.bench.advance(500)
      await stage.leave()
      await stage.comeBack()
      expect(await stage.fact('call-readopted')).toMatchObject({ call: attempt, phase: 'talking' })
      await stage.ask(ANN, { type: 'hang-up', call: asCallId(attempt) })
      expect(await stage.fact('attempt-ended')).toMatchObject({ call: attempt, outcome: 'person', agent: ANN })
      expect(await stage.fact('call-ended')).toMatchObject({ outcome: 'answered' })
      await noLegs(stage)
    },
  },
]

/** Root mean square of the left channel of a 16-bit stereo WAV. */
function loudness(path: string): number {
  const data = readFileSync(path).subarray(44)
  let sum = 0
  const samples = Math.floor(data.length / 4)
  for (let index = 0; index < samples; index++) sum += data.readInt16LE(index * 4) ** 2
  return Math.sqrt(sum / Math.max(1, samples))
}
