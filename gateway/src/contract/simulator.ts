/** The simulator page's requests; answered 404 NOT_SIMULATED when a real switch is connected. */
import { z } from 'zod'

const number = z
  .string()
  .trim()
  .regex(/^(anonymous|\+?[0-9][0-9-]{2,19})$/, 'a phone number, or "anonymous"')

export const simulatedCall = z.object({
  from: number,
  to: number,
  name: z.string().trim().max(50).optional(),
  /** s until the caller gives up waiting. */
  patienceSec: z.number().min(1).max(3600).default(120),
  /** s of talk until the caller hangs up. */
  talkSec: z.number().min(1).max(3600).default(60),
  /** Pressed at the menu. */
  digits: z
    .string()
    .regex(/^[0-9*#]{0,10}$/)
    .optional(),
})
export type SimulatedCall = z.input<typeof simulatedCall>

export const phoneBehaviour = z.object({
  mode: z.enum(['desk', 'auto', 'ignore', 'busy', 'reject', 'unreachable', 'drop']),
  /** ms, for auto (answers after) and drop (drops after). */
  afterMs: z.number().int().min(0).max(600_000).optional(),
})
export type PhoneBehaviour = z.infer<typeof phoneBehaviour>

export const simulatedTraffic = z.object({
  callsPerMinute: z.number().min(0.1).max(12_000),
  patienceSec: z.number().min(1).max(3600).default(90),
  talkSec: z.number().min(1).max(3600).default(45),
})
export type SimulatedTraffic = z.input<typeof simulatedTraffic>

export const simulatorStatus = z.object({
  calls: z.array(
    z.object({
      uuid: z.string(),
      from: z.string(),
      to: z.string(),
      name: z.string().optional(),
      state: z.string(),
      startedAt: z.number(),
    }),
  ),
  liveCalls: z.number().int(),
  traffic: z.object({ callsPerMinute: z.number(), patienceSec: z.number(), talkSec: z.number() }).nullable(),
  phones: z.array(z.object({ extension: z.string(), behaviour: phoneBehaviour })),
  totals: z.object({ placed: z.number().int(), answered: z.number().int(), abandoned: z.number().int() }),
})
export type SimulatorStatus = z.infer<typeof simulatorStatus>
