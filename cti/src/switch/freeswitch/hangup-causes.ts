/** FreeSWITCH's hangup causes (Q.850 names and its own) in the field's words, and back. */
import type { HangupCause, SwitchCommand } from '../port.ts'

const causes: Readonly<Record<string, HangupCause>> = {
  NORMAL_CLEARING: 'normal',
  NORMAL_UNSPECIFIED: 'normal',
  ORIGINATOR_CANCEL: 'cancelled',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  NO_ANSWER: 'no-answer',
  NO_USER_RESPONSE: 'no-answer',
  ALLOTTED_TIMEOUT: 'no-answer',
  PROGRESS_TIMEOUT: 'no-answer',
  USER_NOT_REGISTERED: 'unreachable',
  SUBSCRIBER_ABSENT: 'unreachable',
  UNALLOCATED_NUMBER: 'unreachable',
  NO_ROUTE_DESTINATION: 'unreachable',
  NO_ROUTE_TRANSIT_NET: 'unreachable',
  DESTINATION_OUT_OF_ORDER: 'unreachable',
  NETWORK_OUT_OF_ORDER: 'unreachable',
  NORMAL_TEMPORARY_FAILURE: 'unreachable',
  RECOVERY_ON_TIMER_EXPIRE: 'unreachable',
  GATEWAY_DOWN: 'unreachable',
  SYSTEM_SHUTDOWN: 'switch-shutdown',
  LOSE_RACE: 'lost-race',
}

export const hangupCause = (switchCause: string): HangupCause => causes[switchCause] ?? 'other'

export const switchCauseFor: Readonly<Record<Extract<SwitchCommand, { type: 'hang-up' }>['cause'], string>> = {
  normal: 'NORMAL_CLEARING',
  busy: 'USER_BUSY',
  rejected: 'CALL_REJECTED',
  'no-answer': 'NO_ANSWER',
  cancelled: 'ORIGINATOR_CANCEL',
}

/** Who ended a leg. The hangup cause does not tell, sip_hangup_disposition does: recv_bye, recv_cancel, recv_refuse, send_*. */
export function endedBy(sipHangupDisposition: string | undefined): 'far-end' | 'switch' | 'unknown' {
  if (sipHangupDisposition?.startsWith('recv_')) return 'far-end'
  if (sipHangupDisposition?.startsWith('send_')) return 'switch'
  return 'unknown'
}
