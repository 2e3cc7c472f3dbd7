/**
 * On a real FreeSWITCH: how long it takes from an agent's hanging up, with callers waiting and no wrap-up, until the agent's phone rings
 * for the next one. Ringdesk and mod_callcenter take turns on the same switch, with the same phone and the same number of callers waiting.
 */
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createCallCentre } from '../cti/src/call-centre/live-call-centre.ts'
import { callCentreConfig } from '../cti/src/configuration.ts'
import { asAgentId } from '../cti/src/ids.ts'
import type { RequestedState } from '../cti/src/routing/work.ts'
import { createFreeSwitch } from '../cti/src/switch/freeswitch/index.ts'
import {
  type LiveFreeSwitch,
  startLiveFreeSwitch,
  whyNotLive,
} from '../cti/src/switch/freeswitch/live/live-freeswitch.ts'
import { SippPhones } from '../cti/src/switch/freeswitch/live/sipp-phones.ts'
import { addCallCenter, CALL_CENTER_NUMBER, SHORT_PROMPT } from './live-ring/call-center-configuration.ts'
import { RingWatch } from './live-ring/ring-watch.ts'
import { percentile } from './running/percentile.ts'
import { endLater } from './running/started.ts'
import { until } from './running/until.ts'

const HOTLINE = '4008001234'
const OURS = '1001'
const THEIRS = '1002'
const ROUNDS = 4
const SAMPLES_PER_ROUND = Number(process.env.BENCH_SAMPLES ?? 25)
const WAITING = 5
/** The agent's phone. */
const ANSWERS_AFTER_MS = 100
const TALKS_MS = 1_500
const ROUND_MS = 180_000
const log = pino({ level: 'silent' })
const ANN = asAgentId('ann')

async function ringdesk(live: LiveFreeSwitch) {
  const week = Array.from({ length: 7 }, () => [[0, 1440]])
  const centre = createCallCentre({
    telephoneSwitch: createFreeSwitch({
      host: live.eslHost,
      port: live.eslPort,
      password: live.eslPassword,
      soundDirectory: live.soundDirectory,
      log,
    }),
    config: callCentreConfig.parse({
      version: 1,
      queues: [{ id: 'q', name: '售后', needs: { all: [] }, wrapUpMs: 0, announceEveryMs: 0 }],
      hotlines: [
        {
          number: HOTLINE,
          name: '热线',
          queue: 'q',
          hours: { week },
          greeting: SHORT_PROMPT,
          recordingNotice: SHORT_PROMPT,
        },
      ],
      agents: [{ id: ANN, name: '安', extension: OURS, skills: {} }],
    }),
    log,
    recordingsDirectory: join(live.directory, 'recordings'),
  })
  endLater('call centre', () => centre.stop())
  await centre.start()
  if (!(await until(() => centre.switchStatus().connected, 10_000))) throw new Error('the switch does not connect')
  let commands = 0
  const be = (state: RequestedState) => centre.command(ANN, String(commands++), { type: 'request-state', state })
  // Logged in all the time: a queue that nobody serves sends its callers away.
  const rest = () => be({ kind: 'not-ready', reason: 'break' })
  await rest()
  return { start: () => be({ kind: 'ready' }), stop: rest }
}

function callCenter(live: LiveFreeSwitch) {
  const be = (status: string) => live.api(`callcenter_config agent set status ${THEIRS} '${status}'`)
  return { start: () => be('Available'), stop: () => be('Logged Out') }
}

interface Side {
  readonly name: string
  readonly number: string
  readonly extension: string
  readonly start: () => Promise<unknown>
  readonly stop: () => Promise<unknown>
}

/** So many callers wait all the time; the agent takes one after the other. */
async function round(side: Side, phones: SippPhones, watch: RingWatch): Promise<void> {
  const gaps = watch.gaps.get(side.extension) ?? []
  const wanted = gaps.length + SAMPLES_PER_ROUND
  let placed = 0
  const call = async (): Promise<void> => {
    await phones.call({ from: `1380013${String(placed++).padStart(4, '0')}`, to: side.number })
  }
  for (let caller = 0; caller < WAITING; caller++) await call()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const before = gaps.length
  await side.start()
  const isDone = await until(
    async () => {
      while (placed < gaps.length - before + WAITING) await call()
      return gaps.length >= wanted
    },
    ROUND_MS,
    20,
  )
  await side.stop()
  if (!isDone) throw new Error(`${side.name}: only ${gaps.length - before} rings within ${ROUND_MS / 1_000} s`)
}

export default async function liveRing(): Promise<Record<string, number>> {
  const absent = whyNotLive()
  if (absent !== undefined) {
    console.error(absent.replace('live suite', 'bench'))
    return { skipped: 1 }
  }
  const live = await startLiveFreeSwitch({ prepare: (directory) => addCallCenter(directory, THEIRS) })
  endLater('FreeSWITCH', () => live.stop())
  const phones = await SippPhones.create(live)
  endLater('phones', () => phones.close())
  const phone = { kind: 'answer', afterMs: ANSWERS_AFTER_MS, hangUpAfterMs: TALKS_MS } as const
  for (const extension of [OURS, THEIRS]) await phones.setPhone(extension, phone)
  const watch = await RingWatch.open(live, [OURS, THEIRS])
  endLater('watch', () => watch.close())
  const sides: Side[] = [
    { name: 'ringdesk', number: HOTLINE, extension: OURS, ...(await ringdesk(live)) },
    { name: 'mod_callcenter', number: CALL_CENTER_NUMBER, extension: THEIRS, ...callCenter(live) },
  ]
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const side of sides) {
      await round(side, phones, watch)
      await live.api('hupall NORMAL_CLEARING')
      await until(async () => (await live.api('show channels count as json')).includes('"row_count":0'), 10_000)
      watch.forget(side.extension)
      const gaps = watch.gaps.get(side.extension) ?? []
      console.error(
        `${side.name}: ${gaps.length} rings, p50 ${percentile(gaps, 0.5)} ms, p99 ${percentile(gaps, 0.99)} ms, load ${loadavg()[0]?.toFixed(1)}`,
      )
    }
  }
  const [ours = [], theirs = []] = [OURS, THEIRS].map((extension) => watch.gaps.get(extension))
  return {
    ours_p50_ms: percentile(ours, 0.5),
    ours_p99_ms: percentile(ours, 0.99),
    callcenter_p50_ms: percentile(theirs, 0.5),
    callcenter_p99_ms: percentile(theirs, 0.99),
    samples: Math.min(ours.length, theirs.length),
  }
}
