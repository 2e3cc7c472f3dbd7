/**
 * The few headers that an event means something by, read without parsing the other two hundred: most of an adapter's time would go into
 * variables that nobody asks for. Events that describe a leg (its variables matter) and small ones are parsed whole.
 */
import type { EslHeaders } from './leg-description.ts'

const always = ['Unique-ID', 'Event-Date-Timestamp']
const bridge = [...always, 'Bridge-A-Unique-ID', 'Bridge-B-Unique-ID']
const recording = [...always, 'Record-File-Path', 'variable_record_ms']

/** What events.ts reads of these classes. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  CHANNEL_PROGRESS: always,
  CHANNEL_PROGRESS_MEDIA: [...always, 'Call-Direction'],
  CHANNEL_ANSWER: always,
  CHANNEL_HOLD: always,
  CHANNEL_UNHOLD: always,
  PLAYBACK_START: always,
  CHANNEL_BRIDGE: bridge,
  CHANNEL_UNBRIDGE: bridge,
  RECORD_START: recording,
  RECORD_STOP: recording,
  CHANNEL_HANGUP_COMPLETE: [
    ...always,
    'Hangup-Cause',
    'variable_hangup_cause',
    'variable_sip_hangup_disposition',
    'variable_sip_term_status',
  ],
}
const needles = new Map(
  Object.entries(wanted).map(([event, names]) => [
    event,
    names.map((name) => [name, Buffer.from(`,"${name}":`)] as const),
  ]),
)

const beginning = '{"Event-Name":"'
const quote = 0x22
const backslash = 0x5c
const closingBrace = 0x7d

/**
 * Inside a JSON string a quotation mark is always escaped, so `,"Name":` can only be the beginning of a member.
 * @returns undefined when the body has to be parsed whole: another class, or not written as expected
 */
export function briefHeaders(body: Buffer): EslHeaders | undefined {
  if (body.at(-1) !== closingBrace || body.toString('latin1', 0, beginning.length) !== beginning) return undefined
  const event = body.toString('latin1', beginning.length, body.indexOf(quote, beginning.length))
  const searched = needles.get(event)
  if (searched === undefined) return undefined
  const headers: Record<string, string> = { 'Event-Name': event }
  for (const [name, needle] of searched) {
    const at = body.indexOf(needle)
    if (at < 0) continue
    const value = plainString(body, at + needle.length)
    if (value === undefined) return undefined
    headers[name] = value
  }
  return always.every((name) => headers[name] !== undefined) ? headers : undefined
}

/** The string that begins at `start`; undefined when it is none, or holds an escape. */
function plainString(body: Buffer, start: number): string | undefined {
  const end = body.indexOf(quote, start + 1)
  if (body[start] !== quote || end < 0) return undefined
  const escaped = body.indexOf(backslash, start)
  if (escaped >= 0 && escaped < end) return undefined
  return body.toString('utf8', start + 1, end)
}
