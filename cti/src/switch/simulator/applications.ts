/** The dialplan applications that the product and its dialplan use. */
import { isAbsolute, join } from 'node:path'
import { startListening } from './beep-detection.ts'
import type { Channel } from './channel.ts'
import type { Dialplan } from './dialplan.ts'
import { playAndGetDigits } from './digit-collection.ts'
import { completed } from './execution.ts'
import { runHashCommand } from './hash-store.ts'
import { answer, hangUp, limitParking, preAnswer, progress, tellUnparked } from './lifecycle.ts'
import { playback } from './playback.ts'
import { beginRecording, closeRecordings, endRecording } from './recording-control.ts'
import { wholeSecondsFrom } from './scheduler.ts'
import { type ApplicationHandler, later, type Run, type Switchboard, tell } from './switchboard.ts'
import { isKnownCause } from './timings.ts'
import { transfer } from './transfer.ts'

function park(board: Switchboard, channel: Channel, _data: string, run: Run): void {
  limitParking(board, channel)
  tell(board, channel, 'CHANNEL_PARK')
  run.takesTime({ interrupt: () => tellUnparked(board, channel) })
  later(board, channel, 0, () => completed(board, channel))
}

/** `name=value`; an empty value unsets. */
function assign(_board: Switchboard, channel: Channel, data: string): void {
  const at = data.indexOf('=')
  if (at < 0) channel.variables.set(data.trim(), undefined)
  else channel.variables.set(data.slice(0, at).trim(), data.slice(at + 1))
}

/** A path that is not absolute is below the recordings directory, as with FreeSWITCH's own. */
export function recordingPath(board: Switchboard, path: string): string {
  return isAbsolute(path) ? path : join(board.globals.get('recordings_dir') ?? '.', path)
}

export function createApplications(dialplan: Dialplan): ReadonlyMap<string, ApplicationHandler> {
  const atOnce =
    (act: (board: Switchboard, channel: Channel, data: string) => void): ApplicationHandler =>
    (board, channel, data, run) => {
      act(board, channel, data)
      run.finish()
    }

  return new Map<string, ApplicationHandler>([
    ['answer', atOnce(answer)],
    ['pre_answer', atOnce(preAnswer)],
    ['avmd_start', atOnce(startListening)],
    ['ring_ready', atOnce(progress)],
    ['park', park],
    ['playback', (board, channel, data, run) => playback(board, channel, data, run)],
    ['play_and_get_digits', (board, channel, data, run) => playAndGetDigits(board, channel, data, run)],
    [
      'record_session',
      atOnce((board, channel, data) => void beginRecording(board, channel, recordingPath(board, data))),
    ],
    [
      'stop_record_session',
      atOnce((board, channel, data) => {
        if (data === 'all') closeRecordings(board, channel)
        else endRecording(board, channel, recordingPath(board, data))
      }),
    ],
    ['record', record],
    ['set', atOnce(assign)],
    ['export', atOnce(assign)],
    ['unset', atOnce((_board, channel, data) => channel.variables.set(data.trim(), undefined))],
    [
      'sleep',
      (board, channel, data, run) => {
        later(board, channel, Number.parseInt(data, 10) || 0, () => run.finish())
        run.takesTime({ interrupt: () => {} })
      },
    ],
    ['hangup', atOnce((board, channel, data) => hangUp(board, channel, isKnownCause(data) ? data : 'NORMAL_CLEARING'))],
    // sofia answers with that status and the leg ends with the cause that belongs to it.
    ['respond', atOnce((board, channel) => hangUp(board, channel, 'UNALLOCATED_NUMBER'))],
    ['hash', atOnce((board, _channel, data) => void runHashCommand(board.hash, data))],
    [
      'sched_transfer',
      atOnce((board, channel, data) => {
        const [when = '', extension = '', dialplanName = 'XML', context = 'default'] = data.split(' ')
        const id = board.scheduler.add(channel.uuid, 'switch_ivr_schedule_transfer', delayOf(board, when), () =>
          transfer(board, dialplan, channel, { extension, dialplan: dialplanName, context }),
        )
        channel.variables.set('last_sched_id', String(id))
      }),
    ],
    [
      'transfer',
      atOnce((board, channel, data) => {
        const [extension = '', dialplanName = 'XML', context = channel.profile.context] = data.split(' ')
        transfer(board, dialplan, channel, { extension, dialplan: dialplanName, context })
      }),
    ],
    ['log', atOnce(() => {})],
    ['info', atOnce(() => {})],
  ])
}

/** `+N` seconds from now, or an epoch second. @returns ms. */
export function delayOf(board: Switchboard, when: string): number {
  const seconds = Number.parseInt(when.replace(/^\+/, ''), 10) || 0
  return when.startsWith('+') ? wholeSecondsFrom(board.clock, seconds) : Math.max(0, seconds * 1000 - board.clock.now())
}

/** `path limit_seconds`: records the leg alone, until the limit or a break. */
function record(board: Switchboard, channel: Channel, data: string, run: Run): void {
  const [name = '', limit = '0'] = data.split(' ')
  const path = recordingPath(board, name)
  if (!beginRecording(board, channel, path)) {
    run.finish()
    return
  }
  const seconds = Number.parseInt(limit, 10) || 0
  if (seconds > 0)
    later(board, channel, seconds * 1000, () => {
      endRecording(board, channel, path)
      run.finish()
    })
  run.takesTime({ interrupt: () => void endRecording(board, channel, path) })
}
