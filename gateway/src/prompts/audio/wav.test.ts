import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alaw, mulaw } from './g711.ts'
import { tone, wavFile } from './sounds-testing.ts'
import { UnusableSound } from './unusable-sound.ts'
import { isWav, readWav, writeWav } from './wav.ts'

const sound = tone(440, 8_000, 0.2)

function reasonOf(content: Uint8Array): string {
  try {
    readWav(content)
  } catch (error) {
    if (error instanceof UnusableSound) return error.message
    throw error
  }
  return 'read'
}

describe('a WAV file', () => {
  it.each([
    ['PCM 8', 1, 8, 0.01],
    ['PCM 16', 1, 16, 1e-4],
    ['PCM 24', 1, 24, 1e-6],
    ['PCM 32', 1, 32, 1e-6],
    ['float 32', 3, 32, 1e-7],
    ['float 64', 3, 64, 1e-7],
  ] as const)('in %s is read as it was', (encoding, tag, bits, within) => {
    for (const extensible of [false, true]) {
      const read = readWav(wavFile(sound, 8_000, { tag, bits, extensible, channels: 2 }))
      expect(read).toMatchObject({ encoding, sampleRate: 8_000, channels: 2 })
      expect(read.samples).toHaveLength(sound.length)
      const off = read.samples.map((sample, index) => Math.abs(sample - (sound[index] ?? 9)))
      expect(Math.max(...off)).toBeLessThan(within)
    }
  })

  it('in A-law and µ-law is read by the tables of G.711', () => {
    expect([0xd5, 0x55, 0xaa, 0x2a].map((code) => alaw(code) * 0x8000)).toEqual([8, -8, 32_256, -32_256])
    expect([0xff, 0x7f, 0x80, 0x00].map((code) => mulaw(code) * 0x8000)).toEqual([0, -0, 32_124, -32_124])
    const file = wavFile(new Float32Array(800), 8_000, { bits: 8 })
    file[20] = 6
    expect(readWav(file).encoding).toBe('A-law')
    file[20] = 7
    expect(readWav(file).encoding).toBe('µ-law')
  })

  it('in stereo is mixed down: opposite channels are silence', () => {
    const file = wavFile(sound, 8_000, { channels: 2 })
    for (let at = file.length - sound.length * 4; at < file.length; at += 4)
      file.writeInt16LE(-file.readInt16LE(at), at + 2)
    expect(readWav(file).samples.every((sample) => sample === 0)).toBe(true)
  })

  it('whose writer did not know its length is read to the end', () => {
    expect(readWav(wavFile(sound, 8_000, { saidLength: 0xffff_ffff })).samples).toHaveLength(sound.length)
  })

  it('is refused with its reason', () => {
    const whole = wavFile(sound, 8_000)
    expect(reasonOf(whole.subarray(0, whole.length - 2))).toBe('truncated')
    expect(reasonOf(whole.subarray(0, 30))).toBe('truncated')
    expect(reasonOf(wavFile(new Float32Array(0), 8_000))).toBe('empty')
    expect(reasonOf(wavFile(tone(440, 8_000, 0.05), 8_000))).toBe('too-short: 50 ms')
    expect(reasonOf(wavFile(new Float32Array(8_000 * 301), 8_000, { bits: 8 }))).toBe('too-long: 301 s')
    expect(reasonOf(wavFile(sound, 7_000))).toBe('sample-rate: 7000 Hz')
    expect(reasonOf(wavFile(sound, 8_000, { tag: 17, bits: 8 }))).toBe('encoding: IMA ADPCM, 8 bit')
    const wrong = Buffer.from(whole)
    wrong.writeUInt16LE(5, 32)
    expect(reasonOf(wrong)).toBe('damaged')
    expect(reasonOf(wavFile(new Float32Array(800).fill(Number.NaN), 8_000, { tag: 3, bits: 32 }))).toBe('damaged')
  })

  it('that we write is one that we read', () => {
    const samples = Int16Array.from(sound, (sample) => Math.round(sample * 0x7fff))
    const read = readWav(writeWav(samples, 16_000))
    expect(read).toMatchObject({ encoding: 'PCM 16', sampleRate: 16_000, channels: 1 })
    expect(Int16Array.from(read.samples, (sample) => sample * 0x8000)).toEqual(samples)
  })

  it('however it is broken, is refused or read, never anything else', () => {
    const whole = wavFile(sound, 8_000, { extensible: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(90), fc.nat(255)), { maxLength: 6 }),
        fc.nat(whole.length),
        (bytes, length) => {
          const file = Buffer.from(whole.subarray(0, length))
          for (const [at, value] of bytes) if (at < file.length) file[at] = value
          if (isWav(file)) reasonOf(file)
        },
      ),
    )
  })
})
