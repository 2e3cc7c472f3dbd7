/**
 * The simulated switch as a program. Prints one JSON line {"listening":{host,port}} when it is ready; ends on SIGTERM and SIGINT as
 * FreeSWITCH does. Calls live in it, not in the product: they go on when the product restarts.
 */
import { z } from 'zod'
import { createSimulator } from './simulator.ts'

const environment = z.object({
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8021),
  SIMULATOR_PASSWORD: z.string().min(1).default('ClueCon'),
  SIMULATOR_SEED: z.coerce.number().int().default(1),
  /** Seconds until the dialplan takes back a call that nobody claims. */
  SIMULATOR_FALLBACK_AFTER_S: z.coerce.number().int().min(1).max(3_600).default(15),
  SOUND_DIR: z.string().optional(),
  /** The installation's own prompts: what a FreeSWITCH finds as SOUND_DIR/8000. */
  PROMPTS_DIR: z.string().optional(),
  RECORDINGS_DIR: z.string().optional(),
})

function say(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const parsed = environment.safeParse(process.env)
if (!parsed.success) fail(`模拟交换机配置有误 (simulated switch, bad environment):\n${z.prettifyError(parsed.error)}`)
const settings = parsed.data

const simulator = createSimulator({
  host: settings.SIMULATOR_HOST,
  port: settings.SIMULATOR_PORT,
  password: settings.SIMULATOR_PASSWORD,
  seed: settings.SIMULATOR_SEED,
  fallbackAfterS: settings.SIMULATOR_FALLBACK_AFTER_S,
  ...(settings.SOUND_DIR !== undefined && { soundDirectory: settings.SOUND_DIR }),
  ...(settings.PROMPTS_DIR !== undefined && { promptsDirectory: settings.PROMPTS_DIR }),
  ...(settings.RECORDINGS_DIR !== undefined && { recordingsDirectory: settings.RECORDINGS_DIR }),
  log: (level, message) => {
    if (level !== 'info') process.stderr.write(`${JSON.stringify({ level, simulator: message })}\n`)
  },
})

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  simulator.stop().then(
    () => process.exit(0),
    (error: unknown) => fail(`模拟交换机停止时出错 (while stopping): ${String(error)}`),
  )
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

try {
  say({ listening: await simulator.start() })
} catch (error) {
  fail(
    `模拟交换机无法监听 ${settings.SIMULATOR_HOST}:${settings.SIMULATOR_PORT} (simulated switch cannot listen): ` +
      `${error instanceof Error ? error.message : String(error)}`,
  )
}
