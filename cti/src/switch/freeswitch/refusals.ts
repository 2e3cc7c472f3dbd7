/** FreeSWITCH's refusals as the port's errors. The wordings differ from command to command; each was seen on a leg that was gone. */
import { SwitchError } from '../port.ts'

const gone = /^-ERR (no such channel|invalid uuid|invalid session id|cannot locate session)|^-ERROR$/i

export function refusal(reply: string): SwitchError {
  const text = reply.trim()
  return new SwitchError(gone.test(text) ? 'LEG_GONE' : 'SWITCH_REFUSED', text)
}
