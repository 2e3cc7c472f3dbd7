import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { briefHeaders } from './brief-headers.ts'
import { translate } from './events.ts'

const fixtures = new URL('fixtures/', import.meta.url)
const recorded = readdirSync(fixtures)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, fixtures), 'utf8').trim().split('\n'))

const written = (headers: Readonly<Record<string, unknown>>): Buffer => Buffer.from(JSON.stringify(headers))

describe('brief headers', () => {
  it('mean the same as the whole event, for everything that was recorded', () => {
    let brief = 0
    for (const line of recorded) {
      const headers = briefHeaders(Buffer.from(line))
      if (headers === undefined) continue
      brief++
      expect(translate(headers, false)).toEqual(translate(JSON.parse(line), false))
    }
    expect(brief).toBeGreaterThan(200)
  })

  it('are never taken from inside a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const event = {
          'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
          variable_note: `${before},"Hangup-Cause":"USER_BUSY"${after}`,
          'Unique-ID': 'leg',
          'Event-Date-Timestamp': '1000',
          'Hangup-Cause': 'NORMAL_CLEARING',
        }
        expect(briefHeaders(written(event))).toMatchObject({ 'Hangup-Cause': 'NORMAL_CLEARING', 'Unique-ID': 'leg' })
      }),
    )
  })

  it('leave to the parser what is cut off, escaped, multiple, described at length or of another class', () => {
    const event = { 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': 'leg', 'Event-Date-Timestamp': '1000' }
    expect(briefHeaders(written(event))).toEqual(event)
    expect(briefHeaders(written(event).subarray(0, -1))).toBeUndefined()
    expect(briefHeaders(written({ ...event, 'Unique-ID': 'l"eg' }))).toBeUndefined()
    expect(briefHeaders(written({ ...event, 'Unique-ID': ['leg', 'other'] }))).toBeUndefined()
    expect(briefHeaders(written({ ...event, 'Event-Name': 'CHANNEL_PARK' }))).toBeUndefined()
    expect(briefHeaders(Buffer.from(`{"Unique-ID":"leg",${JSON.stringify(event).slice(1)}`))).toBeUndefined()
    expect(briefHeaders(Buffer.alloc(0))).toBeUndefined()
  })
})
