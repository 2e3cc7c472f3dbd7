/** Playing sounds: nothing is heard, but it takes its time and tells its beginning and its end. */
import type { Channel, Interruption } from './channel.ts'
import { preAnswer } from './lifecycle.ts'
import { later, type Run, type Switchboard, tell } from './switchboard.ts'

export interface Playing {
  /** Stops it; tells PLAYBACK_STOP. */
  stop(status: 'done' | 'break'): void
}

function fileHeaders(path: string, status?: string): Readonly<Record<string, string | undefined>> {
  const type = /^(local_stream|tone_stream):/.exec(path)?.[1]
  return { 'Playback-File-Type': type, 'Playback-File-Path': path, 'Playback-Status': status }
}

/**
 * Tells PLAYBACK_START and calls `ended` when the sound is over; music never is.
 * @returns undefined, and nothing is told, when there is no such file
 */
export function startPlaying(
  board: Switchboard,
  channel: Channel,
  path: string,
  ended: () => void,
): Playing | undefined {
  preAnswer(board, channel)
  const duration = board.sounds.durationMs(path)
  if (duration === undefined) return undefined
  const lengthMs = duration
  const startedAt = board.clock.now()
  tell(board, channel, 'PLAYBACK_START', fileHeaders(path))
  let over = false

  function stop(status: 'done' | 'break'): void {
    if (over) return
    over = true
    cancel()
    const played = Math.min(lengthMs, board.clock.now() - startedAt)
    channel.variables.setAll({
      playback_last_offset_pos: String(played * 8),
      playback_seconds: String(Math.floor(played / 1000)),
      playback_ms: String(played),
      playback_samples: String(played * 8),
    })
    tell(board, channel, 'PLAYBACK_STOP', fileHeaders(path, status))
  }
  const cancel = Number.isFinite(duration)
    ? later(board, channel, duration, () => {
        stop('done')
        ended()
      })
    : () => {}
  return { stop }
}

/** As recorded: broken by uuid_kill it counts as played, broken by the far end's BYE or by another place to go it does not. */
function isError(channel: Channel, how: Interruption): boolean {
  if (how === 'hangup') return channel.variables.get('sip_hangup_disposition')?.startsWith('recv_') === true
  return how === 'bridge' || how === 'transfer'
}

/** The application. `*` breaks it off unless playback_terminators says otherwise, as in FreeSWITCH. */
export function playback(board: Switchboard, channel: Channel, path: string, run: Run): void {
  const playing = path === '' ? undefined : startPlaying(board, channel, path, () => run.finish('FILE PLAYED'))
  if (playing === undefined) {
    run.finish('FILE NOT FOUND')
    return
  }
  run.takesTime({
    interrupt(how: Interruption) {
      playing.stop(how === 'break' ? 'break' : 'done')
      channel.variables.set('current_application_response', isError(channel, how) ? 'PLAYBACK ERROR' : 'FILE PLAYED')
    },
    digit(digit) {
      const terminators = channel.variables.get('playback_terminators') ?? '*'
      if (terminators === 'none' || !(terminators === 'any' || terminators.includes(digit))) return false
      channel.variables.set('playback_terminator_used', digit)
      playing.stop('break')
      run.finish('FILE PLAYED')
      return true
    },
  })
}
