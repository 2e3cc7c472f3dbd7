/**
 * A key of a phone as sipp can play it (play_pcap_audio): the packets of one RTP telephone-event (RFC 4733) in a capture file. They leave
 * from sipp's own media port, the only source that FreeSWITCH listens to once it has heard the phone. Not sipp's play_dtmf: that is always
 * payload type 96, whatever the SDP says.
 */

/** As the phones' SDP has it. */
export const TELEPHONE_EVENT = 101
const PACKET_MS = 20
const SAMPLES = 160
const PACKETS = 8
/** The end is sent three times (RFC 4733, 2.5.1.4). */
const ENDS = 3
const EVENTS = '0123456789*#'
const SSRC = 0x52494e47

/**
 * One key of 160 ms.
 * @param nth of this call, from 0: FreeSWITCH takes two events of the same time for one
 * @throws when it is not a key of a phone
 */
export function keyCapture(digit: string, nth: number): Buffer {
  const event = EVENTS.indexOf(digit)
  if (event < 0 || digit.length !== 1) throw new Error(`not a key: ${digit}`)
  const packets = Array.from({ length: PACKETS + ENDS }, (_, index) => {
    const isEnd = index >= PACKETS
    const rtp = Buffer.alloc(16)
    rtp[0] = 0x80
    rtp[1] = (index === 0 ? 0x80 : 0) | TELEPHONE_EVENT
    rtp.writeUInt16BE(nth * (PACKETS + ENDS) + index, 2)
    rtp.writeUInt32BE((nth + 1) * 8_000, 4)
    rtp.writeUInt32BE(SSRC, 8)
    rtp[12] = event
    rtp[13] = (isEnd ? 0x80 : 0) | 10
    rtp.writeUInt16BE(SAMPLES * Math.min(index + 1, PACKETS), 14)
    return captured(rtp, index * PACKET_MS)
  })
  return Buffer.concat([fileHeader(), ...packets])
}

/** libpcap's file format: microseconds, Ethernet. */
function fileHeader(): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20)
  return header
}

/** With Ethernet, IPv4 and UDP around it; sipp writes its own addresses, ports and checksum. */
function captured(rtp: Buffer, atMs: number): Buffer {
  const ethernet = Buffer.alloc(14)
  ethernet.writeUInt16BE(0x0800, 12)
  const ip = Buffer.alloc(20)
  ip[0] = 0x45
  ip.writeUInt16BE(28 + rtp.length, 2)
  ip[8] = 64
  ip[9] = 17
  ip.set([127, 0, 0, 1, 127, 0, 0, 1], 12)
  const udp = Buffer.alloc(8)
  udp.writeUInt16BE(10_000, 0)
  udp.writeUInt16BE(10_000, 2)
  udp.writeUInt16BE(8 + rtp.length, 4)
  const frame = Buffer.concat([ethernet, ip, udp, rtp])
  const header = Buffer.alloc(16)
  header.writeUInt32LE(Math.floor(atMs / 1_000), 0)
  header.writeUInt32LE((atMs % 1_000) * 1_000, 4)
  header.writeUInt32LE(frame.length, 8)
  header.writeUInt32LE(frame.length, 12)
  return Buffer.concat([header, frame])
}
