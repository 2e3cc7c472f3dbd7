import { expect, it } from 'vitest'
import { duration, hotlineNumber, money, relativeTime, secondsLeft, timeOfDay } from './formats.ts'

it('writes durations as mm:ss and grows hours only when there are any', () => {
  expect([0, 999, 61_000, 3_599_000, 3_600_000, 36_061_000].map(duration)).toEqual([
    '00:00',
    '00:00',
    '01:01',
    '59:59',
    '1:00:00',
    '10:01:01',
  ])
})
it('never shows a negative timer when clocks are apart', () => expect(duration(-5_000)).toBe('00:00'))
it('counts down to zero and not below', () => {
  expect([20_180, 20_000, 9_500, 9_499, 499, 0, -900].map((left) => secondsLeft(left, 0))).toEqual([
    20, 20, 10, 9, 0, 0, 0,
  ])
})
it('says how long ago in words, and the date when that says more', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const ago = (ms: number) => relativeTime(now - ms, now, 'zh-CN')
  expect(ago(5_000)).toBe('现在')
  expect(ago(180_000)).toBe('3分钟前')
  expect(ago(2 * 3_600_000)).toBe('2小时前')
  expect(ago(30 * 86_400_000)).toMatch(/^\d\d-\d\d \d\d:\d\d$/)
  expect(ago(400 * 86_400_000)).toMatch(/^2025-\d\d-\d\d$/)
  expect(relativeTime(now - 180_000, now, 'en')).toBe('3 min. ago')
})
it('writes money from fen', () => expect([0, 5, 123_456_70].map(money)).toEqual(['¥0.00', '¥0.05', '¥123,456.70']))
it('writes minutes of the day', () => expect([0, 570, 1_440].map(timeOfDay)).toEqual(['00:00', '09:30', '00:00']))
it('groups hotline numbers', () =>
  expect(['4008001234', '95588'].map(hotlineNumber)).toEqual(['400-800-1234', '95588']))
