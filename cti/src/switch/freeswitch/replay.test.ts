/**
 * Event streams recorded from a real FreeSWITCH 1.11 (fixtures/, one JSON event a line, cut to the headers that we read), and what they
 * mean in the port's words. A is the first inbound leg, B and C the agents'; D is a leg that was dialled outside.
 */
import { readFileSync } from 'node:fs'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import type { LegId } from '../../ids.ts'
import type { SwitchEvent } from '../port.ts'
import { parseChannelDump, parseChannelList } from './channel-list.ts'
import { EventReader } from './event-reader.ts'
import { PlayingLegs } from './playing-legs.ts'

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

function replay(name: string): { events: SwitchEvent[]; logged: string[]; jobs: string[] } {
  const events: SwitchEvent[] = []
  const logged: string[] = []
  const jobs: string[] = []
  const reader = new EventReader({
    log: pino({ level: 'warn' }, { write: (line: string) => logged.push(line) }),
    playing: new PlayingLegs(),
    onJob: (id, result) => jobs.push(`${id}: ${result.trim()}`),
    onEvent: (event) => events.push(event),
  })
  for (const line of fixture(`${name}.jsonl`).trim().split('\n')) reader.read(Buffer.from(line))
  return { events, logged, jobs }
}

function names(events: readonly SwitchEvent[]): (leg: LegId) => string {
  const inbound: LegId[] = []
  const outside: LegId[] = []
  for (const event of events) {
    if (event.type !== 'leg-created' || event.leg.startsWith('aaaaaaaa-')) continue
    if (event.direction === 'inbound') inbound.push(event.leg)
    else outside.push(event.leg)
  }
  return (leg) => {
    if (leg.startsWith('aaaaaaaa-0001')) return 'B'
    if (leg.startsWith('aaaaaaaa-0002')) return 'C'
    return leg === inbound[0] ? 'A' : outside.includes(leg) ? 'D' : '?'
  }
}

function shortly(events: readonly SwitchEvent[]): string[] {
  const name = names(events)
  return events.map((event) => {
    switch (event.type) {
      case 'legs-bridged':
        return `${name(event.a)}${name(event.b)} bridged`
      case 'legs-unbridged':
        return `${name(event.a)}${name(event.b)} unbridged`
      case 'digit':
        return `A pressed ${event.digit}`
      case 'recording-stopped':
        return `${name(event.leg)} recorded ${event.durationMs} ms`
      case 'leg-ended':
        return `${name(event.leg)} ended ${event.cause} by ${event.endedBy}${event.sipStatus === undefined ? '' : ` ${event.sipStatus}`}`
      default:
        return `${name(event.leg)} ${event.type.replace('leg-', '')}`
    }
  })
}

const answered = ['A created', 'A parked', 'A answered']
const agentAnswers = ['B created', 'B ringing', 'B answered', 'B parked', 'AB bridged']

const expected: Readonly<Record<string, readonly string[]>> = {
  '01-answered-caller-hangs-up': [
    ...answered,
    'A recording-started',
    ...agentAnswers,
    // The switch took B along: that leg had no park_after_bridge.
    'B ended normal by switch',
    'AB unbridged',
    'A recorded 4820 ms',
    'A ended normal by far-end 200',
  ],
  '02-answered-agent-hangs-up': [
    ...answered,
    'A recording-started',
    ...agentAnswers,
    'B ended normal by far-end 200',
    'AB unbridged',
    'A parked',
    'A recorded 3980 ms',
    'A ended normal by switch',
  ],
  '03-caller-abandons-while-agent-rings': [
    ...answered,
    'B created',
    'B ringing',
    'A ended normal by far-end 200',
    'B ended normal by switch',
  ],
  '03b-caller-cancels-unanswered-while-agent-rings': [
    'A created',
    'A parked',
    'B created',
    'B ringing',
    'A ended cancelled by far-end 487',
    'B ended cancelled by switch',
  ],
  '04-agent-busy-486': [
    ...answered,
    'B created',
    'B ringing',
    'B ended busy by far-end 486',
    'A ended normal by switch',
  ],
  '05-agent-no-answer-timeout': [
    ...answered,
    'B created',
    'B ringing',
    'B ended no-answer by switch',
    'A ended normal by switch',
  ],
  '06-agent-declines-603': [
    ...answered,
    'B created',
    'B ringing',
    'B ended rejected by far-end 603',
    'A ended normal by switch',
  ],
  '07-agent-phone-unreachable': [
    ...answered,
    'B created',
    'B ended unreachable by far-end 503',
    'A ended normal by switch',
  ],
  '08a-hold-by-uuid_hold': [
    ...answered,
    ...agentAnswers,
    'B held',
    'B unheld',
    'A held',
    'A unheld',
    'B held',
    'B unheld',
    'B ended normal by switch',
    'AB unbridged',
    'A ended normal by switch',
  ],
  '08b-hold-by-park-and-music': [
    ...answered,
    ...agentAnswers,
    'B parked',
    'AB unbridged',
    'A parked',
    'AB bridged',
    'B parked',
    'AB unbridged',
    'A parked',
    // Resumed the other way round.
    'BA bridged',
    'BA unbridged',
    'B ended normal by switch',
    'A ended normal by switch',
  ],
  '09-menu-play_and_get_digits': [
    ...answered,
    'A pressed 1',
    'A pressed 2',
    'A pressed #',
    'A pressed 7',
    'A ended normal by switch',
  ],
  '10-consult-and-transfer': [
    ...answered,
    'B created',
    'B ringing',
    'A recording-started',
    'B answered',
    'B parked',
    'AB bridged',
    'B parked',
    'AB unbridged',
    'A parked',
    'C created',
    'C ringing',
    'C answered',
    'C parked',
    'BC bridged',
    'C parked',
    'BC unbridged',
    'AB bridged',
    'B parked',
    'AB unbridged',
    'AC bridged',
    'B ended normal by switch',
    'C ended normal by switch',
    'AC unbridged',
    'A recorded 5690 ms',
    'A ended normal by switch',
  ],
  '13-blind-transfer-outside': [
    ...answered,
    ...agentAnswers,
    'B parked',
    'AB unbridged',
    'D created',
    'D ringing',
    'B ended normal by switch',
    'D answered',
    'AD bridged',
    'D ended normal by far-end 200',
    'AD unbridged',
    'A parked',
    'A ended normal by switch',
  ],
  '15a-fallback-unclaimed': [...answered, 'A ended unreachable by switch'],
  '15b-fallback-claimed-sched_del': [...answered, 'A ended normal by switch'],
  '16a-switch-stops-sigterm': [
    ...answered,
    'B created',
    'B ringing',
    'A recording-started',
    'B answered',
    'B parked',
    'AB bridged',
    'AB unbridged',
    'A recorded 1190 ms',
    'B ended switch-shutdown by switch',
    'A ended switch-shutdown by switch',
  ],
  '18-recording-start-mask-unmask-stop': [
    ...answered,
    ...agentAnswers,
    'A recording-started',
    'A recorded 4500 ms',
    'A recording-started',
    'B ended normal by switch',
    'AB unbridged',
    'A recorded 30 ms',
    'A ended normal by switch',
  ],
  '19-two-agents-ring-one-answers': [
    ...answered,
    'B created',
    'B ringing',
    'C created',
    'C ringing',
    'C answered',
    'C parked',
    'B ended lost-race by switch',
    'AC bridged',
    'C ended normal by switch',
    'AC unbridged',
    'A ended normal by switch',
  ],
  '20-agent-answers-after-caller-left': [
    ...answered,
    'B created',
    'B ringing',
    'A ended normal by far-end 200',
    'B answered',
    'B parked',
    'B ended normal by switch',
  ],
  '22-agent-phone-holds-itself-and-caller-digit-while-bridged': [
    ...answered,
    ...agentAnswers,
    'B held',
    'B unheld',
    'A pressed 5',
    'AB unbridged',
    'A ended normal by switch',
    'B ended normal by switch',
  ],
  '25-bridge-of-an-unanswered-caller': [
    'A created',
    'A parked',
    'B created',
    'A ringing',
    'B ringing',
    'B answered',
    'B parked',
    'A ended unreachable by switch',
    'B ended cancelled by switch',
  ],
}

describe('what a real FreeSWITCH told', () => {
  test.each(Object.keys(expected))('%s', (name) => {
    const { events, logged } = replay(name)
    expect(shortly(events)).toEqual(expected[name])
    expect(logged).toEqual([])
  })

  test('every other recorded stream is understood to the last event', () => {
    for (const name of [
      '11-three-way-conference',
      '12-supervisor-listen-whisper-barge',
      '24-full-hotline-call-music-agent-prompt-survey',
      '26-duplicate-origination_uuid-and-announcement-to-both',
    ])
      expect(replay(name).logged).toEqual([])
  })

  test('a caller says who calls and what was dialled, in Chinese too', () => {
    const [created] = replay('01-answered-caller-hangs-up').events
    expect(created).toMatchObject({
      type: 'leg-created',
      direction: 'inbound',
      callerNumber: '13800138000',
      callerName: '张三',
      dialled: '4008001234',
      createdAt: 1795342083075,
    })
  })

  test('the result of a background command is found by its own id', () => {
    expect(replay('01-answered-caller-hangs-up').jobs).toEqual(['job-1: +OK aaaaaaaa-0001-4000-8000-000000000001'])
  })

  test('the list of channels and their dumps become the legs as they are', () => {
    const replies: Record<string, string> = JSON.parse(fixture('17-replies.json'))
    const uuids = parseChannelList(replies['api show channels as json'] ?? '')
    const legs = uuids.map((uuid) => parseChannelDump(replies[`api uuid_dump ${uuid} json`] ?? '')?.snapshot)
    const [caller, agent, waiting] = uuids
    expect(legs).toEqual([
      {
        leg: caller,
        direction: 'inbound',
        state: 'answered',
        bridgedTo: agent,
        callerNumber: '13800138000',
        callerName: '张三',
        dialled: '4008001234',
        createdAt: 1795342414575,
        answeredAt: 1795342414575,
        variables: {},
      },
      {
        leg: agent,
        direction: 'outbound',
        state: 'answered',
        bridgedTo: caller,
        callerNumber: '13800138000',
        callerName: '张三',
        dialled: 'agent1',
        createdAt: 1795342414595,
        answeredAt: 1795342415615,
        variables: {},
      },
      {
        leg: waiting,
        direction: 'inbound',
        state: 'ringing',
        callerNumber: '13800138000',
        callerName: '张三',
        dialled: '5001',
        createdAt: 1795342416615,
        variables: {},
      },
    ])
    expect(parseChannelDump(replies['api uuid_dump 00000000-0000-4000-8000-000000000000 json'] ?? '')).toBeUndefined()
    expect(parseChannelList('{"row_count":0}')).toEqual([])
  })
})
