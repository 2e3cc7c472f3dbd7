import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asLegId, type LegId } from '../../ids.ts'
import type { Bench } from '../conformance/bench.ts'
import { createFreeSwitch } from '../freeswitch/index.ts'
import type { ConnectionEvent, SwitchEvent } from '../port.ts'
import { createSimulatorBench } from './simulator-bench.ts'

let bench: Bench
const events: SwitchEvent[] = []
const connections: ConnectionEvent[] = []
let wake: () => void = () => {}

/** The first event that fits, now or within 5 s. */
async function seen<Event>(list: readonly Event[], fits: (event: Event) => boolean, what: string): Promise<Event> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const found = list.find(fits)
    if (found !== undefined) return found
    const left = deadline - Date.now()
    if (left <= 0) throw new Error(`never seen: ${what}; seen: ${JSON.stringify(list)}`)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
const event = <Type extends SwitchEvent['type']>(
  type: Type,
  leg?: LegId,
): Promise<Extract<SwitchEvent, { type: Type }>> =>
  seen(events, (one) => one.type === type && (leg === undefined || ('leg' in one && one.leg === leg)), type) as Promise<
    Extract<SwitchEvent, { type: Type }>
  >
const typesOf = (leg: LegId): string[] => events.filter((one) => 'leg' in one && one.leg === leg).map((one) => one.type)

beforeAll(async () => {
  bench = await createSimulatorBench({
    soundDirectory: '/nowhere',
    connect: ({ soundDirectory, ...address }) =>
      createFreeSwitch({ ...address, soundDirectory, log: pino({ level: 'silent' }), times: { backOffMs: 20 } }),
  })
  bench.switch.onEvent((one) => {
    events.push(one)
    wake()
  })
  bench.switch.onConnection((one) => {
    connections.push(one)
    wake()
  })
  await bench.switch.start()
  await seen(connections, ({ type }) => type === 'connected', 'connected')
})
beforeEach(async () => {
  await bench.reset()
  events.length = 0
})
afterAll(() => bench.close())

async function connectedCall(): Promise<{ readonly caller: LegId; readonly agent: LegId }> {
  await bench.setPhone('1001', { kind: 'answer', afterMs: 30 })
  await bench.placeCall({ from: '13800138000', to: '4008001234', name: '张三丰' })
  const { leg: caller } = await event('leg-parked')
  await bench.switch.execute({ type: 'cancel-fallback', leg: caller })
  await bench.switch.execute({ type: 'answer', leg: caller })
  const agent = asLegId(randomUUID())
  await bench.switch.execute({
    type: 'originate',
    leg: agent,
    to: { kind: 'user', extension: '1001' },
    callerNumber: '13800138000',
    callerName: '张三丰',
    ringTimeoutMs: 5_000,
    variables: { call: caller, role: 'agent' },
  })
  await event('leg-parked', agent)
  await bench.switch.execute({ type: 'bridge', a: caller, b: agent })
  await event('legs-bridged')
  return { caller, agent }
}

describe('the simulated switch, through the adapter that speaks to the real one', () => {
  it('says that it is simulated', () => {
    expect(bench.switch.status()).toMatchObject({ connected: true, simulated: true })
  })

  it('tells a call with its Chinese name, its numbers and the dialplan’s variables', async () => {
    await bench.placeCall({ from: '13800138000', to: '4008001234', name: '张三丰' })
    const parked = await event('leg-parked')
    expect(parked).toMatchObject({
      direction: 'inbound',
      callerNumber: '13800138000',
      callerName: '张三丰',
      dialled: '4008001234',
      variables: { call: parked.leg, role: 'caller' },
    })
  })

  it('carries a call from greeting to hang-up, recorded', async () => {
    await bench.setPhone('1001', { kind: 'answer', afterMs: 30 })
    await bench.placeCall({ from: '13800138000', to: '4008001234' })
    const { leg: caller } = await event('leg-parked')
    const run = bench.switch.execute.bind(bench.switch)
    await run({ type: 'cancel-fallback', leg: caller })
    await run({ type: 'answer', leg: caller })
    await run({ type: 'play', leg: caller, playback: 'p1', prompts: [{ kind: 'file', name: 'greeting' }] })
    expect(await event('playback-finished', caller)).toMatchObject({ playback: 'p1', completed: true })
    const path = bench.recordingPath('call')
    await run({ type: 'start-recording', leg: caller, path })
    await run({ type: 'play', leg: caller, playback: 'm1', prompts: [{ kind: 'music', name: 'hold' }] })
    const agent = asLegId(randomUUID())
    await run({
      type: 'originate',
      leg: agent,
      to: { kind: 'user', extension: '1001' },
      callerNumber: '13800138000',
      callerName: '',
      ringTimeoutMs: 5_000,
      variables: { call: caller },
    })
    await event('leg-parked', agent)
    await run({ type: 'bridge', a: caller, b: agent })
    await event('legs-bridged')
    await bench.advance(300)
    await run({ type: 'hang-up', leg: agent, cause: 'normal' })
    await event('leg-ended', agent)
    await run({ type: 'hang-up', leg: caller, cause: 'normal' })
    const stopped = await event('recording-stopped', caller)
    await event('leg-ended', caller)
    expect(stopped.path).toBe(path)
    expect(typesOf(agent)).toEqual(['leg-created', 'leg-ringing', 'leg-answered', 'leg-parked', 'leg-ended'])
    const file = readFileSync(path)
    expect(file.toString('latin1', 0, 4)).toBe('RIFF')
    expect(file.readUInt16LE(22)).toBe(2)
    expect(file.readUInt32LE(24)).toBe(8_000)
    expect(Math.abs(((file.length - 44) / 32_000) * 1000 - stopped.durationMs)).toBeLessThanOrEqual(1)
  })

  it('collects the digit that a caller presses at a menu', async () => {
    await bench.placeCall({ from: '13800138000', to: '4008001234', digits: [{ afterMs: 400, digit: '2' }] })
    const { leg } = await event('leg-parked')
    await bench.switch.execute({ type: 'answer', leg })
    await bench.switch.execute({
      type: 'collect-digits',
      leg,
      request: 'menu',
      prompt: { kind: 'file', name: 'menu-main' },
      minDigits: 1,
      maxDigits: 1,
      tries: 2,
      timeoutMs: 2_000,
      accept: '^[12]$',
    })
    expect(await event('digits-collected', leg)).toMatchObject({ request: 'menu', digits: '2' })
  })

  it('holds with music and takes the call back', async () => {
    const { caller, agent } = await connectedCall()
    events.length = 0
    await bench.switch.execute({ type: 'hold', customer: caller, agent, music: 'hold' })
    await event('legs-unbridged')
    await event('leg-parked', agent)
    await bench.switch.execute({ type: 'bridge', a: caller, b: agent })
    expect(await event('legs-bridged')).toMatchObject({ a: caller, b: agent })
  })

  it('tells why a phone did not answer', async () => {
    const causes: Record<string, unknown> = {}
    for (const [kind, behaviour] of Object.entries({
      busy: { kind: 'busy' },
      reject: { kind: 'reject', afterMs: 20 },
      ignore: { kind: 'ignore' },
      unreachable: { kind: 'unreachable' },
      unregistered: { kind: 'unregistered' },
    } as const)) {
      await bench.setPhone('1002', behaviour)
      const leg = asLegId(randomUUID())
      await bench.switch.execute({
        type: 'originate',
        leg,
        to: { kind: 'user', extension: '1002' },
        callerNumber: '1',
        callerName: '',
        // Counted in whole seconds of the clock: one second may be over at once.
        ringTimeoutMs: 2_000,
        variables: {},
      })
      const end = await seen(
        events,
        (one) => (one.type === 'leg-ended' || one.type === 'originate-failed') && one.leg === leg,
        `the end of a call to a phone that is ${kind}`,
      )
      causes[kind] = { type: end.type, switchCause: 'switchCause' in end ? end.switchCause : undefined }
    }
    expect(causes).toEqual({
      busy: { type: 'leg-ended', switchCause: 'USER_BUSY' },
      reject: { type: 'leg-ended', switchCause: 'CALL_REJECTED' },
      ignore: { type: 'leg-ended', switchCause: 'NO_ANSWER' },
      unreachable: { type: 'leg-ended', switchCause: 'NORMAL_TEMPORARY_FAILURE' },
      unregistered: { type: 'originate-failed', switchCause: 'USER_NOT_REGISTERED' },
    })
  })

  it('answers SwitchError LEG_GONE for a leg that is gone', async () => {
    const leg = asLegId(randomUUID())
    await expect(bench.switch.execute({ type: 'answer', leg })).rejects.toMatchObject({ code: 'LEG_GONE' })
    await expect(bench.switch.execute({ type: 'bridge', a: leg, b: leg })).rejects.toMatchObject({ code: 'LEG_GONE' })
    await expect(bench.switch.execute({ type: 'hang-up', leg, cause: 'normal' })).resolves.toBeUndefined()
  })

  it('keeps calls while the line is cut, and the journal of those that ended', async () => {
    const { caller, agent } = await connectedCall()
    await bench.placeCall({ from: '057188888888', to: '4008001235', patienceMs: 100 })
    const leaver = await seen(
      events,
      (one) => one.type === 'leg-parked' && one.leg !== caller && one.leg !== agent,
      'leaver',
    )
    connections.length = 0
    await bench.cutLine()
    await seen(connections, ({ type }) => type === 'disconnected', 'disconnected')
    await bench.advance(300)
    await bench.restoreLine()
    const back = await seen(connections, ({ type }) => type === 'connected', 'connected again')
    if (back.type !== 'connected') throw new Error('not connected')
    expect(back.legs.find(({ leg }) => leg === caller)).toMatchObject({ state: 'answered', bridgedTo: agent })
    expect(back.legs.find(({ leg }) => leg === agent)).toMatchObject({ bridgedTo: caller, direction: 'outbound' })
    const left = 'leg' in leaver ? leaver.leg : undefined
    expect(back.ended.find(({ leg }) => leg === left)).toMatchObject({
      call: left,
      cause: 'cancelled',
      switchCause: 'ORIGINATOR_CANCEL',
      endedBy: 'far-end',
      callerNumber: '057188888888',
      dialled: '4008001235',
      variables: { role: 'caller' },
    })
    await bench.switch.execute({ type: 'forget-ended', legs: left === undefined ? [] : [left] })
    expect((await bench.switch.listEnded()).map(({ leg }) => leg)).not.toContain(left)
  })

  it('does not let a recording that cannot be written hurt the call', async () => {
    const { caller } = await connectedCall()
    const path = '/proc/no-such-directory/call.wav'
    await expect(bench.switch.execute({ type: 'start-recording', leg: caller, path })).rejects.toMatchObject({
      code: 'SWITCH_REFUSED',
    })
    expect(existsSync(path)).toBe(false)
    // The switch's own list is a moment behind.
    await bench.advance(150)
    expect((await bench.switch.listLegs()).map(({ leg }) => leg)).toContain(caller)
  })
})
