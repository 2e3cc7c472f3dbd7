/** api_hangup_hook: an api command that the dialplan left on a leg, run when the leg has ended. */
import type { Channel } from './channel.ts'
import { expand } from './expansion.ts'
import type { Switchboard } from './switchboard.ts'

/** Runs the leg's hook, `command argument` with its ${…} filled in. */
export function runHangupHook(board: Switchboard, channel: Channel): void {
  const hook = channel.variables.get('api_hangup_hook')
  if (hook !== undefined) board.api(expand(channel, hook))
}
