import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convertSound } from './conversion.ts'
import { convertApart } from './convert-apart.ts'
import { isMp3, measureMp3 } from './mp3-frames.ts'
import { amplitudeAt, tone, wavFile } from './sounds-testing.ts'
import { readWav } from './wav.ts'

/** 440 Hz at half of full scale, 0.5 s, stereo, 64 kbit/s, written by LAME: MPEG 1 and MPEG 2. */
const mp3At = (rate: 44_100 | 24_000) => readFileSync(new URL(`fixtures/tone-440-${rate}.mp3`, import.meta.url))
const mp3 = mp3At(44_100)

describe('a file that becomes a prompt', () => {
  it('is two WAV files, 8 and 16 kHz, 16 bit, mono, with their peak at −3 dB', async () => {
    const sound = await convertSound(wavFile(tone(440, 44_100, 1, 0.1), 44_100, { channels: 2, bits: 24 }), {
      normalise: true,
    })
    expect(sound).toMatchObject({ durationMs: 1_000, peakDb: -3, gainDb: 17, encoding: 'PCM 24', channels: 2 })
    expect(sound.loudnessDb).toBeCloseTo(-6, 0)
    for (const [content, rate] of [
      [sound.narrow, 8_000],
      [sound.wide, 16_000],
    ] as const) {
      const read = readWav(content)
      expect(read).toMatchObject({ sampleRate: rate, channels: 1, encoding: 'PCM 16' })
      expect(amplitudeAt(440, read.samples, rate)).toBeCloseTo(0.708, 2)
    }
  })

  it('keeps its level when asked to', async () => {
    const sound = await convertSound(wavFile(tone(440, 16_000, 1, 0.1), 16_000), { normalise: false })
    expect(sound).toMatchObject({ peakDb: -20, gainDb: 0 })
  })

  it('may be an MP3, with tags before and behind', async () => {
    const tagged = Buffer.concat([
      Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, 5, 0xff, 0xfb, 0x90, 0, 0]),
      mp3,
      Buffer.from('TAG'.padEnd(128, ' ')),
    ])
    for (const [content, sampleRate] of [
      [mp3, 44_100],
      [tagged, 44_100],
      [mp3At(24_000), 24_000],
    ] as const) {
      const sound = await convertSound(content, { normalise: false })
      expect(sound).toMatchObject({ encoding: 'MP3', sampleRate, channels: 2 })
      // A decoder's delay and the last frame's padding come on top.
      expect(sound.durationMs).toBeGreaterThan(490)
      expect(sound.durationMs).toBeLessThan(600)
      expect(amplitudeAt(440, readWav(sound.narrow).samples, 8_000)).toBeCloseTo(0.5, 1)
    }
  })

  it('an MP3 that stops within a frame is truncated, one that is overwritten is damaged', async () => {
    const broken = Buffer.from(mp3)
    broken.fill(0x11, 1_000, 1_600)
    const convert = (content: Buffer) => convertSound(content, { normalise: true })
    await expect(convert(mp3.subarray(0, mp3.length - 7))).rejects.toThrow('truncated')
    await expect(convert(broken)).rejects.toThrow('damaged')
    expect(measureMp3(mp3)).toMatchObject({ sampleRate: 44_100, channels: 2 })
    expect(isMp3(Buffer.from('%PDF-1.7 and much more'))).toBe(false)
  })

  it('is refused when it is nothing, silence, or no sound at all', async () => {
    const convert = (content: Buffer) => convertSound(content, { normalise: true })
    await expect(convert(Buffer.alloc(0))).rejects.toThrow('empty')
    await expect(convert(Buffer.from('MZ not a sound'))).rejects.toThrow('not-a-sound')
    await expect(convert(wavFile(tone(440, 8_000, 1, 0.0005), 8_000))).rejects.toThrow('silent')
  })

  it('is converted in a thread of its own, refusals included', async () => {
    const sound = await convertApart({ content: wavFile(tone(440, 8_000, 1), 8_000), normalise: true })
    expect(readWav(sound.wide)).toMatchObject({ sampleRate: 16_000 })
    await expect(convertApart({ content: Buffer.from('?'), normalise: true })).rejects.toMatchObject({
      reason: 'not-a-sound',
    })
  })
})
