/** WAV files: read in the encodings that recorders write, written as 16-bit PCM. Pure. */
import { checkMeasure, type DecodedSound } from './decoded-sound.ts'
import { alaw, mulaw } from './g711.ts'
import { UnusableSound } from './unusable-sound.ts'

/** From here on a length only says that whoever wrote to a pipe did not know it. */
const unknownLength = 0x7fff_0000
const most = { channels: 16 }

interface Format {
  readonly tag: number
  readonly channels: number
  readonly sampleRate: number
  readonly blockAlign: number
  readonly bits: number
}

interface Encoding {
  readonly name: string
  readonly bytes: number
  read(view: DataView, at: number): number
}

const encodings: readonly (Encoding & { tag: number; bits: number })[] = [
  { tag: 1, bits: 8, name: 'PCM 8', bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  { tag: 1, bits: 16, name: 'PCM 16', bytes: 2, read: (view, at) => view.getInt16(at, true) / 0x8000 },
  {
    tag: 1,
    bits: 24,
    name: 'PCM 24',
    bytes: 3,
    read: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 0x1_0000) / 0x80_0000,
  },
  { tag: 1, bits: 32, name: 'PCM 32', bytes: 4, read: (view, at) => view.getInt32(at, true) / 0x8000_0000 },
  { tag: 3, bits: 32, name: 'float 32', bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  { tag: 3, bits: 64, name: 'float 64', bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  { tag: 6, bits: 8, name: 'A-law', bytes: 1, read: (view, at) => alaw(view.getUint8(at)) },
  { tag: 7, bits: 8, name: 'µ-law', bytes: 1, read: (view, at) => mulaw(view.getUint8(at)) },
]

export function isWav(content: Uint8Array): boolean {
  const view = viewOf(content)
  return content.length >= 12 && fourLetters(view, 0) === 'RIFF' && fourLetters(view, 8) === 'WAVE'
}

/** @throws UnusableSound */
export function readWav(content: Uint8Array): DecodedSound {
  const view = viewOf(content)
  const { format, from, to } = chunksOf(view)
  const encoding = encodings.find(({ tag, bits }) => tag === format.tag && bits === format.bits)
  if (!encoding) throw new UnusableSound('encoding', encodingFound(format))
  const { channels, sampleRate } = format
  const step = encoding.bytes * channels
  if (channels < 1 || channels > most.channels || format.blockAlign !== step) throw new UnusableSound('damaged')
  const count = Math.floor((to - from) / step)
  checkMeasure(count, sampleRate)
  const samples = new Float32Array(count)
  for (let index = 0; index < count; index++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++)
      sum += encoding.read(view, from + index * step + channel * encoding.bytes)
    samples[index] = sum / channels
  }
  if (!samples.every(Number.isFinite)) throw new UnusableSound('damaged')
  return { samples, sampleRate, channels, encoding: encoding.name }
}

/** Where format and samples are. @throws UnusableSound truncated, empty */
function chunksOf(view: DataView): { format: Format; from: number; to: number } {
  let format: Format | undefined
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = fourLetters(view, at)
    const length = view.getUint32(at + 4, true)
    const from = at + 8
    if (name === 'fmt ') format = formatOf(view, from, length)
    if (name === 'data') {
      if (!format) throw new UnusableSound('damaged')
      const there = view.byteLength - from
      if (length >= unknownLength) return { format, from, to: view.byteLength }
      if (length > there) throw new UnusableSound('truncated')
      if (length === 0) throw new UnusableSound('empty')
      return { format, from, to: from + length }
    }
    at = from + length + (length % 2)
  }
  throw new UnusableSound('truncated')
}

function formatOf(view: DataView, at: number, length: number): Format {
  if (length < 16 || at + length > view.byteLength) throw new UnusableSound('truncated')
  const tag = view.getUint16(at, true)
  return {
    // WAVE_FORMAT_EXTENSIBLE keeps the tag in the first bytes of its sub-format.
    tag: tag === 0xfffe && length >= 40 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    blockAlign: view.getUint16(at + 12, true),
    bits: view.getUint16(at + 14, true),
  }
}

const families: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'MS ADPCM',
  3: 'float',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  85: 'MP3 in WAV',
}
const encodingFound = ({ tag, bits }: Format): string => `${families[tag] ?? `format ${tag}`}, ${bits} bit`

/** @param samples 16 bit, one channel */
export function writeWav(samples: Int16Array, sampleRate: number): Buffer {
  const header = Buffer.alloc(44)
  const bytes = samples.length * 2
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(bytes, 40)
  const body = Buffer.alloc(bytes)
  samples.forEach((sample, index) => {
    body.writeInt16LE(sample, index * 2)
  })
  return Buffer.concat([header, body])
}

const viewOf = (content: Uint8Array) => new DataView(content.buffer, content.byteOffset, content.byteLength)

const fourLetters = (view: DataView, at: number): string =>
  at + 4 > view.byteLength ? '' : String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))
