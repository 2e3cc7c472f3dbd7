/** What a telephone switch must do for us, scenario by scenario. Written against the port and the bench alone. */
import type { Prompt } from '../port.ts'
import { OUTSIDE } from './bench.ts'
import type { Stage } from './stage.ts'

export interface Scenario {
  /** Also the name of the file that keeps what the real switch told. */
  readonly name: string
  perform(stage: Stage): Promise<void>
}

const caller = { from: '13800138000', to: '4008001234', name: '张三' } as const
const file = (name: string): Prompt => ({ kind: 'file', name })
const music: Prompt = { kind: 'music', name: 'hold' }

const menu = {
  type: 'collect-digits',
  prompt: file('menu-main'),
  invalidPrompt: file('invalid-option'),
  minDigits: 1,
  maxDigits: 1,
  accept: '^[12]$',
} as const

const scenario = (name: string, perform: Scenario['perform']): Scenario => ({ name, perform })

const arriving = [
  scenario('a-caller-is-parked-and-cancels', async (stage) => {
    const leg = await stage.arrive({ ...caller, patienceMs: 1_000 })
    await stage.ended(leg)
  }),
  scenario('a-caller-without-a-name', async (stage) => {
    const leg = await stage.arrive({ from: 'anonymous', to: '+864008001234' })
    await stage.hangUp(leg)
  }),
  scenario('an-answered-caller-hangs-up', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 1_000 })
    await stage.ended(leg)
  }),
  scenario('commands-to-a-leg-that-is-gone', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    await stage.hangUp(leg)
    await stage.noteResult('answer', { type: 'answer', leg })
    await stage.noteResult('play', { type: 'play', leg, playback: 'p', prompts: [file('greeting')] })
    await stage.noteResult('stop-playing', { type: 'stop-playing', leg })
    await stage.noteResult('bridge', { type: 'bridge', a: leg, b: leg })
    await stage.noteResult('start-recording', { type: 'start-recording', leg, path: stage.bench.recordingPath('gone') })
    await stage.noteResult('set-variables', { type: 'set-variables', leg, variables: { note: 'x' } })
    await stage.noteResult('mute', { type: 'mute', leg, on: true })
    await stage.noteResult('hang-up', { type: 'hang-up', leg, cause: 'normal' })
  }),
]

const playing = [
  scenario('files-are-played-to-their-end', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    await stage.execute({ type: 'play', leg, playback: 'greeting', prompts: [file('goodbye'), file('goodbye')] })
    await stage.event('playback-finished')
    await stage.hangUp(leg)
  }),
  scenario('a-file-that-is-missing', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    await stage.execute({ type: 'play', leg, playback: 'missing', prompts: [file('no-such-prompt')] })
    await stage.event('playback-finished')
    await stage.hangUp(leg)
  }),
  scenario('playing-is-stopped', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    await stage.execute({ type: 'play', leg, playback: 'long', prompts: [file('menu-main'), file('menu-main')] })
    await stage.execute({ type: 'stop-playing', leg })
    await stage.event('playback-finished')
    await stage.hangUp(leg)
  }),
  scenario('an-announcement-replaces-music', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    await stage.execute({ type: 'play', leg, playback: 'music', prompts: [music] })
    await stage.execute({ type: 'play', leg, playback: 'position', prompts: [file('goodbye')] })
    await stage.event('playback-finished')
    await stage.hangUp(leg)
  }),
  scenario('the-caller-leaves-during-the-greeting', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 1_500 })
    await stage.execute({ type: 'play', leg, playback: 'greeting', prompts: [file('menu-main')] })
    await stage.ended(leg)
  }),
]

const menus = [
  scenario('a-key-is-pressed', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, digits: [{ afterMs: 700, digit: '1' }] })
    await stage.execute({ ...menu, leg, request: 'menu', tries: 2, timeoutMs: 3_000 })
    await stage.event('digits-collected')
    await stage.hangUp(leg)
  }),
  scenario('a-wrong-key-and-then-a-right-one', async (stage) => {
    const digits = [
      { afterMs: 700, digit: '9' },
      { afterMs: 2_200, digit: '2' },
    ]
    const leg = await stage.arriveAndAnswer({ ...caller, digits })
    await stage.execute({ ...menu, leg, request: 'menu', tries: 2, timeoutMs: 3_000 })
    await stage.event('digits-collected')
    await stage.hangUp(leg)
  }),
  scenario('no-key-is-pressed', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, digits: [{ afterMs: 700, digit: '1' }] })
    await stage.execute({ ...menu, leg, request: 'first', tries: 1, timeoutMs: 1_000 })
    await stage.event('digits-collected')
    const { prompt: _, invalidPrompt: __, ...short } = menu
    await stage.execute({ ...short, prompt: file('goodbye'), leg, request: 'second', tries: 1, timeoutMs: 500 })
    await stage.event('digits-collected')
    await stage.hangUp(leg)
  }),
  scenario('the-caller-leaves-in-the-menu', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 1_500 })
    await stage.execute({ ...menu, leg, request: 'menu', tries: 2, timeoutMs: 3_000 })
    await stage.ended(leg)
  }),
]

const dialling = [
  scenario('an-agent-answers', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 300 })
    await stage.hangUp(await stage.agent(undefined))
  }),
  scenario('an-agent-is-busy', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'busy' })
    await stage.ended(await stage.dial(undefined))
  }),
  scenario('an-agent-does-not-answer', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'ignore' })
    await stage.ended(await stage.dial(undefined, 2_000))
  }),
  scenario('an-agent-declines', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'reject', afterMs: 300 })
    await stage.ended(await stage.dial(undefined))
  }),
  scenario('a-ringing-agent-is-given-up', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'ignore' })
    const leg = await stage.dial(undefined)
    await stage.event('leg-ringing', (event) => event.leg === leg)
    await stage.execute({ type: 'hang-up', leg, cause: 'cancelled' })
    await stage.ended(leg)
  }),
  scenario('a-phone-that-is-unreachable', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'unreachable' })
    await stage.ended(await stage.dial(undefined))
  }),
  scenario('a-phone-that-never-registered', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'unregistered' })
    const leg = await stage.dial(undefined)
    await stage.event('originate-failed', (event) => event.leg === leg)
  }),
]

const talking = [
  scenario('the-agent-hangs-up-and-the-caller-is-parked-again', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200, hangUpAfterMs: 1_500 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.ended(agent)
    await stage.event('leg-parked', (event) => event.leg === leg)
    await stage.hangUp(leg)
  }),
  scenario('the-caller-hangs-up-and-the-agent-is-parked', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 3_500 })
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.ended(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('music-ends-with-the-bridge', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    await stage.execute({ type: 'play', leg, playback: 'music', prompts: [music] })
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('hold-and-resume', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.execute({ type: 'hold', customer: leg, agent, music: 'hold' })
    await stage.event('legs-unbridged')
    await stage.event('leg-parked', (event) => event.leg === agent)
    stage.noteLegs('held', await stage.bench.switch.listLegs())
    await stage.bridge(leg, agent)
    stage.noteLegs('resumed', await stage.bench.switch.listLegs())
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('the-caller-leaves-while-held', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 4_000 })
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.execute({ type: 'hold', customer: leg, agent, music: 'hold' })
    await stage.ended(leg)
    await stage.hangUp(agent)
  }),
  scenario('the-caller-leaves-while-the-agent-rings', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'ignore' })
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 2_000 })
    await stage.execute({ type: 'play', leg, playback: 'music', prompts: [music] })
    const agent = await stage.dial(leg)
    await stage.event('leg-ringing', (event) => event.leg === agent)
    await stage.ended(leg)
    await stage.execute({ type: 'hang-up', leg: agent, cause: 'cancelled' })
    await stage.ended(agent)
  }),
  scenario('mute-and-unmute', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.noteResult('mute', { type: 'mute', leg: agent, on: true })
    await stage.noteResult('unmute', { type: 'mute', leg: agent, on: false })
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('a-recording-starts-and-stops', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    const path = stage.bench.recordingPath('conversation-通话')
    await stage.execute({ type: 'start-recording', leg, path })
    await stage.event('recording-started')
    await stage.bench.advance(1_000)
    await stage.execute({ type: 'stop-recording', leg, path })
    await stage.event('recording-stopped')
    await stage.noteResult('stop again', { type: 'stop-recording', leg, path })
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('a-recording-ends-with-the-call', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 2_000 })
    await stage.execute({ type: 'start-recording', leg, path: stage.bench.recordingPath('abandoned') })
    await stage.ended(leg)
  }),
]

const knowing = [
  scenario('variables-are-kept-on-the-leg', async (stage) => {
    const leg = await stage.arriveAndAnswer(caller)
    const note = `它说 "50%, {a;b}" \\ it's | $\{x} [1]`
    await stage.execute({ type: 'set-variables', leg, variables: { queue: 'after-sales', note } })
    stage.noteLegs('set', await stage.bench.switch.listLegs())
    await stage.execute({ type: 'set-variables', leg, variables: { note: '' } })
    stage.noteLegs('unset', await stage.bench.switch.listLegs())
    await stage.hangUp(leg)
  }),
  scenario('ends-are-journalled-until-forgotten', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer({ ...caller, patienceMs: 3_500 })
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.ended(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
    stage.noteEnded('ended', await stage.bench.switch.listEnded())
    await stage.execute({ type: 'forget-ended', legs: [leg] })
    stage.noteEnded('after one was forgotten', await stage.bench.switch.listEnded())
    await stage.execute({ type: 'forget-ended', legs: [leg, agent] })
    stage.note(`left: ${(await stage.bench.switch.listEnded()).length}`)
  }),
  scenario('the-line-is-cut-and-comes-back', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    await stage.bench.cutLine()
    await stage.connection('disconnected')
    await stage.noteResult('a command meanwhile', { type: 'answer', leg })
    await stage.bench.restoreLine()
    const { legs, ended } = await stage.connection('connected')
    stage.noteLegs('found', legs)
    stage.noteEnded('ended meanwhile', ended)
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('a-caller-leaves-while-the-line-is-cut', async (stage) => {
    await stage.arriveAndAnswer({ ...caller, patienceMs: 2_000 })
    await stage.bench.cutLine()
    await stage.connection('disconnected')
    await stage.bench.advance(3_000)
    await stage.bench.restoreLine()
    const { legs, ended } = await stage.connection('connected')
    stage.noteLegs('found', legs)
    stage.noteEnded('ended meanwhile', ended)
  }),
]

const onward = [
  scenario('keys-are-heard-while-music-and-prompts-play', async (stage) => {
    const digits = [
      { afterMs: 1_000, digit: '5' },
      { afterMs: 3_000, digit: '*' },
      { afterMs: 6_000, digit: '#' },
    ]
    const leg = await stage.arriveAndAnswer({ ...caller, digits })
    await stage.execute({ type: 'play', leg, playback: 'music', prompts: [music] })
    await stage.event('digit')
    await stage.execute({ type: 'play', leg, playback: 'prompt', prompts: [file('menu-main')] })
    await stage.event('digit')
    await stage.execute({ type: 'stop-playing', leg })
    await stage.event('playback-finished')
    // Parked, with nothing playing.
    await stage.event('digit')
    await stage.hangUp(leg)
  }),
  scenario('a-message-is-recorded-and-ended-by-a-key', async (stage) => {
    const leg = await stage.arriveAndAnswer({ ...caller, digits: [{ afterMs: 3_000, digit: '#' }] })
    const path = stage.bench.recordingPath('message')
    await stage.execute({ type: 'start-recording', leg, path })
    await stage.event('recording-started')
    await stage.event('digit')
    await stage.execute({ type: 'stop-recording', leg, path })
    await stage.event('recording-stopped')
    await stage.hangUp(leg)
  }),
  scenario('a-call-is-handed-on-to-a-second-agent', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    const leg = await stage.arriveAndAnswer(caller)
    const first = await stage.agent(leg)
    await stage.bridge(leg, first)
    await stage.execute({ type: 'hold', customer: leg, agent: first, music: 'hold' })
    await stage.event('legs-unbridged')
    await stage.event('leg-parked', (event) => event.leg === first)
    await stage.hangUp(first)
    const second = await stage.agent(leg, 'second agent')
    await stage.bridge(leg, second)
    await stage.hangUp(leg)
    await stage.event('leg-parked', (event) => event.leg === second)
    await stage.hangUp(second)
  }),
  scenario('a-customer-is-called-and-joined', async (stage) => {
    await stage.bench.setPhone('1001', { kind: 'answer', afterMs: 200 })
    await stage.bench.setPhone(OUTSIDE, { kind: 'answer', afterMs: 500 })
    const agent = await stage.agent(undefined)
    await stage.execute({ type: 'play', leg: agent, playback: 'dialling', prompts: [file('menu-main')] })
    const customer = await stage.dialOutside()
    await stage.event('leg-parked', (event) => event.leg === customer)
    await stage.bridge(customer, agent)
    await stage.hangUp(customer)
    await stage.event('leg-parked', (event) => event.leg === agent)
    await stage.hangUp(agent)
  }),
  scenario('a-voicemail-answers-and-its-tone-is-heard', async (stage) => {
    await stage.bench.setPhone(OUTSIDE, { kind: 'voicemail', afterMs: 300, beepAfterMs: 2_500 })
    const customer = await stage.dialOutside()
    await stage.event('leg-parked', (event) => event.leg === customer)
    await stage.execute({ type: 'detect-beep', leg: customer, on: true })
    // Spoken over, as by a flow that takes it for a person.
    await stage.execute({ type: 'play', leg: customer, playback: 'flow', prompts: [file('menu-main')] })
    await stage.event('beep-heard')
    await stage.noteResult('listen no more', { type: 'detect-beep', leg: customer, on: false })
    await stage.hangUp(customer)
  }),
  scenario('a-voicemail-that-nobody-listens-to-any-more', async (stage) => {
    await stage.bench.setPhone(OUTSIDE, { kind: 'voicemail', afterMs: 300, beepAfterMs: 1_500 })
    const customer = await stage.dialOutside()
    await stage.event('leg-parked', (event) => event.leg === customer)
    await stage.execute({ type: 'detect-beep', leg: customer, on: true })
    await stage.noteResult('listen no more', { type: 'detect-beep', leg: customer, on: false })
    await stage.bench.advance(3_000)
    await stage.hangUp(customer)
  }),
  scenario('a-customer-who-is-called-is-busy', async (stage) => {
    await stage.bench.setPhone(OUTSIDE, { kind: 'busy' })
    await stage.ended(await stage.dialOutside())
  }),
  scenario('a-customer-who-is-called-does-not-answer', async (stage) => {
    await stage.bench.setPhone(OUTSIDE, { kind: 'ignore' })
    await stage.ended(await stage.dialOutside(2_000))
  }),
]

export const scenarios: readonly Scenario[] = [
  ...arriving,
  ...playing,
  ...menus,
  ...dialling,
  ...talking,
  ...onward,
  ...knowing,
]
