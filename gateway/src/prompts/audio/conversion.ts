/** An uploaded or recorded file as the switch plays it: 16-bit mono WAV at 8 and at 16 kHz, at one loudness. */
import { durationMsOf } from './decoded-sound.ts'
import { decibels, inTenths, loudnessDb, peakOf, silenceDb } from './level.ts'
import { readMp3 } from './mp3.ts'
import { isMp3 } from './mp3-frames.ts'
import { resample } from './resample.ts'
import { UnusableSound } from './unusable-sound.ts'
import { isWav, readWav, writeWav } from './wav.ts'

export const narrowRate = 8_000
export const wideRate = 16_000
/** The peak after normalising: room for the codec's overshoot. dBFS */
export const normalPeakDb = -3
/** A sound whose peak is below is taken for a dead microphone. dBFS */
const silentBelowDb = -60

export interface ConvertedSound {
  /** WAV at 8 kHz. */
  readonly narrow: Uint8Array
  /** WAV at 16 kHz. */
  readonly wide: Uint8Array
  readonly durationMs: number
  /** dBFS after conversion. */
  readonly peakDb: number
  readonly loudnessDb: number
  /** dB that it was made louder by; negative: softer. */
  readonly gainDb: number
  /** What it was. */
  readonly encoding: string
  readonly sampleRate: number
  readonly channels: number
}

/** @throws UnusableSound */
export async function convertSound(
  content: Uint8Array,
  { normalise }: { readonly normalise: boolean },
): Promise<ConvertedSound> {
  if (content.length === 0) throw new UnusableSound('empty')
  const { samples, sampleRate, channels, encoding } = isWav(content)
    ? readWav(content)
    : isMp3(content)
      ? await readMp3(content)
      : unknown()
  if (decibels(peakOf(samples)) < silentBelowDb) throw new UnusableSound('silent')
  const wide = resample(samples, sampleRate, wideRate)
  // From the nearer of the two: the filter's work grows with the rate that it begins at.
  const narrow =
    sampleRate < wideRate ? resample(samples, sampleRate, narrowRate) : resample(wide, wideRate, narrowRate)
  const peak = Math.max(peakOf(wide), peakOf(narrow))
  // What only the filter's overshoot brought above full scale is taken back, not cut off.
  const gain = normalise ? 10 ** (normalPeakDb / 20) / peak : Math.min(1, 1 / peak)
  return {
    narrow: writeWav(sixteenBit(narrow, gain), narrowRate),
    wide: writeWav(sixteenBit(wide, gain), wideRate),
    durationMs: durationMsOf(wide.length, wideRate),
    peakDb: inTenths(decibels(peak * gain)),
    loudnessDb: inTenths(Math.max(silenceDb, loudnessDb(wide, wideRate) + 20 * Math.log10(gain))),
    gainDb: inTenths(20 * Math.log10(gain)),
    ...{ encoding, sampleRate, channels },
  }
}

function unknown(): never {
  throw new UnusableSound('not-a-sound')
}

function sixteenBit(samples: Float32Array, gain: number): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * gain * 0x7fff))))
}
