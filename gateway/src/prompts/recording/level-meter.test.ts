import { describe, expect, it } from 'vitest'
import { levelOf, meterLine, silent } from './level-meter.ts'

const wave = (peak: number) => Int16Array.from({ length: 1_600 }, (_, at) => Math.round(peak * Math.sin(at / 5)))

describe('the level meter', () => {
  it('shows peak and mean below full scale', () => {
    const level = levelOf(wave(16_384))
    expect(level.peakDb).toBeCloseTo(-6, 0)
    expect(level.rmsDb).toBeCloseTo(-9, 0)
    expect(level.clipped).toBe(false)
    expect(levelOf(new Int16Array(0))).toEqual(silent)
    expect(levelOf(new Int16Array(100)).peakDb).toBe(-96)
  })

  it('tells of distortion, for a second', () => {
    expect(levelOf(wave(32_767)).clipped).toBe(true)
    expect(levelOf(Int16Array.of(-0x8000)).clipped).toBe(true)
    expect(meterLine(silent, 0, 400)).toContain('削波')
    expect(meterLine(silent, 0, 1_000)).not.toContain('削波')
    expect(meterLine(silent, 0, undefined)).not.toContain('削波')
  })

  it('is always as wide, empty in silence and full at full scale', () => {
    expect(meterLine(silent, 12_345, undefined)).toBe(` 12.3 s  ${'·'.repeat(40)}  -96 dB`)
    expect(meterLine({ peakDb: 0, rmsDb: 0, clipped: true }, 500, undefined)).toBe(`  0.5 s  ${'█'.repeat(40)}    0 dB`)
    expect(meterLine({ peakDb: -30, rmsDb: -40, clipped: false }, 500, undefined)).toContain(`${'█'.repeat(20)}·`)
  })
})
