/** An MPEG audio stream by its frame headers (ISO/IEC 11172-3 and 13818-3, layer III), without decoding it. Pure. */
import { UnusableSound } from './unusable-sound.ts'

export interface Mp3Measure {
  readonly sampleRate: number
  /** Of one channel. */
  readonly samples: number
  readonly channels: number
}

interface Frame {
  readonly bytes: number
  readonly samples: number
  readonly sampleRate: number
  readonly channels: number
}

const bitRates = {
  /** kbit/s of MPEG 1. */
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  /** kbit/s of MPEG 2 and 2.5. */
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const rates = [44_100, 48_000, 32_000] as const
/** Junk before the first frame, bytes. */
const farthestStart = 65_536

/** @returns undefined where no frame begins */
function frameAt(content: Uint8Array, at: number): Frame | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = content.subarray(at, at + 4)
  if (at + 4 > content.length || a !== 0xff || (b & 0xe0) !== 0xe0) return undefined
  const version = (b >> 3) & 3
  const layer = (b >> 1) & 3
  const rate = rates[(c >> 2) & 3]
  const one = version === 3
  const bitRate = (one ? bitRates.one : bitRates.two)[c >> 4]
  // 1 is layer III; version 1 is reserved; a free bit rate (0) is nothing that a recorder writes.
  if (version === 1 || layer !== 1 || rate === undefined || !bitRate) return undefined
  const sampleRate = one ? rate : version === 2 ? rate / 2 : rate / 4
  const samples = one ? 1152 : 576
  const padding = (c >> 1) & 1
  return {
    bytes: Math.floor((samples * bitRate * 125) / sampleRate) + padding,
    samples,
    sampleRate,
    channels: d >> 6 === 3 ? 1 : 2,
  }
}

/** Bytes of the ID3v2 tag in front. */
function tagBytes(content: Uint8Array): number {
  if (String.fromCharCode(...content.subarray(0, 3)) !== 'ID3' || content.length < 10) return 0
  const [a = 0, b = 0, c = 0, d = 0] = content.subarray(6, 10)
  return 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127)
}

/** Two frames in a row: four bytes alone occur in anything. */
function firstFrame(content: Uint8Array): number | undefined {
  const from = tagBytes(content)
  for (let at = from; at < Math.min(content.length, from + farthestStart); at++) {
    const frame = frameAt(content, at)
    if (frame && (at + frame.bytes >= content.length || frameAt(content, at + frame.bytes))) return at
  }
  return undefined
}

export const isMp3 = (content: Uint8Array): boolean => firstFrame(content) !== undefined

const trailers = ['TAG', 'APE', 'LYR', 'ID3']

/** What comes after the last frame and is no sound: tags, or padding with zeros. */
function isTrailer(content: Uint8Array, at: number): boolean {
  return (
    trailers.includes(String.fromCharCode(...content.subarray(at, at + 3))) ||
    content.subarray(at).every((byte) => byte === 0)
  )
}

/** @throws UnusableSound truncated, damaged, empty */
export function measureMp3(content: Uint8Array): Mp3Measure {
  let at = firstFrame(content)
  if (at === undefined) throw new UnusableSound('damaged')
  let samples = 0
  let first: Frame | undefined
  while (at < content.length && !isTrailer(content, at)) {
    const frame = frameAt(content, at)
    if (!frame) throw new UnusableSound('damaged')
    if (at + frame.bytes > content.length) throw new UnusableSound('truncated')
    first ??= frame
    if (frame.sampleRate !== first.sampleRate) throw new UnusableSound('damaged')
    samples += frame.samples
    at += frame.bytes
  }
  if (!first) throw new UnusableSound('empty')
  return { sampleRate: first.sampleRate, samples, channels: first.channels }
}
