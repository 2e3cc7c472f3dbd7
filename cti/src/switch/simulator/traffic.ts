/** Steady traffic: calls at random moments at a given rate, to hotline numbers by their weights. */
import { z } from 'zod'
import type { Cancel } from '../../clock.ts'
import { nextCaller } from './caller-pool.ts'
import type { CallPlan } from './callers.ts'
import type { Random } from './random.ts'
import type { Switchboard } from './switchboard.ts'

/** A length of time that differs from call to call. ms. */
const span = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), ms: z.number().int().min(0).max(86_400_000) }).strict(),
  z
    .object({
      kind: z.literal('uniform'),
      fromMs: z.number().int().min(0).max(86_400_000),
      toMs: z.number().int().min(0).max(86_400_000),
    })
    .strict()
    .refine(({ fromMs, toMs }) => fromMs <= toMs, 'fromMs must not be after toMs'),
  /** Many short ones, few long ones; never under `minMs`. */
  z
    .object({
      kind: z.literal('exponential'),
      meanMs: z.number().int().min(1).max(86_400_000),
      minMs: z.number().int().min(0).max(86_400_000).default(1_000),
    })
    .strict(),
])
type Span = z.infer<typeof span>

export const trafficPlan = z
  .object({
    callsPerMinute: z.number().min(0.1).max(60_000),
    hotlines: z
      .array(
        z
          .object({
            number: z.string().regex(/^\+?[0-9]{3,20}$/, '3 to 20 digits'),
            weight: z.number().min(0).max(1_000).default(1),
          })
          .strict(),
      )
      .min(1)
      .max(100)
      .refine((hotlines) => hotlines.some(({ weight }) => weight > 0), 'at least one weight must be above 0'),
    patience: span.default({ kind: 'exponential', meanMs: 90_000, minMs: 5_000 }),
    talk: span.default({ kind: 'exponential', meanMs: 60_000, minMs: 5_000 }),
    /** One caller in so many withholds the number; 0: none. */
    withheldOneIn: z.number().int().min(0).max(10_000).default(25),
    /** Keys pressed at menus, one of them for each call. */
    menuKeys: z
      .string()
      .regex(/^[0-9*#]{0,10}$/)
      .default('12'),
    /** Stops by itself after so many calls. */
    maxCalls: z.number().int().min(1).max(10_000_000).optional(),
  })
  .strict()
export type TrafficPlan = z.infer<typeof trafficPlan>

export interface TrafficStatus {
  readonly running: boolean
  /** Calls placed since the start. */
  readonly placed: number
  /** Epoch ms. */
  readonly since?: number
  readonly plan?: TrafficPlan
}

export interface Traffic {
  /** Takes the place of traffic that runs. */
  start(plan: TrafficPlan): void
  /** Calls that are there go on. */
  stop(): void
  status(): TrafficStatus
}

export function createTraffic(board: Switchboard, place: (plan: CallPlan) => string): Traffic {
  let cancel: Cancel = () => {}
  let status: TrafficStatus = { running: false, placed: 0 }

  /** @param at when the call before was due: a busy moment must not lower the rate. Epoch ms. */
  function next(plan: TrafficPlan, at: number): void {
    const due = at + board.random.exponential(60_000 / plan.callsPerMinute)
    cancel = board.clock.schedule(Math.max(0, due - board.clock.now()), () => placeDue(plan, due))
  }

  function placeDue(plan: TrafficPlan, first: number): void {
    let due = first
    for (;;) {
      place(planCall(board.random, plan))
      status = { ...status, placed: status.placed + 1 }
      if (plan.maxCalls !== undefined && status.placed >= plan.maxCalls) {
        status = { ...status, running: false }
        return
      }
      const following = due + board.random.exponential(60_000 / plan.callsPerMinute)
      if (following > board.clock.now()) {
        cancel = board.clock.schedule(following - board.clock.now(), () => placeDue(plan, following))
        return
      }
      due = following
    }
  }

  return {
    start(plan) {
      cancel()
      const now = board.clock.now()
      status = { running: true, placed: 0, since: now, plan }
      next(plan, now)
    },
    stop() {
      cancel()
      status = { ...status, running: false }
    },
    status: () => status,
  }
}

function planCall(random: Random, plan: TrafficPlan): CallPlan {
  const caller = nextCaller(random, plan)
  const key = plan.menuKeys === '' ? undefined : random.pick([...plan.menuKeys])
  return {
    ...caller,
    to: pickHotline(random, plan),
    patienceMs: draw(random, plan.patience),
    talkMs: draw(random, plan.talk),
    ...(key !== undefined && { digits: key }),
  }
}

function pickHotline(random: Random, { hotlines }: TrafficPlan): string {
  let left = random.next() * hotlines.reduce((sum, { weight }) => sum + weight, 0)
  for (const { number, weight } of hotlines) {
    left -= weight
    if (left < 0) return number
  }
  return hotlines.at(-1)?.number ?? ''
}

function draw(random: Random, length: Span): number {
  switch (length.kind) {
    case 'fixed':
      return length.ms
    case 'uniform':
      return random.integer(length.fromMs, length.toMs)
    case 'exponential':
      return Math.min(86_400_000, Math.max(length.minMs, Math.round(random.exponential(length.meanMs))))
  }
}
