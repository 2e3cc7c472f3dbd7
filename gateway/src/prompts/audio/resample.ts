/**
 * Another sample rate by a windowed sinc (Kaiser window), one filter for each phase of the ratio. Pure.
 * Flat up to 90 % of the lower rate's half, 80 dB down from that half on: nothing that the new rate cannot hold folds back into it.
 */

const stopBandDb = 80
/** Of the lower rate's half, where the filter begins to fall. */
const passBand = 0.9

/** @param from @param to Hz, whole numbers */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples
  const divisor = greatestCommonDivisor(from, to)
  const up = to / divisor
  const down = from / divisor
  const { taps, table } = filters(from, to, up)
  const half = taps / 2
  const count = Math.ceil((samples.length * up) / down)
  const result = new Float32Array(count)
  for (let index = 0; index < count; index++) {
    const position = index * down
    const phase = position % up
    const start = (position - phase) / up - half + 1
    const offset = phase * taps
    // Beyond its ends the sound is silent.
    const begin = Math.max(0, -start)
    const end = Math.min(taps, samples.length - start)
    let sum = 0
    for (let tap = begin; tap < end; tap++) sum += (samples[start + tap] ?? 0) * (table[offset + tap] ?? 0)
    result[index] = sum
  }
  return result
}

/** A row of taps for each phase between two input samples. */
function filters(from: number, to: number, phases: number): { taps: number; table: Float32Array } {
  const limit = Math.min(from, to) / 2
  const transition = ((1 - passBand) * limit) / from
  const cutoff = ((1 + passBand) * limit) / from
  // Kaiser's estimate of the length for this fall and this attenuation.
  const taps = 2 * Math.ceil((stopBandDb - 7.95) / (14.36 * transition) / 2)
  const half = taps / 2
  const beta = 0.1102 * (stopBandDb - 8.7)
  const table = new Float32Array(phases * taps)
  const row = new Float64Array(taps)
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const time = tap - half + 1 - phase / phases
      const inside = 1 - (time / half) ** 2
      row[tap] = inside <= 0 ? 0 : sinc(cutoff * time) * bessel(beta * Math.sqrt(inside))
      sum += row[tap] ?? 0
    }
    for (let tap = 0; tap < taps; tap++) table[phase * taps + tap] = (row[tap] ?? 0) / sum
  }
  return { taps, table }
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** The modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
