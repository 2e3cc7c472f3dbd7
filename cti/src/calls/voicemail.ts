/** The caller leaves a message instead of waiting on. */
import { file } from '../switch/port.ts'
import { ANNOUNCEMENT_MS, close } from './closing.ts'
import { reached } from './reaching.ts'
import type { Turn } from './turn.ts'

/** The longest message, ms. */
const MESSAGE_MS = 120_000

export function takeMessage(turn: Turn): void {
  turn.without('asking')
  turn.enter('voicemail', ANNOUNCEMENT_MS)
  turn.command({ type: 'set-variables', leg: turn.call.callerLeg, variables: { phase: 'voicemail-greeting' } })
  turn.command({ type: 'stop-playing', leg: turn.call.callerLeg })
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'voicemail', prompts: [file('voicemail')] })
}

/** The prompt with its tone is over, or could not be played. */
export function recordMessage(turn: Turn): void {
  const { callerLeg, id, recording } = turn.call
  if (recording) return
  const path = turn.context.recordingPath(`${id}-message`, turn.at)
  turn.change({ recording: path, outcome: 'voicemail' })
  reached(turn)
  turn.enter('voicemail', MESSAGE_MS)
  turn.command({ type: 'start-recording', leg: callerLeg, path })
  turn.command({ type: 'set-variables', leg: callerLeg, variables: { phase: 'voicemail', recording: path } })
}

/** `#`, or as long as a message may be. */
export function endMessage(turn: Turn): void {
  const { callerLeg, recording } = turn.call
  if (!recording) return recordMessage(turn)
  turn.command({ type: 'stop-recording', leg: callerLeg, path: recording })
  close(turn, 'voicemail', 'voicemail-thanks')
}

export function notRecorded(turn: Turn): void {
  turn.without('recording', 'outcome')
  // Its words: we have noted the call and will call back.
  close(turn, 'failed', 'max-wait')
}

/** Found being recorded after our restart. */
export function takeUpMessage(turn: Turn, path: string): void {
  turn.change({ recording: path, outcome: 'voicemail' })
  turn.enter('voicemail', MESSAGE_MS)
}
