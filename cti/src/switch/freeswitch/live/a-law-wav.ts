/** Sound for SIP test phones: an A-law WAV, 8 kHz, of samples between ±32767. */
export function aLawWav(samples: ArrayLike<number>): Buffer {
  const data = Buffer.alloc(samples.length)
  for (let index = 0; index < data.length; index++) data[index] = aLaw(Math.round(samples[index] ?? 0))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(6, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE(8_000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}

/** ITU-T G.711 A-law of a 16-bit sample. */
function aLaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80
  const magnitude = Math.min(Math.abs(sample), 32_635) >> 4
  let segment = 0
  while (segment < 7 && magnitude >> (segment + 5) > 0) segment++
  const mantissa = segment < 1 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f
  return (sign | (segment << 4) | mantissa) ^ 0x55
}
