/**
 * Prompts on a real FreeSWITCH that we start ourselves: the installation's own go before the shipped ones; text is spoken, where the
 * environment names a speech module and a voice (FS_TTS_MODULE: name or path of mod_tts_commandline; FS_TTS_COMMAND).
 */
import { randomUUID } from 'node:crypto'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asLegId, type LegId } from '../../../ids.ts'
import type { Prompt, SwitchEvent, TelephoneSwitch } from '../../port.ts'
import { createFreeSwitch } from '../index.ts'
import { type LiveFreeSwitch, startLiveFreeSwitch, whyNotLive } from './live-freeswitch.ts'

const speechModule = process.env.FS_TTS_MODULE
// biome-ignore lint/suspicious/noTemplateCurlyInString: the module fills them in
const speechCommand = process.env.FS_TTS_COMMAND ?? 'espeak-ng -v ${voice} -w ${file} ${text}'
const why =
  whyNotLive() ??
  (process.env.ESL_HOST === undefined ? undefined : 'prompts were not tried: the switch’s disk is not ours')
if (why !== undefined) console.log(why)
if (speechModule === undefined) console.log('speech was not tried: no FS_TTS_MODULE')

/** Half a second of a shipped prompt’s place. */
const ownMs = 500

async function prepare(configuration: string): Promise<void> {
  const modules = join(configuration, 'autoload_configs/modules.conf.xml')
  const more = ['mod_loopback', ...(speechModule === undefined ? [] : [speechModule])]
  const loads = more.map((name) => `<load module="${name}"/>`).join('')
  await writeFile(modules, (await readFile(modules, 'utf8')).replace('</modules>', `${loads}</modules>`))
  await writeFile(
    join(configuration, 'autoload_configs/tts_commandline.conf.xml'),
    `<configuration name="tts_commandline.conf"><settings><param name="command" value="${speechCommand}"/></settings></configuration>`,
  )
  // The links of sip-config lead out of this copy.
  const own = join(configuration, 'sounds/zh-CN/8000')
  await rm(own, { force: true })
  await mkdir(own)
  await writeFile(join(own, 'goodbye.wav'), quiet(ownMs))
  await cp(join(own, 'goodbye.wav'), join(own, 'survey-question.wav'))
}

/** A WAV of silence, 8 kHz. */
function quiet(ms: number): Buffer {
  const header = Buffer.from('RIFF    WAVEfmt                     data    ', 'latin1')
  header.writeUInt32LE(36 + ms * 16, 4)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE(16_000, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.writeUInt32LE(ms * 16, 40)
  return Buffer.concat([header, Buffer.alloc(ms * 16)])
}

describe.runIf(why === undefined)('prompts on a real FreeSWITCH', () => {
  let live: LiveFreeSwitch
  let telephone: TelephoneSwitch
  let leg: LegId
  const events: SwitchEvent[] = []

  beforeAll(async () => {
    live = await startLiveFreeSwitch({ prepare })
    telephone = createFreeSwitch({
      host: live.eslHost,
      port: live.eslPort,
      password: live.eslPassword,
      soundDirectory: live.soundDirectory,
      speech: 'tts_commandline|cmn',
      log: pino({ level: 'silent' }),
    })
    telephone.onEvent((event) => events.push(event))
    const connected = new Promise<void>((resolve) => {
      telephone.onConnection(({ type }) => type === 'connected' && resolve())
    })
    await telephone.start()
    await connected
    leg = asLegId(randomUUID())
    // A leg without a phone: its other end is the echo test.
    const made = await live.api(
      `originate {origination_uuid=${leg},park_after_bridge=true}loopback/9196/agents &park()`,
    )
    expect(made).toContain('+OK')
  })
  afterAll(async () => {
    await telephone?.stop()
    await live?.stop()
  })

  /** How long they are played, ms, and whether to the end. */
  async function play(...prompts: Prompt[]): Promise<{ ms: number; completed: boolean }> {
    const playback = randomUUID()
    const begun = Date.now()
    await telephone.execute({ type: 'play', leg, playback, prompts })
    const end = () => events.find((event) => event.type === 'playback-finished' && event.playback === playback)
    await expect.poll(end, { timeout: 30_000, interval: 10 }).toBeDefined()
    const finished = end()
    return { ms: Date.now() - begun, completed: finished?.type === 'playback-finished' && finished.completed }
  }

  it('of the installation go before the shipped ones of the same name, and beside them', async () => {
    for (const name of ['goodbye', 'survey-question']) {
      const { ms, completed } = await play({ kind: 'file', name })
      expect([name, completed]).toEqual([name, true])
      expect(ms).toBeGreaterThan(ownMs - 50)
      expect(ms).toBeLessThan(ownMs + 500)
    }
    expect((await play({ kind: 'file', name: 'nobody-logged-in' })).ms).toBeGreaterThan(3 * ownMs)
    expect((await play({ kind: 'file', name: 'never-recorded' })).completed).toBe(false)
  })

  it.runIf(speechModule !== undefined)('are spoken, alone, among files, and as a question', async () => {
    const speech = { kind: 'speech', text: '请为 西湖文三路店 打分！\'; $(exit) `x` | "' } as const
    const alone = await play(speech)
    expect(alone.completed).toBe(true)
    expect(alone.ms).toBeGreaterThan(1_000)
    const among = await play({ kind: 'file', name: 'goodbye' }, speech, { kind: 'file', name: 'survey-question' })
    expect(among.completed).toBe(true)
    expect(among.ms).toBeGreaterThan(alone.ms + ownMs)
    const request = randomUUID()
    await telephone.execute({
      ...{ type: 'collect-digits', leg, request, prompt: speech, minDigits: 1, maxDigits: 1, tries: 1 },
      ...{ timeoutMs: 500, accept: '^[1-5]$' },
    })
    const collected = () => events.find((event) => event.type === 'digits-collected' && event.request === request)
    await expect.poll(collected, { timeout: 30_000 }).toMatchObject({ digits: '' })
  })
})
