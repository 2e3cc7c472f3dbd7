/** Carries out `simulator <json>`. */
import { z } from 'zod'
import { type CallPlan, farEndHangsUp, farEndPresses } from './callers.ts'
import { type Channel, otherOf } from './channel.ts'
import { type ControlErrorCode, controlRequest, type LiveCall, type SimulatorStatus } from './control-protocol.ts'
import type { Phones } from './phones.ts'
import { locate, type Switchboard } from './switchboard.ts'
import type { Traffic } from './traffic.ts'

export interface ControlSurroundings {
  readonly board: Switchboard
  readonly phones: Phones
  readonly traffic: Traffic
  readonly placeCall: (plan: CallPlan) => string
}

const SHOWN_CALLS = 200

const failure = (code: ControlErrorCode, message: string): string => JSON.stringify({ error: { code, message } })
const DONE = JSON.stringify({ ok: true })

/** @returns the command: JSON in, JSON out; an error has a code and a sentence, never an exception. */
export function createControl(around: ControlSurroundings): (argument: string) => string {
  const { board, phones, traffic } = around
  return (argument) => {
    let json: unknown
    try {
      json = JSON.parse(argument)
    } catch (error) {
      return failure('BAD_REQUEST', `not JSON: ${error instanceof Error ? error.message : String(error)}`)
    }
    const parsed = controlRequest.safeParse(json)
    if (!parsed.success) return failure('BAD_REQUEST', z.prettifyError(parsed.error))
    const request = parsed.data
    switch (request.op) {
      case 'call': {
        if (!board.open) return failure('SHUTTING_DOWN', 'the simulated switch is being shut down')
        const { op: _, ...plan } = request
        if (plan.uuid !== undefined && board.channels.has(plan.uuid))
          return failure('BAD_REQUEST', `the uuid ${plan.uuid} is in use`)
        return JSON.stringify({ uuid: around.placeCall(plan) })
      }
      case 'hangup': {
        const channel = locate(board, request.uuid)
        if (channel === undefined) return failure('NO_SUCH_CALL', `no call has the uuid ${request.uuid}`)
        farEndHangsUp(board, channel)
        return DONE
      }
      case 'press': {
        const channel = locate(board, request.uuid)
        if (channel === undefined) return failure('NO_SUCH_CALL', `no call has the uuid ${request.uuid}`)
        farEndPresses(board, channel, request.digits)
        return DONE
      }
      case 'phone':
        phones.set(request.extension, request.behaviour)
        return DONE
      case 'traffic-start': {
        if (!board.open) return failure('SHUTTING_DOWN', 'the simulated switch is being shut down')
        const { op: _, ...plan } = request
        traffic.start(plan)
        return DONE
      }
      case 'traffic-stop':
        traffic.stop()
        return DONE
      case 'status':
        return JSON.stringify(statusOf(around))
    }
  }
}

function statusOf({ board, phones, traffic }: ControlSurroundings): SimulatorStatus {
  const inbound = [...board.channels.values()].filter(({ direction }) => direction === 'inbound')
  return {
    simulated: true,
    calls: inbound.slice(-SHOWN_CALLS).map(describe),
    liveCalls: inbound.length,
    traffic: traffic.status(),
    phones: phones.list(),
    totals: { ...board.totals },
  }
}

function describe(channel: Channel): LiveCall {
  const { profile, bridge, answerState } = channel
  const partner = bridge === undefined ? undefined : otherOf(bridge, channel)
  const name = profile.origCallerName === profile.origCallerNumber ? undefined : profile.origCallerName
  return {
    uuid: channel.uuid,
    from: profile.origCallerNumber,
    to: profile.destination,
    ...(name !== undefined && { name }),
    state:
      answerState === 'hangup'
        ? 'ended'
        : partner !== undefined
          ? 'talking'
          : answerState === 'answered'
            ? 'answered'
            : 'ringing',
    startedAt: profile.createdAt,
    ...(partner !== undefined && { connectedTo: partner.profile.destination }),
  }
}
