/** uuid_hold: puts a leg's far end on hold by re-INVITE; its partner gets the music. */
import { type Channel, isUp, updateProfile } from './channel.ts'
import { breakOff, queueMessage } from './execution.ts'
import { setCallState, unhold } from './lifecycle.ts'
import { turnDialogueRound } from './signalling.ts'
import { later, locate, type Switchboard, tell } from './switchboard.ts'

/** From HOLD to the partner's music. ms. */
const MUSIC_AFTER_MS = 200
const MUSIC = 'local_stream://moh'

/** @returns the api command's answer; FreeSWITCH says +OK for a leg that does not exist. */
export function requestHold(board: Switchboard, uuid: string, wanted: 'on' | 'off' | 'toggle'): string {
  const channel = locate(board, uuid)
  if (channel === undefined) return '+OK Success\n'
  const on = wanted === 'toggle' ? !channel.held : wanted === 'on'
  if (on === channel.held) return '-ERR Operation failed\n'
  if (on) hold(board, channel)
  else resume(board, channel)
  return '+OK Success\n'
}

const partnerOf = (board: Switchboard, channel: Channel): Channel | undefined =>
  locate(board, channel.variables.get('signal_bond'))

function hold(board: Switchboard, channel: Channel): void {
  channel.held = true
  updateProfile(channel, { lastHoldAt: board.clock.now() })
  setCallState(board, channel, 'HELD')
  tell(board, channel, 'CHANNEL_HOLD')
  turnDialogueRound(channel)
  later(board, channel, MUSIC_AFTER_MS, () => {
    const partner = partnerOf(board, channel)
    if (!channel.held || partner === undefined) return
    queueMessage(board, partner, {
      application: 'playback',
      data: MUSIC,
      uuid: board.random.uuid(),
      locked: false,
      loops: 1,
    })
  })
}

function resume(board: Switchboard, channel: Channel): void {
  const partner = partnerOf(board, channel)
  const top = partner?.applications.at(-1)
  if (partner !== undefined && isUp(partner) && top?.application === 'playback' && top.data === MUSIC)
    breakOff(board, partner)
  unhold(board, channel)
}
