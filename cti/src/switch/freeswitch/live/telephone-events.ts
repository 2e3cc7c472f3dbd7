/**
 * Presses keys on a phone of the tests: RTP telephone-events (RFC 4733) to the very port where the switch hears the phone. sipp itself
 * (3.6.1) sends none beside a stream of its own.
 */
import { createSocket } from 'node:dgram'
import { setTimeout as wait } from 'node:timers/promises'

const PAYLOAD_TYPE = 101
const PACKET_MS = 20
const SAMPLES = 160
const PACKETS = 8
/** The end is sent three times (RFC 4733, 2.5.1.4). */
const ENDS = 3
const EVENTS = '0123456789*#'

/** @param port of the switch, UDP on the loopback. One key of 160 ms. */
export async function sendTelephoneEvent(port: number, digit: string): Promise<void> {
  const event = EVENTS.indexOf(digit)
  if (event < 0) throw new Error(`not a key: ${digit}`)
  const socket = createSocket('udp4')
  const timestamp = Date.now() >>> 0
  const sequence = Date.now() & 0x7fff
  for (let index = 0; index < PACKETS + ENDS; index++) {
    const isEnd = index >= PACKETS
    const packet = Buffer.alloc(16)
    packet[0] = 0x80
    packet[1] = (index === 0 ? 0x80 : 0) | PAYLOAD_TYPE
    packet.writeUInt16BE((sequence + index) & 0xffff, 2)
    packet.writeUInt32BE(timestamp, 4)
    packet.writeUInt32BE(0x52494e47, 8)
    packet[12] = event
    packet[13] = (isEnd ? 0x80 : 0) | 10
    packet.writeUInt16BE(SAMPLES * Math.min(index + 1, PACKETS), 14)
    await new Promise<void>((resolve, reject) =>
      socket.send(packet, port, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
    )
    if (!isEnd) await wait(PACKET_MS)
  }
  socket.close()
}
