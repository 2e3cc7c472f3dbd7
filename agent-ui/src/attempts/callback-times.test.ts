import { describe, expect, it } from 'vitest'
import { quickTimes } from './callback-times.ts'

const at = (time: string) => quickTimes(new Date(`2026-11-23T${time}`).getTime())
const shown = (time: string) => at(time).map(({ name, at: when }) => `${name} ${when.format('MM-DD HH:mm')}`)

describe('quick callback times', () => {
  it('offers half an hour, the afternoon, tomorrow', () =>
    expect(shown('09:15:20')).toEqual(['halfHour 11-23 09:46', 'afternoon 11-23 15:00', 'tomorrow 11-24 10:00']))
  it('takes the later afternoon when the earlier one is upon us', () =>
    expect(shown('14:40:00')[1]).toBe('afternoon 11-23 17:00'))
  it('offers no afternoon when there is none left', () =>
    expect(shown('16:45:00')).toEqual(['halfHour 11-23 17:16', 'tomorrow 11-24 10:00']))
})
