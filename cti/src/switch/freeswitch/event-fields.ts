/**
 * Reads the few fields that we need out of an event's JSON without parsing the rest: an event has 100 to 300 fields of which a dozen
 * matter. FreeSWITCH writes one flat object without white space, so that `"name":"` cannot stand anywhere but at that field: inside a value
 * its quotes would be escaped.
 */
import { digitsVariablePrefix } from './events.ts'
import type { EslHeaders } from './leg-description.ts'

const beginning = Buffer.from('{"Event-Name":"')
const quote = 0x22
const backslash = 0x5c
const closingBrace = 0x7d

interface Field {
  readonly name: string
  readonly key: Buffer
}
const field = (name: string): Field => ({ name, key: Buffer.from(`"${name}":"`) })

const common = ['Event-Date-Timestamp', 'Unique-ID']
const describing = [
  ...common,
  'Call-Direction',
  'Caller-Caller-ID-Name',
  'Caller-Caller-ID-Number',
  'Caller-Orig-Caller-ID-Name',
  'Caller-Orig-Caller-ID-Number',
  'Caller-Destination-Number',
  'Caller-Channel-Created-Time',
  'Caller-Channel-Answered-Time',
  'variable_sip_to_user',
]
const completing = [...common, 'Application-UUID', 'Application-Response']
const bridging = [...common, 'Bridge-A-Unique-ID', 'Bridge-B-Unique-ID']

/** Variables of which we do not know the whole names beforehand. */
const ownVariable = Buffer.from('"variable_ringdesk_')
const collected = Buffer.from(`"variable_${digitsVariablePrefix}`)

interface Needed {
  readonly fields: readonly Field[]
  readonly variables: Buffer | undefined
}

const needed: ReadonlyMap<string, Needed> = new Map(
  Object.entries({
    CHANNEL_CREATE: describing,
    CHANNEL_PARK: describing,
    CHANNEL_PROGRESS: common,
    CHANNEL_PROGRESS_MEDIA: [...common, 'Call-Direction'],
    CHANNEL_ANSWER: common,
    CHANNEL_HOLD: common,
    CHANNEL_UNHOLD: common,
    CHANNEL_EXECUTE_COMPLETE: completing,
    BACKGROUND_JOB: ['Job-UUID', '_body'],
    CHANNEL_BRIDGE: bridging,
    CHANNEL_UNBRIDGE: bridging,
    CHANNEL_HANGUP_COMPLETE: [
      ...common,
      'Hangup-Cause',
      'variable_hangup_cause',
      'variable_sip_hangup_disposition',
      'variable_sip_term_status',
    ],
    DTMF: [...common, 'DTMF-Digit'],
    PLAYBACK_START: common,
    RECORD_START: [...common, 'Record-File-Path'],
    RECORD_STOP: [...common, 'Record-File-Path', 'variable_record_ms'],
  }).map(([name, names]) => [
    name,
    {
      fields: names.map(field),
      variables: names === describing ? ownVariable : names === completing ? collected : undefined,
    },
  ]),
)

/** undefined when the event must be parsed whole: another one, or not written as FreeSWITCH writes. */
export function pickFields(body: Buffer): EslHeaders | undefined {
  if (body.length < 32 || body[body.length - 1] !== closingBrace) return undefined
  if (body.compare(beginning, 0, beginning.length, 0, beginning.length) !== 0) return undefined
  const end = body.indexOf(quote, beginning.length)
  const name = body.toString('latin1', beginning.length, end)
  const wanted = needed.get(name)
  if (end < 0 || wanted === undefined) return undefined
  const headers: Record<string, string> = { 'Event-Name': name }
  for (const { name: fieldName, key } of wanted.fields) {
    const at = body.indexOf(key, end)
    if (at >= 0) headers[fieldName] = valueAt(body, at + key.length)
  }
  const { variables } = wanted
  if (variables) {
    for (let at = body.indexOf(variables, end); at >= 0; at = body.indexOf(variables, at + 1)) {
      const close = body.indexOf(quote, at + variables.length)
      // `":"` follows a name; anything else is a list of values, or part of a value.
      if (close > 0 && body[close + 1] === 0x3a && body[close + 2] === quote)
        headers[body.toString('utf8', at + 1, close)] = valueAt(body, close + 3)
    }
  }
  return headers
}

/** The string that begins after its opening quote at `start`. */
function valueAt(body: Buffer, start: number): string {
  let end = body.indexOf(quote, start)
  let escaped = false
  while (end >= 0 && isEscaped(body, start, end)) {
    escaped = true
    end = body.indexOf(quote, end + 1)
  }
  if (end < 0) throw new SyntaxError('a string that does not end')
  const raw = body.toString('utf8', start, end)
  return escaped || raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw
}

function isEscaped(body: Buffer, start: number, at: number): boolean {
  let backslashes = 0
  while (at - 1 - backslashes >= start && body[at - 1 - backslashes] === backslash) backslashes++
  return backslashes % 2 === 1
}
