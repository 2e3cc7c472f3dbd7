/** A span of recorded calls played again under other rules, and staffing reckoned by formula. */
import { z } from 'zod'

/** At most 31 days. The draft of the configuration is what is compared with. */
export const whatIfRequest = z
  .object({ from: z.number().int().min(0), to: z.number().int().min(0) })
  .refine(({ from, to }) => from < to && to - from <= 31 * 86_400_000, '时间范围应为 1 毫秒至 31 天')

export interface WhatIfFigures {
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** 0–1 */
  readonly serviceLevel: number
  readonly asaMs: number
  readonly p95WaitMs: number
  /** 0–1; absent where it is not known: of a single queue, and as recorded before anything was. */
  readonly occupancy?: number
  /** 0–1 */
  readonly matchAccuracy: number
}

export interface WhatIfRow {
  /** Absent: all queues. */
  readonly queue?: { readonly id: string; readonly name: string }
  /** What really happened. */
  readonly recorded: WhatIfFigures
  /** The same calls played under the configuration in force, and under the draft. */
  readonly inForce?: WhatIfFigures
  readonly draft?: WhatIfFigures
}

export interface WhatIfResult {
  readonly calls: number
  readonly agents: number
  /** Calls whose queue the draft no longer has. */
  readonly withoutQueue: number
  readonly rows: readonly WhatIfRow[]
}

/** The answer is a stream of these, a line each: progress, then one result or problem. Closing the connection stops the work. */
export type WhatIfLine =
  | { readonly type: 'progress'; readonly done: number; readonly of: number }
  | { readonly type: 'result'; readonly result: WhatIfResult }
  | { readonly type: 'problem'; readonly code: string; readonly message: string }

export const staffingRequest = z.object({
  callsPerHour: z.number().min(0).max(1_000_000),
  handleMs: z.number().min(1_000).max(86_400_000),
  targetMs: z.number().min(0).max(3_600_000),
  /** Absent: callers wait for ever (Erlang C). */
  patienceMs: z.number().min(1_000).max(86_400_000).optional(),
  /** 0–1 */
  serviceLevel: z.number().min(0.01).max(0.999),
})
export type StaffingRequest = z.infer<typeof staffingRequest>

export interface StaffingRow {
  readonly agents: number
  readonly serviceLevel: number
  /** Absent: the queue grows for ever. */
  readonly asaMs?: number
  readonly abandonment: number
  readonly occupancy: number
  readonly waitProbability: number
}

export interface StaffingAnswer {
  readonly erlangs: number
  /** The fewest that reach the service level; absent when no reasonable number does. */
  readonly needed?: number
  /** Around that number. */
  readonly rows: readonly StaffingRow[]
}
