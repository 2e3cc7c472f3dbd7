import { SwitchError } from '../switch/port.ts'
import type { CommandRefusal, CommandResult } from './call-centre.ts'

export function refused(code: CommandRefusal, message: string): CommandResult {
  return { ok: false, code, message }
}

/** What an agent is told when the switch did not do it. */
export function refusedBySwitch(error: unknown): CommandResult {
  if (!(error instanceof SwitchError)) return refused('SWITCH_REFUSED', String(error))
  switch (error.code) {
    case 'SWITCH_UNAVAILABLE':
    case 'SWITCH_TIMEOUT':
      return refused(error.code, error.message)
    case 'LEG_GONE':
      return refused('NO_SUCH_CONTACT', 'the other side has just hung up')
    case 'SWITCH_REFUSED':
    case 'BAD_ARGUMENT':
    case 'NO_SPEECH':
      return refused('SWITCH_REFUSED', error.message)
  }
}
