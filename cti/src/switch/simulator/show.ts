/** The answers of `show … as json`, `status` and the like. */
import type { Channel } from './channel.ts'
import { SIMULATED_HOST, stamp } from './event-bus.ts'
import type { Switchboard } from './switchboard.ts'

export const VERSION = '1.11.2-release'

/** FreeSWITCH's own words for an empty list, without rows. */
const list = (rows: readonly unknown[]): string =>
  rows.length === 0 ? '{"row_count": 0}\n' : `${JSON.stringify({ row_count: rows.length, rows })}\n`

function channelRow(channel: Channel): Record<string, string> {
  const { profile, variables } = channel
  const media = channel.hasMedia
  const inBridge = channel.otherUuid !== undefined
  return {
    uuid: channel.uuid,
    direction: channel.direction,
    created: stamp(profile.createdAt),
    created_epoch: String(Math.floor(profile.createdAt / 1000)),
    name: channel.name,
    state: channel.running,
    cid_name: profile.callerName,
    cid_num: profile.callerNumber,
    ip_addr: profile.networkAddress ?? '',
    dest: profile.destination,
    application: channel.bridge === undefined ? (variables.get('current_application') ?? '') : 'uuid_bridge',
    application_data:
      channel.bridge === undefined
        ? (variables.get('current_application_data') ?? '')
        : (variables.get('signal_bond') ?? ''),
    dialplan: profile.dialplan ?? '',
    context: profile.context,
    read_codec: media ? 'PCMA' : '',
    read_rate: media ? '8000' : '',
    read_bit_rate: media ? '64000' : '',
    write_codec: media ? 'PCMA' : '',
    write_rate: media ? '8000' : '',
    write_bit_rate: media ? '64000' : '',
    secure: '',
    hostname: SIMULATED_HOST,
    presence_id: '',
    presence_data: '',
    accountcode: '',
    callstate: channel.callState,
    callee_name: inBridge ? (profile.calleeName ?? '') : '',
    callee_num: inBridge ? (profile.calleeNumber ?? '') : '',
    callee_direction: channel.bridge === undefined ? '' : 'SEND',
    call_uuid: channel.bridge === undefined ? '' : channel.bridge.a.uuid,
    sent_callee_name: inBridge ? (profile.calleeName ?? '') : '',
    sent_callee_num: inBridge ? (profile.calleeNumber ?? '') : '',
    initial_cid_name: profile.origCallerName,
    initial_cid_num: profile.origCallerNumber,
    initial_ip_addr: profile.networkAddress ?? '',
    initial_dest: profile.destination,
    initial_dialplan: profile.dialplan ?? '',
    initial_context: profile.context,
  }
}

const CALL_COLUMNS = [
  'uuid',
  'direction',
  'created',
  'created_epoch',
  'name',
  'state',
  'cid_name',
  'cid_num',
  'ip_addr',
  'dest',
  'presence_id',
  'presence_data',
  'accountcode',
  'callstate',
  'callee_name',
  'callee_num',
  'callee_direction',
  'call_uuid',
  'hostname',
  'sent_callee_name',
  'sent_callee_num',
] as const
const NOT_OF_B = new Set<string>(['call_uuid', 'hostname'])

function callRow(a: Channel, b: Channel | undefined): Record<string, string> {
  const first = channelRow(a)
  const second = b === undefined ? undefined : channelRow(b)
  const row: Record<string, string> = {}
  for (const column of CALL_COLUMNS) row[column] = first[column] ?? ''
  for (const column of CALL_COLUMNS) if (!NOT_OF_B.has(column)) row[`b_${column}`] = second?.[column] ?? ''
  row.call_created_epoch = b === undefined ? '' : String(Math.floor(a.profile.bridgedAt / 1000))
  return row
}

/** FreeSWITCH writes its channel list in the background: a new leg was seen to be missing from it for a moment. ms. */
const LISTED_AFTER_MS = 100

/** `show <argument>`; only json is spoken. */
export function show(board: Switchboard, argument: string): string {
  const words = argument.trim().split(/\s+/)
  const what = words[0] ?? ''
  const listedUntil = board.clock.now() - LISTED_AFTER_MS
  const channels = [...board.channels.values()].filter(({ profile }) => profile.createdAt <= listedUntil)
  if (words.at(-1) !== 'json') return '-ERR only "as json" is spoken by the simulated switch\n'
  switch (what) {
    case 'channels': {
      if (words[1] === 'count') return `{"row_count":${channels.length},"rows":[]}`
      const rows = channels.map(channelRow)
      const wanted = words[1] === 'like' ? (words[2] ?? '') : ''
      return list(rows.filter((row) => Object.values(row).some((value) => value.includes(wanted))))
    }
    case 'calls':
    case 'bridged_calls': {
      const rows: Record<string, string>[] = []
      for (const channel of channels) {
        if (channel.bridge?.a === channel) rows.push(callRow(channel, channel.bridge.b))
        else if (channel.bridge === undefined && what === 'calls') rows.push(callRow(channel, undefined))
      }
      return list(rows)
    }
    case 'tasks':
      return list(
        board.scheduler.list().map((task) => ({
          task_id: String(task.id),
          task_desc: task.description,
          task_group: task.group,
          task_runtime: String(Math.floor(task.dueAt / 1000)),
          task_sql_manager: '0',
          hostname: SIMULATED_HOST,
        })),
      )
    default:
      return list([])
  }
}

/** "0 years, 0 days, 0 hours, 0 minutes, 2 seconds, 331 milliseconds, 0 microseconds" */
export function upTime(board: Switchboard): string {
  const ms = board.clock.now() - board.startedAt
  const seconds = Math.floor(ms / 1000)
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)]
  return `0 years, ${days} days, ${hours % 24} hours, ${minutes % 60} minutes, ${seconds % 60} seconds, ${ms % 1000} milliseconds, 0 microseconds`
}

export function status(board: Switchboard): string {
  return (
    `UP ${upTime(board)}\nFreeSWITCH (Version ${VERSION} 64bit, SIMULATED by Ringdesk) is ready\n` +
    `${board.sessions} session(s) since startup\n${board.channels.size} session(s) - peak ${board.peakSessions}, last 5min ${board.peakSessions} \n` +
    '0 session(s) per Sec out of max 1000, peak 0, last 5min 0 \n5000 session(s) max\nmin idle cpu 0.00/100.00\n'
  )
}
