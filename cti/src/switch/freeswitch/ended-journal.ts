/**
 * The switch's own journal of how legs ended. Every leg of ours carries a hang-up hook that writes one entry into mod_hash, so that the
 * true end of a call is known although nobody of ours was listening. The dialplan sets the same hook on inbound legs (sip-config/
 * freeswitch, `ringdesk_journal`); entries live until we say that they are safely recorded, or the switch restarts.
 */
import { asLegId } from '../../ids.ts'
import type { EndedLeg } from '../port.ts'
import { decodeValue } from './channel-variables.ts'
import { endedBy, hangupCause } from './hangup-causes.ts'

const realm = 'ringdesk_ended'

/** How FreeSWITCH writes "the value of". */
const expanded = (name: string): string => `\${${name}}`

/** In this order, separated by `|`. Values of ours are percent-encoded already; the carrier's are encoded by the switch. */
const fields = [
  'ringdesk_call',
  'hangup_cause',
  'sip_hangup_disposition',
  'start_uepoch',
  'answer_uepoch',
  'end_uepoch',
  `url_encode(${expanded('Caller-Caller-ID-Number')})`,
  `url_encode(${expanded('sip_to_user')})`,
  'ringdesk_role',
  'ringdesk_agent',
  'ringdesk_queue',
]

/** The value of api_hangup_hook. FreeSWITCH expands it when the leg hangs up. */
export const journalHook = `hash insert/${realm}/${expanded('uuid')}/${fields.map(expanded).join('|')}`

export const listEndedCommand = `hash_dump db ${realm}`
export const forgetEndedCommand = (leg: string): string => `hash delete/${realm}/${leg}`

/** @param problem told of each line that cannot be read */
export function parseJournal(dump: string, problem: (line: string) => void): EndedLeg[] {
  const ended: EndedLeg[] = []
  const start = `D/${realm}_`
  for (const line of dump.split('\n')) {
    if (!line.startsWith(start)) continue
    const slash = line.indexOf('/', start.length)
    const leg = slash < 0 ? undefined : parseEntry(line.slice(start.length, slash), line.slice(slash + 1))
    if (leg === undefined) problem(line.slice(0, 200))
    else ended.push(leg)
  }
  return ended
}

function parseEntry(leg: string, entry: string): EndedLeg | undefined {
  const values = entry.split('|')
  const [call, switchCause, disposition, started, answered, endedTime, callerNumber, dialled, role, agent, queue] =
    values
  const endedAt = milliseconds(endedTime)
  if (leg === '' || call === undefined || switchCause === undefined || endedAt === undefined) return undefined
  const startedAt = milliseconds(started)
  const answeredAt = milliseconds(answered)
  return {
    leg: asLegId(leg),
    call: decodeValue(call) || leg,
    endedAt,
    ...(startedAt !== undefined && { startedAt }),
    ...(answeredAt !== undefined && { answeredAt }),
    cause: hangupCause(switchCause),
    switchCause,
    endedBy: endedBy(disposition),
    ...(callerNumber && { callerNumber: decodeValue(callerNumber) }),
    ...(dialled && { dialled: decodeValue(dialled) }),
    variables: Object.fromEntries(
      Object.entries({ role, agent, queue }).flatMap(([name, value]) => (value ? [[name, decodeValue(value)]] : [])),
    ),
  }
}

/** From microseconds since 1970; 0 and nonsense mean that it has not happened. */
function milliseconds(text: string | undefined): number | undefined {
  const value = Number(text)
  return Number.isFinite(value) && value > 0 ? Math.round(value / 1000) : undefined
}
