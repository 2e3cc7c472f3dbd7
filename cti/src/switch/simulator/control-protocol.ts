/** What `api simulator <json>` takes and answers: the simulated world's own controls, which a real switch does not have. */
import { z } from 'zod'
import { callPlan } from './callers.ts'
import { keys } from './key-presses.ts'
import { phoneBehaviour } from './phones.ts'
import { trafficPlan } from './traffic.ts'

export const controlRequest = z.discriminatedUnion('op', [
  callPlan.extend({ op: z.literal('call') }),
  z.object({ op: z.literal('hangup'), uuid: z.uuid() }).strict(),
  /** The person at the far end presses keys. */
  z.object({ op: z.literal('press'), uuid: z.uuid(), digits: keys }).strict(),
  z
    .object({
      op: z.literal('phone'),
      extension: z.string().regex(/^[\w.+-]{1,32}$/, 'an extension, or the user part of an address'),
      behaviour: phoneBehaviour,
    })
    .strict(),
  trafficPlan.extend({ op: z.literal('traffic-start') }),
  z.object({ op: z.literal('traffic-stop') }).strict(),
  z.object({ op: z.literal('status') }).strict(),
])
export type ControlRequest = z.input<typeof controlRequest>

export type ControlErrorCode = 'BAD_REQUEST' | 'NO_SUCH_CALL' | 'SHUTTING_DOWN'

const liveCall = z.object({
  uuid: z.string(),
  from: z.string(),
  to: z.string(),
  name: z.string().optional(),
  state: z.enum(['ringing', 'answered', 'talking', 'ended']),
  /** Epoch ms. */
  startedAt: z.number(),
  connectedTo: z.string().optional(),
})

export const simulatorStatus = z.object({
  simulated: z.literal(true),
  /** Inbound calls that live now, the newest last, at most 200. */
  calls: z.array(liveCall),
  liveCalls: z.number(),
  traffic: z.object({
    running: z.boolean(),
    placed: z.number(),
    since: z.number().optional(),
    plan: trafficPlan.optional(),
  }),
  phones: z.record(z.string(), phoneBehaviour),
  totals: z.object({
    placed: z.number(),
    answered: z.number(),
    connected: z.number(),
    abandoned: z.number(),
    ended: z.number(),
    dialled: z.number(),
  }),
})
export type SimulatorStatus = z.infer<typeof simulatorStatus>
export type LiveCall = z.infer<typeof liveCall>

export const controlFailure = z.object({
  error: z.object({ code: z.enum(['BAD_REQUEST', 'NO_SUCH_CALL', 'SHUTTING_DOWN']), message: z.string() }),
})
export const callPlaced = z.object({ uuid: z.string() })
export const controlDone = z.object({ ok: z.literal(true) })
