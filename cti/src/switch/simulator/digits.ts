/** Digits that reach a leg: from the caller's keypad or by uuid_recv_dtmf. FreeSWITCH tells of one when it is read, not when it comes. */
import { type Channel, isUp, type WaitingDigit } from './channel.ts'
import { type Switchboard, tellBriefly } from './switchboard.ts'

export function receiveDigits(
  board: Switchboard,
  channel: Channel,
  digits: string,
  source: WaitingDigit['source'],
): void {
  for (const digit of digits) if (/^[0-9*#A-D]$/i.test(digit)) channel.digits.push({ digit, source })
  readDigits(board, channel)
}

/** Hands waiting digits to whatever reads them now. */
export function readDigits(board: Switchboard, channel: Channel): void {
  while (isUp(channel) && channel.applications.at(-1)?.reading?.() !== false) {
    const next = channel.digits.shift()
    if (next === undefined) return
    tellBriefly(board, channel, 'DTMF', {
      'DTMF-Digit': next.digit,
      'DTMF-Duration': next.source === 'RTP' ? '2240' : '2000',
      'DTMF-Source': next.source,
    })
    channel.applications.at(-1)?.digit?.(next.digit)
  }
}
