/** The conformance bench that stands on the simulated switch: the real adapter, over a real socket, in real time. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bench, type CallPlan, OUTSIDE, type PhoneBehaviour } from '../conformance/bench.ts'
import { SeverableLine } from '../conformance/severable-line.ts'
import type { TelephoneSwitch } from '../port.ts'
import type { PhoneBehaviour as SimulatedPhoneBehaviour } from './phones.ts'
import { createSimulator } from './simulator.ts'

const PASSWORD = 'conformance'
const EXTENSIONS = ['1001', '1002', '1003', '1004']
const TRUNK = 'carrier'
const POLL_MS = 5

export interface SimulatorBenchOptions {
  /** Makes the adapter for a switch at this address. */
  readonly connect: (address: {
    readonly host: string
    readonly port: number
    readonly password: string
    readonly soundDirectory: string
  }) => TelephoneSwitch
  readonly soundDirectory: string
}

export async function createSimulatorBench({
  connect: adapter,
  soundDirectory,
}: SimulatorBenchOptions): Promise<Bench> {
  const recordings = mkdtempSync(join(tmpdir(), 'ringdesk-bench-'))
  const simulator = createSimulator({
    password: PASSWORD,
    soundDirectory,
    recordingsDirectory: recordings,
    fallbackAfterS: 15,
  })
  const { board } = simulator
  const inner = await simulator.start()
  const line = await SeverableLine.open(inner.host, inner.port)
  const telephoneSwitch = adapter({ host: inner.host, port: line.port, password: PASSWORD, soundDirectory })

  const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
  const control = (request: Readonly<Record<string, unknown>>): void =>
    simulator.api(`simulator ${JSON.stringify(request)}`, (answer) => {
      if (answer.includes('"error"')) throw new Error(answer)
    })
  const setPhone = (extension: string, behaviour: SimulatedPhoneBehaviour): void =>
    control({ op: 'phone', extension, behaviour })
  const unregisterAll = (): void => {
    for (const extension of EXTENSIONS) setPhone(extension, { mode: 'unregistered' })
    setPhone(OUTSIDE, { mode: 'unreachable' })
  }
  unregisterAll()

  return {
    name: 'simulator',
    trunk: TRUNK,
    switch: telephoneSwitch,
    async placeCall({ from, to, name, patienceMs, digits }: CallPlan) {
      control({
        op: 'call',
        from,
        to,
        ...(name !== undefined && { name }),
        ...(patienceMs !== undefined && { hangUpAfterMs: patienceMs }),
        ...(digits !== undefined && { keys: digits }),
      })
    },
    async setPhone(extension, behaviour) {
      setPhone(extension, simulatedBehaviour(behaviour))
    },
    recordingPath: (name) => join(recordings, `${name}.wav`),
    async cutLine() {
      line.cut()
    },
    async restoreLine() {
      line.restore()
    },
    advance: wait,
    async reset() {
      for (const uuid of [...board.channels.keys()]) simulator.api(`uuid_kill ${uuid}`, () => {})
      while (board.channels.size > 0) await wait(POLL_MS)
      unregisterAll()
      for (const [name] of board.hash.entries('ringdesk_ended')) {
        simulator.api(`hash delete/ringdesk_ended/${name.slice('ringdesk_ended_'.length)}`, () => {})
      }
    },
    async close() {
      await telephoneSwitch.stop()
      await line.close()
      await simulator.stop()
      rmSync(recordings, { recursive: true, force: true })
    },
  }
}

function simulatedBehaviour(behaviour: PhoneBehaviour): SimulatedPhoneBehaviour {
  switch (behaviour.kind) {
    case 'answer': {
      const { afterMs, digits = [], hangUpAfterMs } = behaviour
      const after = digits.at(-1)?.afterMs ?? 0
      return {
        mode: 'auto',
        afterMs,
        keys: [...digits],
        ...(hangUpAfterMs !== undefined && { hangUpAfterMs: after + hangUpAfterMs }),
      }
    }
    case 'voicemail':
      return { mode: 'voicemail', afterMs: behaviour.afterMs, beepAfterMs: behaviour.beepAfterMs }
    case 'reject':
      return { mode: 'reject', afterMs: behaviour.afterMs }
    case 'busy':
    case 'ignore':
    case 'unreachable':
    case 'unregistered':
      return { mode: behaviour.kind }
  }
}
