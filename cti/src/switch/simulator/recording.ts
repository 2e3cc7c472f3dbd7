/** Recordings that can be played: stereo WAV files as FreeSWITCH's record_session writes them, with tones in place of voices. */
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const RATE = 8000
const CHANNELS = 2
const BYTES_PER_MS = (RATE / 1000) * CHANNELS * 2
/** Each second begins with a soft tone of this length; the rest of it is a hole in the file, which is silence. ms. */
const TONE_MS = 250
/** The caller's side is the left channel, the agent's the right one. */
const TONES = [
  { hertz: 440, offset: 0 },
  { hertz: 330, offset: 2 },
] as const

export interface Recording {
  readonly path: string
  readonly startedAt: number
  /** Ends the file. @returns its size in bytes and its length in samples. */
  finish(lengthMs: number): { readonly bytes: number; readonly samples: number }
  mask(on: boolean, atMs: number): void
}

function makeTone({ hertz, offset }: (typeof TONES)[number]): Buffer {
  const tone = Buffer.alloc(TONE_MS * BYTES_PER_MS)
  const samples = (TONE_MS * RATE) / 1000
  for (let sample = 0; sample < samples; sample += 1) {
    const fade = Math.min(1, sample / 400, (samples - sample) / 400)
    tone.writeInt16LE(Math.round(Math.sin((2 * Math.PI * hertz * sample) / RATE) * 2500 * fade), sample * 4 + offset)
  }
  return tone
}
const tones = TONES.map(makeTone)

/** Caller and agent take turns, second by second. Few bytes are written, so that a busy simulator is not held up by its disk. */
function writeTones(file: number, bytes: number): void {
  for (let second = 0; second * 1000 * BYTES_PER_MS < bytes; second += 1) {
    const start = second * 1000 * BYTES_PER_MS
    const tone = tones[second % 2]
    if (tone !== undefined) writeSync(file, tone, 0, Math.min(tone.length, bytes - start), 44 + start)
  }
}

function header(dataBytes: number): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + dataBytes, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(CHANNELS, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE * CHANNELS * 2, 28)
  head.writeUInt16LE(CHANNELS * 2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(dataBytes, 40)
  return head
}

/** Makes missing directories one by one: Node's own recursive way never ends below /proc. */
function createFile(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const missing: string[] = []
  for (let directory = dirname(path); !existsSync(directory); directory = dirname(directory)) missing.unshift(directory)
  for (const directory of missing) mkdirSync(directory)
  return openSync(path, 'w')
}

/**
 * Creates the file (and its directory, as FreeSWITCH does); its content comes when it ends.
 * @throws the file system's own error when it cannot be written.
 */
export function startRecording(path: string, startedAt: number): Recording {
  const file = createFile(path)
  try {
    writeSync(file, header(0), 0, 44, 0)
  } catch (error) {
    closeSync(file)
    throw error
  }
  /** [from, to) in ms since the start, where the recording is silent. */
  const silences: { readonly from: number; to: number }[] = []

  return {
    path,
    startedAt,
    mask(on, atMs) {
      const last = silences.at(-1)
      if (on && (last === undefined || last.to !== Number.POSITIVE_INFINITY))
        silences.push({ from: atMs, to: Number.POSITIVE_INFINITY })
      else if (!on && last?.to === Number.POSITIVE_INFINITY) last.to = atMs
    },
    finish(lengthMs) {
      const bytes = Math.max(0, Math.round(lengthMs)) * BYTES_PER_MS
      try {
        ftruncateSync(file, 44 + bytes)
        writeTones(file, bytes)
        for (const { from, to } of silences) {
          const start = Math.min(bytes, from * BYTES_PER_MS)
          const end = Math.min(bytes, to * BYTES_PER_MS)
          if (end > start) writeSync(file, Buffer.alloc(end - start), 0, end - start, 44 + start)
        }
        writeSync(file, header(bytes), 0, 44, 0)
      } finally {
        closeSync(file)
      }
      return { bytes: bytes + 44, samples: bytes / (CHANNELS * 2) }
    },
  }
}
