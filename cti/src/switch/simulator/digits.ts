/** Digits that reach a leg: from the caller's keypad or by uuid_recv_dtmf. */
import { type Channel, isUp } from './channel.ts'
import { type Switchboard, tellBriefly } from './switchboard.ts'

export function receiveDigits(board: Switchboard, channel: Channel, digits: string, source: 'RTP' | 'APP'): void {
  for (const digit of digits) {
    if (!isUp(channel) || !/^[0-9*#A-D]$/i.test(digit)) continue
    tellBriefly(board, channel, 'DTMF', {
      'DTMF-Digit': digit,
      'DTMF-Duration': source === 'RTP' ? '2240' : '2000',
      'DTMF-Source': source,
    })
    channel.applications.at(-1)?.digit?.(digit)
  }
}
