/** mod_avmd: a leg that is listened to tells the first tone that a voicemail gives. */
import type { Channel } from './channel.ts'
import { members } from './event-bus.ts'
import { locate, type Switchboard } from './switchboard.ts'

const listening = new WeakSet<Channel>()
const told = new WeakSet<Channel>()

/** Only legs that we dialled, as sip-config has it. */
export function startListening(_board: Switchboard, channel: Channel): void {
  if (channel.direction !== 'outbound') return
  listening.add(channel)
  told.delete(channel)
}

/** `avmd <uuid> stop` */
export function beepCommand(board: Switchboard, argument: string): string {
  const [uuid = '', what] = argument.trim().split(/\s+/)
  const channel = locate(board, uuid)
  if (channel === undefined) return `-ERR, no FreeSWITCH session for uuid [${uuid}]!\n`
  if (what !== 'stop') return '-USAGE: <uuid> stop\n'
  if (!listening.delete(channel)) return `+ERR, avmd has not yet been started on\n [${uuid}]\n\n`
  return `+OK\n [${uuid}] stopped\n\n`
}

/** The far end gives a tone. */
export function beep(board: Switchboard, channel: Channel): void {
  if (!listening.has(channel) || told.has(channel)) return
  told.add(channel)
  board.bus.emit(
    'CUSTOM',
    () =>
      members({
        'Event-Subclass': 'avmd::beep',
        'Unique-ID': channel.uuid,
        'Call-command': 'avmd',
        'Beep-Status': 'DETECTED',
        Frequency: '1000.000000',
      }),
    'avmd::beep',
  )
}
