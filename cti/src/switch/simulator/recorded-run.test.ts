import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type EventHeaders, type RepeatedRun, repeatRun } from './recorded-run.ts'

const FIXTURES = new URL('./fixtures/', import.meta.url)
const directory = mkdtempSync(join(tmpdir(), 'ringdesk-recorded-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Values that the product, or what comes of it, reads. */
const RELIED_ON = [
  'Event-Name',
  'Unique-ID',
  'Call-Direction',
  'Channel-State',
  'Answer-State',
  'Application',
  'Application-Data',
  'Application-Response',
  'Hangup-Cause',
  'Playback-Status',
  'Playback-File-Type',
  'Playback-File-Path',
  'Record-File-Path',
  'DTMF-Digit',
  'DTMF-Source',
  'Other-Type',
  'Other-Leg-Unique-ID',
  'Bridge-A-Unique-ID',
  'Bridge-B-Unique-ID',
  'Caller-Caller-ID-Name',
  'Caller-Caller-ID-Number',
  'variable_sip_from_user',
  'variable_sip_to_user',
  'variable_sip_req_user',
  'variable_sip_hangup_disposition',
  'variable_sip_term_status',
  'variable_hangup_cause',
  'variable_hangup_cause_q850',
  'variable_signal_bond',
  'variable_bridge_uuid',
  'variable_hotline_call_id',
  'variable_hotline_leg',
  'variable_menu_choice',
  'variable_menu_choice2',
  'variable_menu_choice3',
  'variable_survey_q1',
  'variable_read_result',
  'variable_current_application',
  'variable_current_application_response',
  'variable_endpoint_disposition',
] as const

/** In which state a called leg is when its 180 comes is a race of FreeSWITCH's own threads. */
const DIFFERS_BY_CHANCE: Readonly<Record<string, readonly string[]>> = { '21': ['Channel-State'] }

/** Headers of the real one that the simulator leaves out: none is read by the product. */
const LEFT_OUT = [
  'Caller-RDNIS',
  'Caller-Dialplan',
  'Other-Leg-RDNIS',
  'Other-Leg-Dialplan',
  'Caller-Callee-ID-Name',
  'Caller-Callee-ID-Number',
  'Other-Leg-Callee-ID-Name',
  'Other-Leg-Callee-ID-Number',
]

const label = (event: EventHeaders): string =>
  `${event['Event-Name']}${event.Application === undefined ? '' : `(${event.Application})`}`

function byLeg(events: readonly EventHeaders[]): Map<string, EventHeaders[]> {
  const legs = new Map<string, EventHeaders[]>()
  for (const event of events) {
    const leg = event['Unique-ID']
    if (leg !== undefined) legs.set(leg, [...(legs.get(leg) ?? []), event])
  }
  return legs
}

const sequences = (events: readonly EventHeaders[]): Record<string, string[]> =>
  Object.fromEntries(
    [...byLeg(events)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([leg, told]) => [leg, told.map(label)]),
  )

function relied(events: readonly EventHeaders[], except: readonly string[]): unknown {
  return Object.fromEntries(
    [...byLeg(events)].map(([leg, told]) => [
      leg,
      told.map((event) =>
        Object.fromEntries(RELIED_ON.filter((name) => !except.includes(name)).map((name) => [name, event[name]])),
      ),
    ]),
  )
}

/** Headers, not variables, that the real event has and ours has not. */
function missingHeaders(run: RepeatedRun): string[] {
  const simulated = byLeg(run.simulated)
  const missing = new Set<string>()
  for (const [leg, told] of byLeg(run.recorded))
    for (const [at, event] of told.entries())
      for (const name in event)
        if (!name.startsWith('variable_') && !LEFT_OUT.includes(name) && simulated.get(leg)?.[at]?.[name] === undefined)
          missing.add(`${event['Event-Name']}: ${name}`)
  return [...missing]
}

const jobs = (events: readonly EventHeaders[]): string[] =>
  events
    .filter((event) => event['Event-Name'] === 'BACKGROUND_JOB')
    .map((event) => `${event['Job-UUID']} ${event['Job-Command']} ${event._body}`)
    .sort()

/** Lists and dumps are compared by their own tests. */
const comparable = (command: string): boolean => !/^api (show|status|uuid_dump|global_getvar)/.test(command)

describe.each(readdirSync(FIXTURES).filter((name) => name.endsWith('.jsonl.gz')))('as recorded: %s', (name) => {
  const run = repeatRun(new URL(name, FIXTURES), directory)
  const scenario = name.split('-')[0] ?? ''

  it('tells the same events of each leg in the same order', async () => {
    const { recorded, simulated } = await run
    expect(sequences(simulated)).toEqual(sequences(recorded))
  })

  it('says the same in the headers that are relied on', async () => {
    const { recorded, simulated } = await run
    const except = DIFFERS_BY_CHANCE[scenario] ?? []
    expect(relied(simulated, except)).toEqual(relied(recorded, except))
  })

  it('has every header of the real events', async () => {
    expect(missingHeaders(await run)).toEqual([])
  })

  it('answers each command and ends each job in the same words', async () => {
    const { replies, recorded, simulated } = await run
    const answers = replies.filter(({ command }) => comparable(command))
    expect(answers.map(({ command, simulated: answer }) => [command, answer])).toEqual(
      answers.map(({ command, real }) => [command, real]),
    )
    expect(jobs(simulated)).toEqual(jobs(recorded))
  })
})
