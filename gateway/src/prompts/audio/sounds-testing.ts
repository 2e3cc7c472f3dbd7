/** Sounds that tests make: tones, and files in every encoding. */

/** @param amplitude 1 is full scale */
export function tone(hz: number, sampleRate: number, seconds: number, amplitude = 0.5): Float32Array {
  const samples = new Float32Array(Math.round(sampleRate * seconds))
  return samples.map((_, index) => amplitude * Math.sin((2 * Math.PI * hz * index) / sampleRate))
}

/** The amplitude of one frequency in the middle half of a sound, by Goertzel's sum over a Hann window. */
export function amplitudeAt(hz: number, samples: ArrayLike<number>, sampleRate: number): number {
  const from = Math.floor(samples.length / 4)
  const count = Math.floor(samples.length / 2)
  let real = 0
  let imaginary = 0
  let weight = 0
  for (let index = 0; index < count; index++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / count)
    const value = (samples[from + index] ?? 0) * window
    const angle = (2 * Math.PI * hz * (from + index)) / sampleRate
    real += value * Math.cos(angle)
    imaginary += value * Math.sin(angle)
    weight += window
  }
  return (2 * Math.hypot(real, imaginary)) / weight
}

export interface WavShape {
  readonly tag?: number
  readonly bits?: number
  readonly channels?: number
  readonly extensible?: boolean
  /** Of the data chunk, instead of the true one. */
  readonly saidLength?: number
}

/** A WAV whose channels all have these samples. */
export function wavFile(samples: Float32Array, sampleRate: number, shape: WavShape = {}): Buffer {
  const { tag = 1, bits = 16, channels = 1, extensible = false, saidLength } = shape
  const bytes = bits / 8
  const data = Buffer.alloc(samples.length * channels * bytes)
  samples.forEach((sample, index) => {
    for (let channel = 0; channel < channels; channel++)
      write(data, (index * channels + channel) * bytes, sample, tag, bits)
  })
  const format = Buffer.alloc(extensible ? 40 : 16)
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE(sampleRate * channels * bytes, 8)
  format.writeUInt16LE(channels * bytes, 12)
  format.writeUInt16LE(bits, 14)
  if (extensible) format.writeUInt16LE(tag, 24)
  return Buffer.concat([
    Buffer.from('RIFF'),
    length(4 + 8 + format.length + 10 + 8 + data.length),
    Buffer.from('WAVE'),
    ...[Buffer.from('fmt '), length(format.length), format],
    // A chunk of an odd length that nobody asked for, as editors write them.
    ...[Buffer.from('note'), length(1), Buffer.from([7, 0])],
    ...[Buffer.from('data'), length(saidLength ?? data.length), data],
  ])
}

function write(data: Buffer, at: number, sample: number, tag: number, bits: number): void {
  if (tag === 3) {
    if (bits === 32) data.writeFloatLE(sample, at)
    else data.writeDoubleLE(sample, at)
  } else if (bits === 8) data.writeUInt8(Math.round(sample * 127) + 128, at)
  else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, bits / 8)
}

function length(bytes: number): Buffer {
  const four = Buffer.alloc(4)
  four.writeUInt32LE(bytes)
  return four
}
