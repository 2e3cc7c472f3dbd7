/**
 * How well a real FreeSWITCH hears a voicemail's tone, and what it takes for one: each recording answers a call of its own, over SIP and
 * A-law as from a carrier. Needs sipp and espeak-ng.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { asLegId } from '../cti/src/ids.ts'
import { createFreeSwitch } from '../cti/src/switch/freeswitch/index.ts'
import { aLawWav } from '../cti/src/switch/freeswitch/live/a-law-wav.ts'
import { freePorts, startLiveFreeSwitch, whyNotLive } from '../cti/src/switch/freeswitch/live/live-freeswitch.ts'
import { phoneScenario } from '../cti/src/switch/freeswitch/live/sipp-scenarios.ts'
import type { SwitchEvent, TelephoneSwitch } from '../cti/src/switch/port.ts'
import { type Recording, recordings } from './machine-detection/recordings.ts'
import { endLater } from './running/started.ts'
import { until } from './running/until.ts'

/** Calls at a time: each listens with 37 threads of the switch. */
const AT_ONCE = Number(process.env.BENCH_AT_ONCE ?? 3)
const FIRST_MEDIA_PORT = 21_000
/** Within which what is heard counts as the tone: the network, and frames of 20 ms. */
const EARLY_MS = 150
const log = pino({ level: 'silent' })

/** From the answer, ms; undefined: nothing was heard. */
type Heard = number | undefined

export default async function machineDetection(): Promise<Record<string, number>> {
  const absent = whyNotLive()
  if (absent !== undefined) {
    console.error(absent.replace('live suite', 'bench'))
    return { skipped: 1 }
  }
  const live = await startLiveFreeSwitch()
  endLater('FreeSWITCH', () => live.stop())
  const telephones = createFreeSwitch({ host: live.eslHost, port: live.eslPort, password: live.eslPassword, log })
  endLater('adapter', () => telephones.stop())
  await telephones.start()
  if (!(await until(() => telephones.status().connected, 10_000))) throw new Error('the switch does not connect')
  const directory = await mkdtemp(join(tmpdir(), 'ringdesk-machines-'))
  endLater('recordings', () => rm(directory, { recursive: true, force: true }))
  const all = await recordings()
  const heard = new Map<Recording, Heard>()
  const left = [...all.entries()]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [index, recording] = next
        const found = await listen(telephones, recording, join(directory, String(index)), FIRST_MEDIA_PORT + index * 4)
        heard.set(recording, found)
        console.error(
          `${recording.kind}, ${recording.description}: ${outcome(recording, found)} ${found ?? ''} ${recording.beepAtMs ?? ''}`,
        )
      }
    }),
  )
  console.error(`load ${loadavg()[0]?.toFixed(1)}`)
  return figures(all, heard)
}

async function listen(telephones: TelephoneSwitch, recording: Recording, path: string, media: number): Promise<Heard> {
  await writeFile(`${path}.wav`, aLawWav(recording.samples))
  const scenario = phoneScenario({ kind: 'voicemail', afterMs: 200, beepAfterMs: 0 }, `${path}.wav`)
  await writeFile(`${path}.xml`, scenario ?? '')
  const [port = 0] = await freePorts(1)
  const phone = spawn(
    'sipp',
    [
      ...['-sf', `${path}.xml`, '-i', '127.0.0.1', '-p', String(port), '-mi', '127.0.0.1', '-mp', String(media)],
      ...['-nostdin', '-nd', '-m', '1'],
    ],
    { stdio: 'ignore', env: { ...process.env, TERM: 'xterm' } },
  )
  const leg = asLegId(randomUUID())
  const told: SwitchEvent[] = []
  const unsubscribe = telephones.onEvent((event) => {
    if ('leg' in event && event.leg === leg) told.push(event)
  })
  const at = (type: SwitchEvent['type']): number | undefined => told.find((event) => event.type === type)?.at
  try {
    // Whoever listens at a UDP port does not say so.
    await new Promise((resolve) => setTimeout(resolve, 500))
    const uri = `sip:mailbox@127.0.0.1:${port}`
    const common = { callerNumber: '4008001234', callerName: '4008001234', ringTimeoutMs: 10_000, variables: {} }
    await telephones.execute({ type: 'originate', leg, to: { kind: 'sip', uri }, ...common })
    if (!(await until(() => at('leg-parked') !== undefined, 10_000)))
      throw new Error(`nobody answered: ${recording.description}`)
    const answered = at('leg-answered') ?? 0
    await telephones.execute({ type: 'detect-beep', leg, on: true })
    await until(() => at('beep-heard') !== undefined, (recording.samples.length / 8_000) * 1_000)
    const beep = at('beep-heard')
    return beep === undefined ? undefined : beep - answered
  } finally {
    unsubscribe()
    await telephones.execute({ type: 'hang-up', leg, cause: 'normal' })
    await ended(phone)
  }
}

async function ended(phone: ChildProcess): Promise<void> {
  if (phone.exitCode !== null || phone.signalCode !== null) return
  await new Promise<void>((resolve) => {
    phone.once('exit', () => resolve())
    setTimeout(() => phone.kill('SIGKILL'), 1_000).unref()
  })
}

/** `early`: what was heard is in the greeting, not the tone. */
function outcome({ beepAtMs }: Recording, heard: Heard): 'heard' | 'early' | 'not heard' {
  if (heard === undefined) return 'not heard'
  return beepAtMs !== undefined && heard < beepAtMs - EARLY_MS ? 'early' : 'heard'
}

function figures(all: readonly Recording[], heard: ReadonlyMap<Recording, Heard>): Record<string, number> {
  const percent = (part: readonly Recording[], wanted: ReturnType<typeof outcome>): number => {
    const count = part.filter((one) => outcome(one, heard.get(one)) === wanted).length
    return Math.round((1_000 * count) / part.length) / 10
  }
  const beeps = all.filter(({ beepAtMs }) => beepAtMs !== undefined)
  const speech = all.filter(({ kind, beepAtMs }) => beepAtMs !== undefined || kind === 'mandarin' || kind === 'english')
  const taken = speech.filter(
    (one) => outcome(one, heard.get(one)) === (one.beepAtMs === undefined ? 'heard' : 'early'),
  )
  const others = all.filter(({ beepAtMs }) => beepAtMs === undefined)
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  return {
    recordings: all.length,
    beeps_heard_pct: percent(beeps, 'heard'),
    beeps_missed_pct: percent(beeps, 'not heard'),
    beeps_early_pct: percent(beeps, 'early'),
    false_pct: percent(others, 'heard'),
    // Greetings count: they are speech as well.
    speech: speech.length,
    speech_taken_for_a_tone: taken.length,
    ...Object.fromEntries(
      kinds.map((kind) => [
        `${kind.replaceAll(/[^a-z]+/g, '_')}_heard_pct`,
        percent(
          all.filter((one) => one.kind === kind),
          'heard',
        ),
      ]),
    ),
  }
}
