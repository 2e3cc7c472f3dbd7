import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pickFields } from './event-fields.ts'
import { translate } from './events.ts'

const fixtures = new URL('fixtures/', import.meta.url)
const recorded = readdirSync(fixtures)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, fixtures), 'utf8').trim().split('\n'))

test('picked fields mean the same as the whole event, for every event that was recorded', () => {
  let picked = 0
  for (const line of recorded) {
    const fields = pickFields(Buffer.from(line))
    if (fields === undefined) continue
    picked++
    expect(translate(fields, false)).toEqual(translate(JSON.parse(line), false))
  }
  expect(picked).toBeGreaterThan(500)
})

test('whatever the values hold, even our own field names in quotes', () => {
  const trap = fc.constantFrom(
    '"Unique-ID":"x"',
    '\\',
    '\\"',
    '","Unique-ID":"y',
    '张三',
    '"variable_ringdesk_call":"z"',
    '\n',
    '',
  )
  const value = fc
    .array(fc.oneof(trap, fc.string({ unit: 'grapheme' })), { maxLength: 4 })
    .map((parts) => parts.join(''))
  const headers = fc.record(
    {
      'Caller-Caller-ID-Name': value,
      'Caller-Caller-ID-Number': value,
      variable_sip_to_user: value,
      variable_other: value,
      variable_DP_MATCH: fc.array(value),
      variable_ringdesk_call: value,
      variable_ringdesk_note: value,
      'Call-Direction': fc.constantFrom('inbound', 'outbound'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(headers, fc.constantFrom('CHANNEL_CREATE', 'CHANNEL_PARK'), (some, name) => {
      const event = {
        'Event-Name': name,
        other: 'o',
        ...some,
        'Unique-ID': 'leg',
        'Event-Date-Timestamp': '1795342084495404',
      }
      const fields = pickFields(Buffer.from(JSON.stringify(event)))
      expect(fields).toBeDefined()
      expect(translate(fields ?? {}, false)).toEqual(translate(event, false))
    }),
  )
})

test('an event that is cut off, or written otherwise, is left to the parser', () => {
  const line = JSON.stringify({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': 'leg' })
  expect(pickFields(Buffer.from(line.slice(0, -1)))).toBeUndefined()
  expect(pickFields(Buffer.from(JSON.stringify(JSON.parse(line), null, 1)))).toBeUndefined()
  expect(pickFields(Buffer.from(line.replace('CHANNEL_ANSWER', 'NEW_THING')))).toBeUndefined()
})
