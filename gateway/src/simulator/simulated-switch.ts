/** The simulator page's wishes in the simulated switch's own terms, over a connection that is made when it is needed. */
import {
  connectSimulatorControl,
  type SimulatedPhone,
  SimulatorControlError,
  type SimulatorControl as SwitchControl,
} from '@ringdesk/cti'
import type { PhoneBehaviour } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'
import type { SimulatorControl } from './control.ts'

const MS = 1_000
/** Shortest patience and talk that traffic draws, ms. */
const SHORTEST_MS = 2_000

export interface SimulatedSwitchOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  /** Numbers that traffic dials, each as often as the others. */
  readonly hotlines: () => readonly string[]
  /** The agents' phones; one that nobody said anything about rings until its desk answers. */
  readonly extensions: () => readonly string[]
}

export interface SimulatedSwitch extends SimulatorControl {
  close(): void
}

export function createSimulatedSwitch(options: SimulatedSwitchOptions): SimulatedSwitch {
  let connection: Promise<SwitchControl> | undefined
  const forget = (): void => {
    connection = undefined
  }
  const connected = (): Promise<SwitchControl> => {
    if (!connection) {
      connection = connectSimulatorControl(options)
      connection.then((control) => control.onLost(forget), forget)
    }
    return connection
  }
  /** @throws GatewayError instead of the switch's own errors */
  const ask = async <Result>(work: (control: SwitchControl) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await connected())
    } catch (error) {
      if (error instanceof SimulatorControlError && error.code !== 'NO_SUCH_CALL') {
        throw new GatewayError('SIMULATOR_UNAVAILABLE', { words: { reason: error.message }, cause: error })
      }
      throw error
    }
  }

  return {
    async status() {
      const status = await ask((control) => control.status())
      const { plan, running } = status.traffic
      return {
        calls: status.calls.map(({ uuid, from, to, name, state, startedAt }) => ({
          uuid,
          from,
          to,
          state,
          startedAt,
          ...(name ? { name } : {}),
        })),
        liveCalls: status.liveCalls,
        traffic:
          running && plan
            ? {
                callsPerMinute: plan.callsPerMinute,
                patienceSec: meanOf(plan.patience) / MS,
                talkSec: meanOf(plan.talk) / MS,
              }
            : null,
        phones: [...new Set([...options.extensions(), ...Object.keys(status.phones)])].map((extension) => ({
          extension,
          behaviour: shownBehaviour(status.phones[extension]),
        })),
        totals: { placed: status.totals.placed, answered: status.totals.connected, abandoned: status.totals.abandoned },
      }
    },
    async placeCall({ patienceSec, talkSec, from, ...call }) {
      const plan = { ...call, from: from.replaceAll('-', ''), patienceMs: patienceSec * MS, talkMs: talkSec * MS }
      return (await ask((control) => control.placeCall(plan))).uuid
    },
    async hangUp(uuid) {
      try {
        await ask((control) => control.hangUp(uuid))
        return true
      } catch (error) {
        if (error instanceof SimulatorControlError && error.code === 'NO_SUCH_CALL') return false
        throw error
      }
    },
    async setPhone(extension, { mode, afterMs }) {
      const withDelay = mode === 'auto' || mode === 'drop' || mode === 'busy' || mode === 'reject'
      await ask((control) =>
        control.setPhone(extension, withDelay && afterMs !== undefined ? { mode, afterMs } : { mode }),
      )
    },
    async startTraffic({ callsPerMinute, patienceSec, talkSec }) {
      await ask((control) =>
        control.startTraffic({
          callsPerMinute,
          hotlines: options.hotlines().map((number) => ({ number })),
          patience: { kind: 'exponential', meanMs: patienceSec * MS, minMs: Math.min(SHORTEST_MS, patienceSec * MS) },
          talk: { kind: 'exponential', meanMs: talkSec * MS, minMs: Math.min(SHORTEST_MS, talkSec * MS) },
        }),
      )
    },
    stopTraffic: () => ask((control) => control.stopTraffic()),
    close() {
      connection?.then((control) => control.close(), forget)
      forget()
    },
  }
}

/** The page knows no unregistered phone; to whoever calls it is one that cannot be reached. Nor a voicemail: it answers by itself. */
function shownBehaviour(behaviour: SimulatedPhone = { mode: 'desk' }): PhoneBehaviour {
  const shown = { unregistered: 'unreachable', voicemail: 'auto' } as const
  const mode =
    behaviour.mode === 'unregistered' || behaviour.mode === 'voicemail' ? shown[behaviour.mode] : behaviour.mode
  return 'afterMs' in behaviour && behaviour.afterMs !== undefined ? { mode, afterMs: behaviour.afterMs } : { mode }
}

function meanOf(span: {
  readonly kind: string
  readonly meanMs?: number
  readonly ms?: number
  readonly fromMs?: number
  readonly toMs?: number
}): number {
  return span.meanMs ?? span.ms ?? ((span.fromMs ?? 0) + (span.toMs ?? 0)) / 2
}
