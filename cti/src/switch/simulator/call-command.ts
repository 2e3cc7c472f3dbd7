/**
 * `npm run call -- --from 13800138000 --to 4008001234`: places a call on the running simulated switch and says what happens to it until
 * it ends. Exit status 0 when the call ended, 1 when it could not be placed.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import {
  connectSimulatorControl,
  type SimulatedCall,
  type SimulatorAddress,
  SimulatorControlError,
} from './simulator-control.ts'

const USAGE = `用法 / usage: npm run call -- --to 4008001234 [--from 13800138000] [--name 张三]
    [--patience 60]  等待坐席的最长秒数，超过则挂机 / seconds until an unanswered caller gives up
    [--talk 30]      与坐席通话的秒数，之后挂机 / seconds of talk until the caller hangs up
    [--digits 1]     听到菜单时按的键 / keys pressed at a menu
    [--keys 20:1,25:1]  接通后第几秒按什么键 / keys pressed at seconds after the switch has answered
  通话中也可直接输入按键后回车 / or type keys and Enter while the call lasts`

/** Written by `npm start`, so that a second terminal finds the running switch. */
const RUN_FILE = '.data/run.json'
const runFile = z.object({
  simulator: z.object({ host: z.string(), port: z.number().int(), password: z.string() }),
})

class UsageError extends Error {}

function readArguments(argv: readonly string[]): SimulatedCall {
  let values: Record<string, string | undefined>
  try {
    values = parseArgs({
      args: [...argv],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        name: { type: 'string' },
        patience: { type: 'string' },
        talk: { type: 'string' },
        digits: { type: 'string' },
        keys: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const { from = '13800138000', to, name, digits } = values
  if (to === undefined) throw new UsageError('缺少 --to（被叫热线号码）/ --to is missing')
  const keys = pressed(values.keys)
  const patienceMs = seconds('--patience', values.patience)
  const talkMs = seconds('--talk', values.talk)
  return {
    from,
    to,
    ...(name !== undefined && { name }),
    ...(digits !== undefined && { digits }),
    ...(keys !== undefined && { keys }),
    ...(patienceMs !== undefined && { patienceMs }),
    ...(talkMs !== undefined && { talkMs }),
  }
}

function seconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new UsageError(`${option}：需要秒数 / wants seconds, not "${text}"`)
  return Math.round(value * 1000)
}

/** `seconds:key`, separated by commas. */
function pressed(text: string | undefined): SimulatedCall['keys'] {
  return text?.split(',').map((part) => {
    const match = /^(\d+(?:\.\d+)?):([0-9*#])$/.exec(part.trim())
    if (!match) throw new UsageError(`--keys：需要“秒:键” / wants seconds:key, not "${part}"`)
    return { afterMs: Math.round(Number(match[1]) * 1000), digit: match[2] ?? '' }
  })
}

/** From the environment, else from the file that the launcher wrote. */
function findSimulator(environment: NodeJS.ProcessEnv): SimulatorAddress {
  const {
    SIMULATOR_HOST: host = '127.0.0.1',
    SIMULATOR_PORT: port,
    SIMULATOR_PASSWORD: password = 'ClueCon',
  } = environment
  if (port !== undefined) return { host, port: Number(port), password }
  const path = resolve(RUN_FILE)
  try {
    return runFile.parse(JSON.parse(readFileSync(path, 'utf8'))).simulator
  } catch (error) {
    throw new SimulatorControlError(
      'UNREACHABLE',
      `${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    )
  }
}

const text = (headers: Readonly<Record<string, unknown>>, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** One line for an event of the caller's leg; undefined: nothing to say. */
export function describeEvent(headers: Readonly<Record<string, unknown>>): string | undefined {
  switch (text(headers, 'Event-Name')) {
    case 'CHANNEL_CREATE':
      return '呼入，振铃中 ringing'
    case 'CHANNEL_ANSWER':
      return '总机已接听 answered by the switch'
    case 'PLAYBACK_START':
      return `听到 hears ${basename(text(headers, 'Playback-File-Path'))}`
    case 'DTMF':
      return `按键 presses ${text(headers, 'DTMF-Digit')}`
    case 'CHANNEL_BRIDGE':
      return `与坐席通话 talks with ${text(headers, 'Other-Leg-Destination-Number')}`
    case 'CHANNEL_UNBRIDGE':
      return '与坐席的连接已断开 no longer connected'
    case 'CHANNEL_HANGUP_COMPLETE': {
      const who = text(headers, 'variable_sip_hangup_disposition').startsWith('recv_')
        ? '主叫挂机 the caller hung up'
        : '系统或坐席挂机 the switch hung up'
      return `结束 ended: ${who}, ${text(headers, 'Hangup-Cause')}, ${text(headers, 'variable_duration')} s`
    }
    default:
      return undefined
  }
}

async function run(): Promise<void> {
  const call = readArguments(process.argv.slice(2))
  const simulator = await connectSimulatorControl(findSimulator(process.env))
  try {
    const uuid = randomUUID()
    process.stdout.write(
      `【模拟交换机 SIMULATED】${call.from}${call.name === undefined ? '' : `（${call.name}）`} → ${call.to}  ${uuid}\n`,
    )
    const ended = new Promise<void>((done, failed) => {
      simulator.onLost(failed)
      simulator
        .watch(uuid, (headers) => {
          const line = describeEvent(headers)
          const time = new Date(Number(text(headers, 'Event-Date-Timestamp')) / 1000).toLocaleTimeString('zh-CN')
          if (line !== undefined) process.stdout.write(`${time}  ${line}\n`)
          if (text(headers, 'Event-Name') === 'CHANNEL_DESTROY') done()
        })
        .then(() => simulator.placeCall({ ...call, uuid }))
        .catch(failed)
    })
    process.once('SIGINT', () => {
      simulator.hangUp(uuid).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
    })
    const typed = createInterface({ input: process.stdin })
    typed.on('line', (line) => {
      const digits = line.replaceAll(/[^0-9*#]/g, '').slice(0, 20)
      if (digits === '') return
      simulator.press(uuid, digits).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
    })
    await ended.finally(() => typed.close())
  } finally {
    simulator.close()
  }
}

/** What a person can do about it. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`
  if (!(error instanceof SimulatorControlError)) return String(error)
  switch (error.code) {
    case 'UNREACHABLE':
    case 'TIMEOUT':
      return `模拟交换机没有运行。请先在另一个终端执行 npm start。\nThe simulated switch is not running; start it with npm start. (${error.message})`
    case 'WRONG_PASSWORD':
      return `模拟交换机拒绝了密码，请检查 SIMULATOR_PASSWORD。\nThe simulated switch refuses the password. (${error.message})`
    case 'NOT_SIMULATED':
      return `对方是真实交换机，不能模拟呼叫。\nThis is a real switch; simulated calls are not possible. (${error.message})`
    default:
      return `呼叫被拒绝 the call was refused (${error.code}): ${error.message}`
  }
}

if (import.meta.main)
  run().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`)
    process.exitCode = 1
  })
