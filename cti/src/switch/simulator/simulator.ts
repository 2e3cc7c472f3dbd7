/** The simulated switch as a whole: build it, start it, talk to it over ESL. */

import type { Cancel, Clock } from '../../clock.ts'
import { systemClock } from '../../clock.ts'
import { createApi } from './api-commands.ts'
import { createApplications } from './applications.ts'
import { placeCall } from './callers.ts'
import { createControl } from './control.ts'
import { createHotlineDialplan, type Dialplan, HOTLINE_CONTEXT } from './dialplan.ts'
import { createEslServer } from './esl-server.ts'
import { createEventBus, members, SIMULATED_HOST } from './event-bus.ts'
import { createHashStore } from './hash-store.ts'
import { hangUp } from './lifecycle.ts'
import { createPhones } from './phones.ts'
import { createRandom } from './random.ts'
import { createScheduler } from './scheduler.ts'
import { upTime, VERSION } from './show.ts'
import { createSounds } from './sounds.ts'
import type { SimulatorLog, Switchboard } from './switchboard.ts'
import { createTraffic } from './traffic.ts'

export interface SimulatorOptions {
  readonly host?: string
  /** 0: any free one. */
  readonly port?: number
  readonly password: string
  /** The same seed under a virtual clock gives the same events, byte for byte. */
  readonly seed?: number
  readonly clock?: Clock
  /** Where the sound files lie, for their lengths. */
  readonly soundDirectory?: string
  /** With prompts of the installation's own below 8000/, played before those in soundDirectory. */
  readonly promptsDirectory?: string
  readonly recordingsDirectory?: string
  /** Seconds until the dialplan takes a call back that nobody claimed. */
  readonly fallbackAfterS?: number
  /** In place of the product's own dialplan, for tests. */
  readonly dialplan?: Dialplan
  /** The context that callers come into, for tests. */
  readonly context?: string
  readonly log?: SimulatorLog
}

export interface Simulator {
  readonly board: Switchboard
  start(): Promise<{ readonly host: string; readonly port: number }>
  /** As FreeSWITCH on SIGTERM: every leg ends with SYSTEM_SHUTDOWN, then a notice, then the end of the connection. */
  stop(): Promise<void>
  /** The same as `api <command>` over the socket. */
  api(command: string, done: (answer: string) => void): void
}

const HEARTBEAT_MS = 20_000
const DEFAULT_FALLBACK_S = 15
/** Long enough for every leg's last events. ms. */
const SHUTDOWN_MS = 200

export function createSimulator(options: SimulatorOptions): Simulator {
  const clock = options.clock ?? systemClock
  const random = createRandom(options.seed ?? 1)
  const coreUuid = random.uuid()
  const bus = createEventBus(clock, coreUuid)
  const dialplan =
    options.dialplan ??
    createHotlineDialplan({
      fallbackAfterS: options.fallbackAfterS ?? DEFAULT_FALLBACK_S,
      prompts: options.soundDirectory ?? '.',
    })
  const context = options.context ?? HOTLINE_CONTEXT
  const phones = createPhones()
  const board: Switchboard = {
    clock,
    random,
    bus,
    log: options.log ?? (() => {}),
    sounds: createSounds(options.soundDirectory, options.promptsDirectory),
    hash: createHashStore(),
    scheduler: createScheduler(clock),
    channels: new Map(),
    globals: new Map([
      ['ringdesk_simulated', 'true'],
      ['core_uuid', coreUuid],
      ['hostname', SIMULATED_HOST],
      ['sounds_dir', options.soundDirectory ?? ''],
      ['recordings_dir', options.recordingsDirectory ?? ''],
    ]),
    applications: createApplications(dialplan),
    api: (command) => api(command, () => {}),
    startedAt: clock.now(),
    totals: { placed: 0, answered: 0, connected: 0, abandoned: 0, ended: 0, dialled: 0 },
    sessions: 0,
    peakSessions: 0,
    open: true,
  }
  const place = (plan: Parameters<typeof placeCall>[3]): string => placeCall(board, dialplan, context, plan)
  const traffic = createTraffic(board, place)
  const api = createApi({
    board,
    dialplan,
    phones,
    control: createControl({ board, phones, traffic, placeCall: place }),
  })
  const server = createEslServer(board, api, options.password)
  let stopHeart: Cancel = () => {}

  function beat(): void {
    stopHeart = clock.schedule(HEARTBEAT_MS, beat)
    bus.emit('HEARTBEAT', () =>
      members({
        'Event-Info': 'System Ready',
        'Up-Time': upTime(board),
        'FreeSWITCH-Version': `${VERSION}~64bit`,
        'Uptime-msec': String(clock.now() - board.startedAt),
        'Session-Count': String(board.channels.size),
        'Max-Sessions': '5000',
        'Session-Per-Sec': '1000',
        'Session-Since-Startup': String(board.sessions),
        'Session-Peak-Max': String(board.peakSessions),
        'Idle-CPU': '100.000000',
      }),
    )
  }

  return {
    board,
    api,
    async start() {
      stopHeart = clock.schedule(HEARTBEAT_MS, beat)
      return server.listen(options.host ?? '127.0.0.1', options.port ?? 0)
    },
    async stop() {
      board.open = false
      stopHeart()
      traffic.stop()
      for (const channel of [...board.channels.values()]) hangUp(board, channel, 'SYSTEM_SHUTDOWN')
      if (board.channels.size > 0) await new Promise<void>((resolve) => void clock.schedule(SHUTDOWN_MS, resolve))
      await server.close('The system is being shut down.\n')
    },
  }
}
