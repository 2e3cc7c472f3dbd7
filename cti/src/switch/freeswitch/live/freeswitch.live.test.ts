/** What only a real FreeSWITCH can show: sound, its own fallback, its own end. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Bench } from '../../conformance/bench.ts'
import { Stage } from '../../conformance/stage.ts'
import { freeSwitchBench } from './freeswitch-bench.ts'
import { type LiveFreeSwitch, startLiveFreeSwitch, whyNotLive } from './live-freeswitch.ts'

const caller = { from: '13800138000', to: '4008001234', name: '张三' } as const
const absent = whyNotLive()

describe.runIf(absent === undefined)('a real FreeSWITCH with sip-config', () => {
  let live: LiveFreeSwitch
  let bench: Bench
  let stage: Stage

  beforeAll(async () => {
    live = await startLiveFreeSwitch({ fallbackSeconds: 3 })
    bench = await freeSwitchBench(live, pino({ level: process.env.LOG_LEVEL ?? 'silent' }))
  })
  beforeEach(async () => {
    await bench.reset()
    stage = new Stage(bench)
    return () => stage.close()
  })
  afterAll(async () => {
    await bench?.close()
    await live?.stop()
  })

  test('mute silences what the agent says, and nothing else', async () => {
    await bench.setPhone('1001', { kind: 'answer', afterMs: 100 })
    const leg = await stage.arriveAndAnswer(caller)
    const agent = await stage.agent(leg)
    await stage.bridge(leg, agent)
    const record = async (): Promise<{ left: number; right: number }> => {
      const path = bench.recordingPath(randomUUID())
      await bench.advance(300)
      await stage.execute({ type: 'start-recording', leg, path })
      await stage.event('recording-started', (event) => event.path === path)
      await bench.advance(1_000)
      await stage.execute({ type: 'stop-recording', leg, path })
      await stage.event('recording-stopped', (event) => event.path === path)
      return loudness(await readFile(path))
    }
    const talking = await record()
    await stage.execute({ type: 'mute', leg: agent, on: true })
    const muted = await record()
    await stage.execute({ type: 'mute', leg: agent, on: false })
    const again = await record()
    expect(talking.left).toBeGreaterThan(1_000)
    expect(talking.right).toBeGreaterThan(1_000)
    expect(muted.left).toBeGreaterThan(1_000)
    expect(muted.right).toBeLessThan(50)
    expect(again.right).toBeGreaterThan(1_000)
  })

  test('a call that nobody claims hears the fallback and ends; its end is in the journal', async () => {
    await bench.switch.stop()
    await bench.placeCall(caller)
    const channels = (): Promise<string> => live.api('show channels count as json')
    while ((await channels()).includes('"row_count":0')) await bench.advance(50)
    while (!(await channels()).includes('"row_count":0')) await bench.advance(50)
    await bench.switch.start()
    const { legs, ended } = await stage.connection('connected')
    expect(legs).toEqual([])
    expect(ended).toMatchObject([
      {
        switchCause: 'NORMAL_TEMPORARY_FAILURE',
        endedBy: 'switch',
        callerNumber: '13800138000',
        dialled: '4008001234',
        answeredAt: expect.any(Number),
      },
    ])
  })

  test('a claimed call is left alone by the fallback', async () => {
    const leg = await stage.arrive(caller)
    await bench.advance(4_000)
    const legs = await bench.switch.listLegs()
    expect(legs).toMatchObject([{ leg, state: 'ringing' }])
  })

  test('a switch that shuts down ends its calls and says why', async () => {
    const leg = await stage.arriveAndAnswer(caller)
    // Answered by an end of the connection, not by a reply.
    live.api('shutdown').catch(() => {})
    const end = await stage.ended(leg)
    expect(end).toMatchObject({ cause: 'switch-shutdown', switchCause: 'SYSTEM_SHUTDOWN' })
    await stage.connection('disconnected')
  })
})

/** Root mean square of each channel of a 16-bit stereo WAV. */
function loudness(wav: Buffer): { left: number; right: number } {
  expect(wav.readUInt16LE(22)).toBe(2)
  const data = wav.indexOf('data') + 8
  const sums = [0, 0]
  let frames = 0
  for (let at = data; at + 4 <= wav.length; at += 4, frames++) {
    sums[0] = (sums[0] ?? 0) + wav.readInt16LE(at) ** 2
    sums[1] = (sums[1] ?? 0) + wav.readInt16LE(at + 2) ** 2
  }
  return { left: Math.sqrt((sums[0] ?? 0) / frames), right: Math.sqrt((sums[1] ?? 0) / frames) }
}
