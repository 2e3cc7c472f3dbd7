import { UnusableSound } from './unusable-sound.ts'

/** A sound as numbers, whatever it was stored as. */
export interface DecodedSound {
  /** Mixed down to one channel, 1 is full scale. */
  readonly samples: Float32Array
  /** Hz */
  readonly sampleRate: number
  /** Before mixing down. */
  readonly channels: number
  /** In the field's words: PCM 16, float 32, A-law, µ-law, MP3. */
  readonly encoding: string
}

/** Hz. What recorders and editors write; nothing between is worth a filter table of its own. */
export const sampleRates = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] as const

/** ms. The shortest is a click, the longest nobody listens to. */
export const shortestMs = 100
export const longestMs = 300_000

export const durationMsOf = (samples: number, sampleRate: number): number => Math.round((samples * 1000) / sampleRate)

/** Before anything is unpacked. @throws UnusableSound sample-rate, too-short, too-long */
export function checkMeasure(samples: number, sampleRate: number): void {
  if (!sampleRates.some((rate) => rate === sampleRate)) throw new UnusableSound('sample-rate', `${sampleRate} Hz`)
  if (samples === 0) throw new UnusableSound('empty')
  const ms = durationMsOf(samples, sampleRate)
  if (ms < shortestMs) throw new UnusableSound('too-short', `${ms} ms`)
  if (ms > longestMs) throw new UnusableSound('too-long', `${Math.round(ms / 1000)} s`)
}
