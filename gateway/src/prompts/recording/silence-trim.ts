/** Takes the silence off both ends of a recording. Pure. */
import { decibels } from '../audio/level.ts'

/** ms that are measured at once. */
const blockMs = 10
/** Louder than the quietest tenth of the recording by this, dB: speech, not the room. */
const aboveRoomDb = 10
/** Whatever the room: below is silence, above is sound. dBFS */
const bounds = { silence: -60, sound: -35 }
/** Kept before and after what is heard, so that no consonant is cut off. ms */
const kept = { before: 100, after: 200 }
/** A knock on the desk is no speech. Blocks in a row. */
const leastBlocks = 3

/** @returns undefined when nothing is heard in it */
export function trimSilence(samples: Int16Array, sampleRate: number): Int16Array | undefined {
  const size = Math.round((sampleRate * blockMs) / 1000)
  const levels: number[] = []
  for (let at = 0; at + size <= samples.length; at += size) levels.push(rmsDb(samples.subarray(at, at + size)))
  const quiet = [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 10)] ?? bounds.silence
  const threshold = Math.min(bounds.sound, Math.max(bounds.silence, quiet + aboveRoomDb))
  const heard = levels.map((level) => level > threshold)
  const inRow = (at: number) => heard.slice(at, at + leastBlocks).every(Boolean) && at + leastBlocks <= heard.length
  const first = heard.findIndex((_, at) => inRow(at))
  if (first < 0) return undefined
  const last = heard.findLastIndex((_, at) => at - leastBlocks + 1 >= 0 && inRow(at - leastBlocks + 1))
  const from = first * size - (kept.before * sampleRate) / 1000
  const to = (last + 1) * size + (kept.after * sampleRate) / 1000
  return samples.slice(Math.max(0, Math.round(from)), Math.min(samples.length, Math.round(to)))
}

const rmsDb = (block: Int16Array): number =>
  decibels(Math.sqrt(block.reduce((sum, sample) => sum + sample * sample, 0) / block.length) / 0x8000)
