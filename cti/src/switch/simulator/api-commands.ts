/** The api commands that the simulated switch knows, by name. */
import { delayOf } from './applications.ts'
import { beepCommand } from './beep-detection.ts'
import { type ApiHandler, channelCommands } from './channel-commands.ts'
import type { Dialplan } from './dialplan.ts'
import { runHashCommand } from './hash-store.ts'
import { originate } from './originate.ts'
import type { Phones } from './phones.ts'
import { show, status, upTime, VERSION } from './show.ts'
import { locate, type Switchboard } from './switchboard.ts'
import { transfer } from './transfer.ts'

export interface ApiSurroundings {
  readonly board: Switchboard
  readonly dialplan: Dialplan
  readonly phones: Phones
  /** `simulator <json>` */
  readonly control: ApiHandler
}

/** Runs `name argument`. `done` gets the answer: at once, or for originate when the leg is answered or has failed. */
export type Api = (command: string, done: (answer: string) => void) => void

export function createApi({ board, dialplan, phones, control }: ApiSurroundings): Api {
  const handlers = new Map<string, ApiHandler>([
    ...channelCommands(board, dialplan),
    ['simulator', control],
    ['avmd', (argument) => beepCommand(board, argument)],
    ['module_exists', (argument) => String(argument.trim() === 'mod_avmd')],
    ['create_uuid', () => board.random.uuid()],
    ['show', (argument) => show(board, argument)],
    ['status', () => status(board)],
    ['uptime', (argument) => uptime(board, argument)],
    ['version', () => `FreeSWITCH Version ${VERSION}~64bit (SIMULATED by Ringdesk)\n`],
    ['global_getvar', (argument) => board.globals.get(argument.trim()) ?? ''],
    ['reloadxml', () => '+OK [Success]\n'],
    ['url_encode', (argument) => encodeURIComponent(argument)],
    ['hash', (argument) => runHashCommand(board.hash, argument)],
    ['hash_dump', (argument) => dumpHash(board, argument)],
    ['sched_del', (argument) => `+OK Deleted: ${board.scheduler.remove(argument.trim())}\n`],
    ['sched_transfer', schedTransfer],
    ['conference', (argument) => `-ERR Conference ${argument.trim().split(/\s+/)[0] ?? ''} not found\n`],
  ])

  function schedTransfer(argument: string): string {
    const [when, uuid, extension, name = 'XML', context] = argument.trim().split(/\s+/)
    if (when === undefined || uuid === undefined || extension === undefined)
      return '-USAGE: [+]<time> <uuid> <extension> [<dialplan>] [<context>]\n'
    const channel = locate(board, uuid)
    if (channel === undefined) return '-ERR No such channel!\n'
    board.scheduler.add(uuid, 'switch_ivr_schedule_transfer', delayOf(board, when), () =>
      transfer(board, dialplan, channel, { extension, dialplan: name, context: context ?? channel.profile.context }),
    )
    return '+OK\n'
  }

  return (command, done) => {
    const text = command.trim()
    const space = text.indexOf(' ')
    const name = space < 0 ? text : text.slice(0, space)
    const argument = space < 0 ? '' : text.slice(space + 1)
    if (name === 'originate') {
      originate(board, { phones, dialplan }, argument, done)
      return
    }
    const handler = handlers.get(name)
    done(handler === undefined ? `-ERR ${name} Command not found!\n` : handler(argument))
  }
}

function uptime(board: Switchboard, argument: string): string {
  const ms = board.clock.now() - board.startedAt
  const unit = argument.trim()
  if (unit === 'ms') return String(ms)
  return unit === 's' || unit === '' ? String(Math.floor(ms / 1000)) : `${upTime(board)}\n`
}

function dumpHash(board: Switchboard, argument: string): string {
  const [what, realm] = argument.trim().split(/\s+/)
  if (what !== 'db' && what !== 'all' && what !== 'limit') return 'Usage: all|limit|db [<realm>]\n'
  if (what === 'limit') return ''
  return board.hash
    .entries(realm)
    .map(([name, value]) => `D/${name}/${value}\n`)
    .join('')
}
