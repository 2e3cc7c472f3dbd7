/** How loud a sound is, in dB below full scale (dBFS). Pure. */

/** What silence counts as: nothing in 16 bits is below. dBFS */
export const silenceDb = -96

/** @param amplitude 1 is full scale */
export const decibels = (amplitude: number): number =>
  amplitude <= 0 ? silenceDb : Math.max(silenceDb, 20 * Math.log10(amplitude))

export function peakOf(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak
}

/** ms of one measurement. */
const blockMs = 50
/** Blocks that are quieter are pauses. dBFS */
const pauseDb = -50

/** The mean power of what is not a pause, as dBFS: of speech some 10 to 20 below its peak. */
export function loudnessDb(samples: Float32Array, sampleRate: number): number {
  const size = Math.max(1, Math.round((sampleRate * blockMs) / 1000))
  let total = 0
  let blocks = 0
  for (let at = 0; at < samples.length; at += size) {
    const block = samples.subarray(at, at + size)
    const power = block.reduce((sum, sample) => sum + sample * sample, 0) / block.length
    if (decibels(Math.sqrt(power)) < pauseDb) continue
    total += power
    blocks += 1
  }
  return blocks === 0 ? silenceDb : decibels(Math.sqrt(total / blocks))
}

export const inTenths = (db: number): number => Math.round(db * 10) / 10
