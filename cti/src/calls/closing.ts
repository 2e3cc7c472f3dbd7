/** The last words, and the end of the line from our side. */
import type { CallOutcome } from '../facts.ts'
import { file } from '../switch/port.ts'
import type { Turn } from './turn.ts'

/** No announcement is longer, ms; a playback whose end we never hear of must not hold a caller. */
export const ANNOUNCEMENT_MS = 60_000
/** How long the switch may take to end a leg before it is asked again. */
const HANG_UP_MS = 5_000

/** The last words. Without a prompt the line is simply ended. */
export function close(turn: Turn, outcome: CallOutcome, prompt: string | undefined): void {
  turn.change({ outcome, endedBy: 'system' })
  if (prompt === undefined) return endLine(turn)
  turn.enter('closing', ANNOUNCEMENT_MS)
  turn.command({ type: 'set-variables', leg: turn.call.callerLeg, variables: { phase: outcome } })
  turn.command({ type: 'stop-playing', leg: turn.call.callerLeg })
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'closing', prompts: [file(prompt)] })
}

export function endLine(turn: Turn): void {
  turn.enter('hanging-up', HANG_UP_MS)
  turn.hangUp(turn.call.callerLeg)
}
