/** The uuid_* commands. Their answers, also the odd ones, are those that a FreeSWITCH 1.11 was recorded to give. */
import { recordingPath } from './applications.ts'
import { requestBridge } from './bridging.ts'
import { type Channel, isUp, otherOf } from './channel.ts'
import { channelHeaders } from './channel-headers.ts'
import type { Dialplan } from './dialplan.ts'
import { receiveDigits } from './digits.ts'
import { breakOff, interruptApplications, queueMessage } from './execution.ts'
import { requestHold } from './hold.ts'
import { afterBridge, answer, hangUp, parkIdle, tellUnbridged } from './lifecycle.ts'
import { beginRecording, endRecording, maskRecording } from './recording-control.ts'
import { locate, newPlan, type Switchboard } from './switchboard.ts'
import { isKnownCause } from './timings.ts'
import { transfer } from './transfer.ts'

const NO_CHANNEL = '-ERR No such channel!\n'
const NO_SESSION = '-ERR Cannot locate session!\n'
/** uuid_broadcast plays after FreeSWITCH's lead frames. ms. */
const LEAD_MS = 100
/** How long a leg's thread takes to notice. ms. */
const STEP_MS = 20

export type ApiHandler = (argument: string) => string

export function channelCommands(board: Switchboard, dialplan: Dialplan): ReadonlyMap<string, ApiHandler> {
  const withChannel =
    (missing: string, act: (channel: Channel, rest: readonly string[], argument: string) => string): ApiHandler =>
    (argument) => {
      const [uuid, ...rest] = argument.trim().split(/\s+/)
      if (uuid === undefined || uuid === '') return '-USAGE: <uuid>\n'
      const channel = locate(board, uuid)
      return channel === undefined ? missing : act(channel, rest, argument.trim().slice(uuid.length).trimStart())
    }

  return new Map<string, ApiHandler>([
    ['uuid_exists', (argument) => String(locate(board, argument.trim()) !== undefined)],
    [
      'uuid_answer',
      withChannel('-ERROR\n', (channel) => {
        answer(board, channel)
        return '+OK\n'
      }),
    ],
    [
      'uuid_bridge',
      (argument) => {
        const [first, second] = argument.trim().split(/\s+/)
        return first === undefined || second === undefined
          ? '-USAGE: <uuid> <other_uuid>\n'
          : requestBridge(board, first, second)
      },
    ],
    [
      'uuid_kill',
      withChannel(NO_CHANNEL, (channel, [cause = 'NORMAL_CLEARING']) => {
        hangUp(board, channel, isKnownCause(cause) ? cause : 'NORMAL_CLEARING')
        return '+OK\n'
      }),
    ],
    [
      'uuid_park',
      withChannel(NO_CHANNEL, (channel) => {
        board.clock.schedule(STEP_MS, () => parkByCommand(board, channel))
        return '+OK\n'
      }),
    ],
    [
      'uuid_transfer',
      withChannel(NO_CHANNEL, (channel, rest) => {
        const flag = rest[0]?.startsWith('-') === true ? rest[0] : undefined
        const [extension, name = 'XML', context = channel.profile.context] = flag === undefined ? rest : rest.slice(1)
        if (extension === undefined) return '-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n'
        const leg = flag === '-bleg' && channel.bridge !== undefined ? otherOf(channel.bridge, channel) : channel
        transfer(board, dialplan, leg, { extension, dialplan: name, context }, flag === '-both')
        return '+OK\n'
      }),
    ],
    [
      'uuid_hold',
      (argument) => {
        const words = argument.trim().split(/\s+/)
        const [first = '', second = ''] = words
        if (first === 'off' || first === 'toggle') return requestHold(board, second, first)
        return requestHold(board, first, 'on')
      },
    ],
    [
      'uuid_broadcast',
      withChannel('-ERR invalid uuid\n', (channel, [what = '', legs = 'aleg']) => {
        const partner = channel.bridge === undefined ? undefined : otherOf(channel.bridge, channel)
        const targets = legs === 'both' ? [channel, partner] : legs === 'bleg' ? [partner] : [channel]
        const separator = what.indexOf('::')
        const application = separator < 0 ? 'playback' : what.slice(0, separator)
        const data = separator < 0 ? what : what.slice(separator + 2)
        board.clock.schedule(LEAD_MS, () => {
          for (const leg of targets) {
            if (leg === undefined || !isUp(leg)) continue
            queueMessage(board, leg, { application, data, uuid: board.random.uuid(), locked: false, loops: 1 })
          }
        })
        return '+OK Message sent\n'
      }),
    ],
    [
      'uuid_break',
      withChannel(NO_CHANNEL, (channel, rest) => {
        if (rest.includes('all') || rest.includes('both')) channel.queue.length = 0
        breakOff(board, channel)
        return '+OK\n'
      }),
    ],
    [
      'uuid_setvar',
      withChannel(NO_CHANNEL, (channel, [name], rest) => {
        if (name === undefined) return '-USAGE: <uuid> <var> [value]\n'
        channel.variables.set(name, rest.slice(name.length).trim())
        return '+OK\n'
      }),
    ],
    [
      'uuid_setvar_multi',
      withChannel(NO_CHANNEL, (channel, _words, rest) => {
        for (const assignment of rest.split(';')) {
          const at = assignment.indexOf('=')
          const name = (at < 0 ? assignment : assignment.slice(0, at)).trim()
          if (name === '') return '-ERR No variable specified\n'
          channel.variables.set(name, at < 0 ? undefined : assignment.slice(at + 1))
        }
        return '+OK\n'
      }),
    ],
    [
      'uuid_getvar',
      withChannel(NO_CHANNEL, (channel, [name]) =>
        name === undefined ? '-ERR No variable name specified!\n' : (channel.variables.get(name) ?? '_undef_'),
      ),
    ],
    ['uuid_dump', withChannel(NO_CHANNEL, (channel, [format = 'txt']) => dump(board, channel, format))],
    ['uuid_record', withChannel(NO_SESSION, (channel, [action, path]) => record(board, channel, action, path))],
    [
      'uuid_recv_dtmf',
      withChannel(NO_SESSION, (channel, [digits = '']) => {
        receiveDigits(board, channel, digits.split('@')[0] ?? '', 'APP')
        return `+OK ${channel.uuid} received DTMF ${digits}.\n`
      }),
    ],
    [
      'uuid_send_dtmf',
      withChannel(NO_SESSION, (channel, [digits = '']) => `+OK ${channel.uuid} sent DTMF ${digits}.\n`),
    ],
    ['uuid_audio', withChannel('-ERR Invalid uuid\n', () => '+OK Success\n')],
    [
      'uuid_phone_event',
      withChannel('-ERR Operation failed\n', (channel, [event = 'talk']) => {
        if (event === 'talk') channel.farEnd.askedToAnswer?.()
        return '+OK Success\n'
      }),
    ],
  ])
}

function parkByCommand(board: Switchboard, channel: Channel): void {
  if (!isUp(channel)) return
  const { bridge } = channel
  newPlan(channel)
  interruptApplications(board, channel, 'transfer')
  if (bridge !== undefined) {
    const partner = otherOf(bridge, channel)
    channel.bridge = undefined
    partner.bridge = undefined
    if (isUp(partner)) {
      newPlan(partner)
      interruptApplications(board, partner, 'transfer')
    }
    if (isUp(bridge.a)) {
      bridge.a.state = 'CS_PARK'
      tellUnbridged(board, bridge.a, bridge.b.uuid)
    }
    if (isUp(partner)) afterBridge(board, partner, 'NORMAL_CLEARING')
  }
  parkIdle(board, channel)
}

function dump(board: Switchboard, channel: Channel, format: string): string {
  const variables = channel.variables.json()
  const json = `{${board.bus.head('CHANNEL_DATA')},${channelHeaders(channel)}${variables === '' ? '' : `,${variables}`}}`
  if (format === 'json') return json
  return `${Object.entries(JSON.parse(json) as Record<string, unknown>)
    .map(([name, value]) => `${name}: ${encodeURIComponent(String(value))}`)
    .join('\n')}\n\n`
}

function record(board: Switchboard, channel: Channel, action: string | undefined, name: string | undefined): string {
  if (action === undefined || name === undefined)
    return '-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n'
  const path = recordingPath(board, name)
  switch (action) {
    case 'start':
      return beginRecording(board, channel, path) ? '+OK Success\n' : '-ERR Cannot record session!\n'
    case 'stop':
      if (name === 'all') {
        for (const one of [...channel.recordings.keys()]) endRecording(board, channel, one)
        return '+OK Success\n'
      }
      return endRecording(board, channel, path) ? '+OK Success\n' : '-ERR Cannot stop record session!\n'
    case 'mask':
    case 'unmask':
      return maskRecording(board, channel, path, action === 'mask')
        ? '+OK Success\n'
        : `-ERR Cannot ${action} recording session!\n`
    default:
      return '-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n'
  }
}
