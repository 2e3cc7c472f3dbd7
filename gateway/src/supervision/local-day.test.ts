import { expect, it } from 'vitest'
import { localDayStart } from './local-day.ts'

const iso = (at: string, zone: string) => new Date(localDayStart(Date.parse(at), zone)).toISOString()

it('begins at midnight of the place, whatever the server’s own zone', () => {
  expect(iso('2026-11-22T17:34:38.123Z', 'Asia/Shanghai')).toBe('2026-11-22T16:00:00.000Z')
  expect(iso('2026-11-22T15:59:59.999Z', 'Asia/Shanghai')).toBe('2026-11-21T16:00:00.000Z')
  expect(iso('2026-11-22T16:00:00.000Z', 'Asia/Shanghai')).toBe('2026-11-22T16:00:00.000Z')
})

it('keeps to midnight on days on which the clock is changed', () => {
  expect(iso('2026-03-29T10:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
  expect(iso('2026-10-25T10:00:00Z', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z')
})
