/** The two programs that a start keeps running, the simulated switch and the gateway: their environment and what they say. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import type { Settings, SwitchSettings } from './settings.ts'
import { lastLines, StepError } from './steps.mjs'

export interface Surroundings {
  readonly root: string
  readonly settings: Settings
  readonly logs: string
  readonly signal: AbortSignal
  readonly onStarted: (name: string, pid: number, script: string) => void
}

export interface EventSocket {
  readonly host: string
  readonly port: number
  readonly password: string
}

const SIMULATOR_SCRIPT = 'cti/src/switch/simulator/main.ts'
const GATEWAY_SCRIPT = 'gateway/src/main.ts'
const SOUNDS = 'sip-config/freeswitch/sounds/zh-CN'
const SIMULATOR_START_MS = 30_000
/** The same complaint is shown once in this time. */
const REPEAT_AFTER_MS = 10_000

export async function startSimulator(
  around: Surroundings,
  asked: Extract<SwitchSettings, { kind: 'simulator' }>,
): Promise<{ child: Child; socket: EventSocket }> {
  const { root, settings, logs } = around
  const password = randomBytes(12).toString('base64url')
  const host = '127.0.0.1'
  // Chosen by the system the first time, kept over restarts: the gateway reconnects to it.
  let port = 0
  const log = join(logs, 'simulator.log')
  let onListening: (port: number) => void = () => {}
  const listening = new Promise<number>((resolve, reject) => {
    onListening = resolve
    const tooLate = new StepError('模拟交换机没有应答 · the simulated switch did not come up', { log })
    const timer = setTimeout(() => reject(tooLate), SIMULATOR_START_MS)
    timer.unref()
  })
  const child = startChild({
    name: '模拟交换机 · simulated switch',
    script: join(root, SIMULATOR_SCRIPT),
    root,
    log,
    stopWithinMs: 5_000,
    environment: () => ({
      ...process.env,
      SIMULATOR_HOST: host,
      SIMULATOR_PORT: String(port),
      SIMULATOR_PASSWORD: password,
      ...(asked.seed ? { SIMULATOR_SEED: asked.seed } : {}),
      SOUND_DIR: join(root, SOUNDS),
      PROMPTS_DIR: settings.promptsDirectory,
      RECORDINGS_DIR: settings.recordingsDirectory,
    }),
    onLine: (line) => {
      const at = listeningPort(line)
      if (at) onListening(at)
    },
    onStarted: (pid) => around.onStarted('simulator', pid, SIMULATOR_SCRIPT),
    onRestart: announceRestart('模拟交换机', 'simulated switch', log),
  })
  try {
    port = await child.untilReady(listening)
  } catch (error) {
    await child.stop()
    throw error
  }
  return { child, socket: { host, port, password } }
}

export function startGateway(around: Surroundings, databaseUrl: string, socket: EventSocket): Child & { log: string } {
  const { root, settings, logs } = around
  const log = join(logs, 'gateway.log')
  const child = startChild({
    name: '网关 · gateway',
    script: join(root, GATEWAY_SCRIPT),
    root,
    log,
    stopWithinMs: 15_000,
    environment: () => ({
      ...process.env,
      HOST: settings.host,
      PORT: String(settings.port),
      DATABASE_URL: databaseUrl,
      SWITCH: settings.switch.kind,
      ESL_HOST: socket.host,
      ESL_PORT: String(socket.port),
      ESL_PASSWORD: socket.password,
      // A real switch has a disk of its own: there it is the operator who says where the prompts are.
      ...(settings.switch.kind === 'simulator' ? { SOUND_DIR: join(root, SOUNDS) } : {}),
      DATA_DIR: settings.dataDirectory,
      PROMPTS_DIR: settings.promptsDirectory,
      RECORDINGS_DIR: settings.recordingsDirectory,
      UI_DIR: join(root, 'agent-ui/dist'),
      RINGDESK_DEMO: settings.demo ? '1' : '0',
      LOG_LEVEL: settings.logLevel,
    }),
    onLine: showErrors(),
    onStarted: (pid) => around.onStarted('gateway', pid, GATEWAY_SCRIPT),
    onRestart: announceRestart('网关', 'gateway', log),
  })
  return { ...child, log }
}

/** Port of the simulator's {"listening":{"host":…,"port":…}}. */
function listeningPort(line: string): number | undefined {
  const told = parseLine(line)?.listening
  const port = typeof told === 'object' && told !== null && 'port' in told ? told.port : undefined
  return typeof port === 'number' ? port : undefined
}

/** Errors of a JSON log go to the screen; the rest stays in the file. */
function showErrors(): (line: string) => void {
  const shownAt = new Map<string, number>()
  return (line) => {
    const entry = parseLine(line)
    if (entry?.level !== 'error' && entry?.level !== 'fatal') return
    const message = String(entry.msg ?? line)
    const now = Date.now()
    if (now - (shownAt.get(message) ?? 0) < REPEAT_AFTER_MS) return
    // Messages that name something of their own (a call) would pile up here.
    if (shownAt.size > 500) shownAt.clear()
    shownAt.set(message, now)
    console.error(`  ! 网关 · gateway: ${message}`)
  }
}

function parseLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    // A line that only looks like JSON is a line for the file.
    return undefined
  }
}

/** A line of a log for the screen. */
function inShort(line: string): string {
  const entry = parseLine(line)
  return entry ? `${String(entry.level)}: ${String(entry.msg ?? '')}`.slice(0, 200) : line.slice(0, 200)
}

function announceRestart(zh: string, en: string, log: string): (why: string, delayMs: number) => void {
  return (why, delayMs) => {
    const seconds = delayMs / 1_000
    console.error(
      `\n  ! ${zh}意外退出（${why}），${seconds} 秒后重启 · ${en} died (${why}), starting it again in ${seconds} s`,
    )
    for (const line of lastLines(log, 3).split('\n')) console.error(`    ${inShort(line)}`)
    console.error(`    (${log})`)
  }
}
