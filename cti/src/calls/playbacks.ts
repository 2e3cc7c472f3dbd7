/** What was played or asked for is over. */
import { customerGreeted } from './callback.ts'
import { endLine } from './closing.ts'
import { afterGreeting } from './entry.ts'
import type { Turn } from './turn.ts'
import { recordMessage } from './voicemail.ts'
import { playMusic } from './waiting.ts'

/** Within which a hang-up follows the end of what was being played or collected, ms. */
const GONE_MS = 500

export function playbackFinished(turn: Turn, playback: string, completed: boolean): void {
  const { phase, asking } = turn.call
  if (playback === 'greeting' && phase === 'greeting') return completed ? afterGreeting(turn) : unlessGone(turn)
  if (playback === 'greeting' && phase === 'dialling') return customerGreeted(turn)
  if (playback === 'voicemail' && phase === 'voicemail') return completed ? recordMessage(turn) : unlessGone(turn)
  if (playback === 'closing' && phase === 'closing') return endLine(turn)
  if (playback === 'announcement' && phase === 'queued' && !asking) playMusic(turn)
}

/**
 * A prompt that was broken off, or a menu without an answer, is also how a hang-up begins: its own event comes a moment later. Going on at
 * once would queue a caller who is gone, or even ring a phone.
 */
export function unlessGone(turn: Turn): void {
  turn.setDeadline('phase', turn.at + GONE_MS)
}
