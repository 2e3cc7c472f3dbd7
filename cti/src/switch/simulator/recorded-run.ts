/**
 * Repeats a recorded run of a real FreeSWITCH on the simulator, for tests: the same commands at the same times over a real socket, the
 * same things done by the far ends, under a virtual clock. What the simulator then tells can be compared with the recording.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { createVirtualClock } from '../../clock.ts'
import { farEndHangsUp, placeCall } from './callers.ts'
import type { Dialplan } from './dialplan.ts'
import { receiveDigits } from './digits.ts'
import { hangUp } from './lifecycle.ts'
import { REFUSALS } from './signalling.ts'
import { createSimulator } from './simulator.ts'
import { locate } from './switchboard.ts'

export type EventHeaders = Readonly<Record<string, string>>

interface RecordedLine {
  readonly _sent?: string
  readonly _reply?: { readonly 'Reply-Text'?: string; readonly _body?: string }
}

export interface RepeatedRun {
  readonly recorded: readonly EventHeaders[]
  readonly simulated: readonly EventHeaders[]
  /** Each command with the real answer and the simulated one. */
  readonly replies: readonly { readonly command: string; readonly real: string; readonly simulated: string }[]
}

/** The dialplan of the machine that the recordings were made on. */
const recordedDialplan: Dialplan = {
  route(extension) {
    const set = (data: string) => ({ application: 'set', data })
    if (extension === 'fallback')
      return [
        set('hotline_fallback=unclaimed'),
        { application: 'answer', data: '' },
        { application: 'playback', data: 'tone_stream://%(300,200,800);loops=3' },
        { application: 'hangup', data: 'NORMAL_TEMPORARY_FAILURE' },
      ]
    const marked = [set(`hotline_did=${extension}`), set('park_after_bridge=true'), set('hangup_after_bridge=false')]
    const scheduled = { application: 'sched_transfer', data: '+3 fallback XML public' }
    return [...marked, ...(extension === '4008001235' ? [scheduled] : []), { application: 'park', data: '' }]
  },
}

/** Where the recordings were written there. */
const RECORDED_DIRECTORY = '/var/fs1/rec'

function readRecording(file: URL, directory: string): readonly (RecordedLine & Record<string, unknown>)[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .replaceAll(RECORDED_DIRECTORY, directory)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine & Record<string, unknown>)
}

/** How soon a command's first event follows it. ms. */
const NOTICED_MS = 10
const CATCH_UP_MS = 100

/** How many events of each leg there were. */
function countByLeg() {
  const counts = new Map<string, number>()
  return {
    counts,
    add(event: EventHeaders): void {
      const leg = event['Unique-ID']
      if (leg !== undefined) counts.set(leg, (counts.get(leg) ?? 0) + 1)
    },
    isAheadOf: (other: { readonly counts: ReadonlyMap<string, number> }): boolean =>
      [...counts].some(([leg, count]) => (other.counts.get(leg) ?? 0) < count),
  }
}

const timeOf = (event: EventHeaders): number => Math.floor(Number(event['Event-Date-Timestamp']) / 1000)

/** @param directory where the simulator may write recordings; it stands in the recording's place too. */
export async function repeatRun(file: URL, directory: string): Promise<RepeatedRun> {
  const lines = readRecording(file, directory)
  const recorded = lines.filter((line) => 'Event-Name' in line) as unknown as EventHeaders[]
  const first = recorded[0]
  if (first === undefined) throw new Error(`no events in ${file.pathname}`)
  const clock = createVirtualClock(timeOf(first))
  const simulator = createSimulator({ password: 'secret', clock, dialplan: recordedDialplan, context: 'public' })
  const { board } = simulator
  const { port } = await simulator.start()
  const line = await openLine(port)
  await line.request('auth secret')

  const subscribed = new Set(lines[0]?._sent?.split(' ').slice(2))
  const endings = new Map(
    recorded
      .filter((event) => event['Event-Name'] === 'CHANNEL_HANGUP_COMPLETE')
      .map((event) => [event['Unique-ID'], event.variable_sip_hangup_disposition]),
  )
  const refusals = new Map(
    recorded
      .filter((event) => event.variable_sip_hangup_disposition === 'recv_refuse')
      .map((event) => [event['Unique-ID'], event.variable_sip_term_status]),
  )

  /** What people did at this moment of the recording. */
  function actAsFarEnd(event: EventHeaders): void {
    const uuid = event['Unique-ID'] ?? ''
    const channel = locate(board, uuid)
    const outbound = event['Call-Direction'] === 'outbound'
    switch (event['Event-Name']) {
      case 'CHANNEL_CREATE':
        if (outbound) return
        placeCall(board, recordedDialplan, 'public', {
          uuid,
          from: event['Caller-Caller-ID-Number'] ?? '',
          to: event['Caller-Destination-Number'] ?? '',
          name: event['Caller-Caller-ID-Name'],
        })
        return
      case 'CHANNEL_ANSWER':
        if (outbound) channel?.farEnd.askedToAnswer?.()
        return
      case 'DTMF':
        if (channel !== undefined && event['DTMF-Source'] === 'RTP')
          receiveDigits(board, channel, event['DTMF-Digit'] ?? '', 'RTP')
        return
      case 'CHANNEL_HANGUP': {
        if (channel === undefined) return
        const ending = endings.get(uuid)
        if (ending === 'recv_bye' || ending === 'recv_cancel') farEndHangsUp(board, channel)
        if (ending === 'recv_refuse') {
          const refusal = Object.values(REFUSALS).find(({ status }) => status === refusals.get(uuid))
          if (refusal !== undefined) hangUp(board, channel, refusal.cause, { by: 'far-end', refusal })
        }
        return
      }
      default:
    }
  }

  function prepare(command: string): void {
    const uuid = /origination_uuid=([0-9a-f-]+)/.exec(command)?.[1]
    const user = /sofia\/external\/([^@]+)@/.exec(command)?.[1]
    if (uuid === undefined || user === undefined) return
    simulator.api(
      `simulator ${JSON.stringify({
        op: 'phone',
        extension: user,
        behaviour: { mode: refusals.get(uuid) === '503' ? 'unreachable' : 'desk' },
      })}`,
      () => {},
    )
  }

  const replies: { command: string; real: string; simulated: string }[] = []
  const sent: { command: string; simulated: string }[] = []
  const told = countByLeg()
  const heard = countByLeg()
  board.bus.subscribe({ wants: (name) => subscribed.has(name), deliver: ({ json }) => told.add(JSON.parse(json)) })

  /** A command was given after the events before it were heard: the simulated ones may take a moment longer. */
  function catchUp(): void {
    for (let waited = 0; waited < CATCH_UP_MS && heard.isAheadOf(told); waited += 1) clock.advance(1)
  }

  for (const [at, entry] of lines.entries()) {
    if (entry._sent !== undefined) {
      prepare(entry._sent)
      const next = lines.slice(at).find((later) => 'Event-Name' in later) as EventHeaders | undefined
      if (next !== undefined) clock.advance(Math.max(0, timeOf(next) - NOTICED_MS - clock.now()))
      catchUp()
      sent.push({ command: entry._sent, simulated: await line.request(entry._sent) })
    } else if (entry._reply !== undefined) {
      const { command = '', simulated = '' } = sent.shift() ?? {}
      replies.push({ command, real: entry._reply._body ?? entry._reply['Reply-Text'] ?? '', simulated })
    } else if ('Event-Name' in entry) {
      const event = entry as unknown as EventHeaders
      clock.advance(Math.max(0, timeOf(event) - clock.now()))
      actAsFarEnd(event)
      heard.add(event)
    } else if ('_notice' in entry) {
      const stopped = simulator.stop()
      clock.advance(2_000)
      await stopped
    }
  }
  clock.advance(60_000)
  if (board.open) await line.request('api status')
  line.close()
  if (board.open) {
    const stopped = simulator.stop()
    clock.advance(2_000)
    await stopped
  }
  return { recorded, simulated: line.events, replies }
}

interface TestLine {
  readonly events: EventHeaders[]
  request(command: string): Promise<string>
  close(): void
}

function openLine(port: number): Promise<TestLine> {
  const socket = connect(port, '127.0.0.1')
  const events: EventHeaders[] = []
  const waiting: ((reply: string) => void)[] = []
  let buffer: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const head = buffer.toString('utf8', 0, end)
      const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1] ?? 0)
      if (buffer.length < end + 2 + length) return
      const body = buffer.toString('utf8', end + 2, end + 2 + length)
      buffer = buffer.subarray(end + 2 + length)
      if (head.includes('text/event-json')) events.push(JSON.parse(body) as EventHeaders)
      else if (!head.includes('auth/request') && !head.includes('disconnect-notice'))
        waiting.shift()?.(/^Reply-Text: (.*)$/m.exec(head)?.[1] ?? body)
    }
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () =>
      resolve({
        events,
        request: (command) =>
          new Promise((answered) => {
            waiting.push(answered)
            socket.write(`${command}\n\n`)
          }),
        close: () => socket.destroy(),
      }),
    )
  })
}
