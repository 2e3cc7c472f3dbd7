/** The customer of a callback was reached: the place has done its work, whatever comes of the call. */
import type { Turn } from './turn.ts'

export function reached(turn: Turn): void {
  const { callback } = turn.call
  if (!callback || callback.reached) return
  turn.change({ callback: { ...callback, reached: true } })
  turn.tell({ type: 'callback-ended', callback: turn.work, end: 'reached' }, turn.work, turn.at, callback.requestedBy)
}
