import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startRecording } from './recording.ts'
import { createSounds } from './sounds.ts'

const directory = mkdtempSync(join(tmpdir(), 'ringdesk-recording-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const loudest = (file: Buffer, channel: 0 | 1, fromMs: number, toMs: number): number => {
  let loudest = 0
  for (let at = 44 + fromMs * 32 + channel * 2; at < 44 + toMs * 32; at += 4)
    loudest = Math.max(loudest, Math.abs(file.readInt16LE(at)))
  return loudest
}

describe('a simulated recording', () => {
  it('is a stereo file of 8 kHz that lasts as long as it was recorded', () => {
    const path = join(directory, '2026', '11', '通话.wav')
    const { bytes, samples } = startRecording(path, 0).finish(5_500)
    const file = readFileSync(path)
    expect(file.length).toBe(bytes)
    expect(samples).toBe(44_000)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.readUInt32LE(40)).toBe(file.length - 44)
    expect(createSounds(directory).durationMs(path)).toBe(5_500)
  })

  it('lets caller and agent take turns, left and right', () => {
    const path = join(directory, 'turns.wav')
    startRecording(path, 0).finish(2_000)
    const file = readFileSync(path)
    expect(loudest(file, 0, 0, 1_000)).toBeGreaterThan(1_000)
    expect(loudest(file, 1, 0, 1_000)).toBe(0)
    expect(loudest(file, 0, 1_000, 2_000)).toBe(0)
    expect(loudest(file, 1, 1_000, 2_000)).toBeGreaterThan(1_000)
  })

  it('is silent where it was masked', () => {
    const path = join(directory, 'masked.wav')
    const recording = startRecording(path, 0)
    recording.mask(true, 100)
    recording.mask(false, 1_100)
    recording.finish(2_000)
    const file = readFileSync(path)
    expect(loudest(file, 0, 0, 100)).toBeGreaterThan(1_000)
    expect(loudest(file, 0, 100, 1_000)).toBe(0)
    expect(loudest(file, 1, 1_000, 1_100)).toBe(0)
    expect(loudest(file, 1, 1_100, 1_250)).toBeGreaterThan(1_000)
  })

  it('exists, as an empty sound, from its beginning', () => {
    const path = join(directory, 'begun.wav')
    const recording = startRecording(path, 0)
    expect(readFileSync(path).toString('latin1', 0, 4)).toBe('RIFF')
    recording.finish(0)
    expect(readFileSync(path)).toHaveLength(44)
  })

  it('fails with the system’s own error where it cannot be written', () => {
    expect(() => startRecording('/proc/nowhere/a.wav', 0)).toThrow(/ENOENT/)
    expect(() => startRecording(directory, 0)).toThrow(/EISDIR/)
  })
})
