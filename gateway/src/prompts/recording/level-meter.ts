/** The level of what comes from a microphone, block by block, and how it is shown. Pure. 16-bit samples, little endian. */
import { decibels, silenceDb } from '../audio/level.ts'

export interface Level {
  /** dBFS */
  readonly peakDb: number
  readonly rmsDb: number
  /** At least one sample was at the end of the scale: it is distorted. */
  readonly clipped: boolean
}

export const silent: Level = { peakDb: silenceDb, rmsDb: silenceDb, clipped: false }

/** Converters rarely reach the very last value. */
const clippedAt = 32_700

export function levelOf(block: Int16Array): Level {
  if (block.length === 0) return silent
  let peak = 0
  let power = 0
  for (const sample of block) {
    peak = Math.max(peak, Math.abs(sample))
    power += sample * sample
  }
  return {
    peakDb: decibels(peak / 0x8000),
    rmsDb: decibels(Math.sqrt(power / block.length) / 0x8000),
    clipped: peak >= clippedAt,
  }
}

/** dBFS where the bar begins. */
const quietest = -60
const width = 40
/** Speech that peaks below is too far from the microphone. dBFS */
export const tooQuietDb = -30

/** One line: bar, level, time, and a warning when it was clipped within the last second. */
export function meterLine(level: Level, elapsedMs: number, clippedAgoMs: number | undefined): string {
  const full = Math.round((Math.min(0, Math.max(quietest, level.peakDb)) / -quietest + 1) * width)
  const bar = '█'.repeat(full).padEnd(width, '·')
  const seconds = (elapsedMs / 1000).toFixed(1).padStart(5)
  const warning = clippedAgoMs !== undefined && clippedAgoMs < 1_000 ? '  削波，请离远一点 · clipping' : ''
  return `${seconds} s  ${bar} ${Math.round(level.peakDb).toString().padStart(4)} dB${warning}`
}
