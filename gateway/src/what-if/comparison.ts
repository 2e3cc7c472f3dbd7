/** The same recorded calls under two configurations, beside what really happened. Pure. */
import {
  type CallCentreConfig,
  type Day,
  type DayFigures,
  dayFigures,
  figuresByQueue,
  playDay,
  type QueueFigures,
  RoutingEngine,
} from '@ringdesk/cti'
import type { WhatIfFigures, WhatIfResult, WhatIfRow } from '../contract/index.ts'
import { type Recorded, type RecordedCall, recordedDay } from './recorded-day.ts'

export interface Comparison {
  readonly recorded: Recorded
  readonly inForce: CallCentreConfig
  readonly draft: CallCentreConfig
}

/** @param onProgress with how many of how many plays of a call are done */
export function compare(
  { recorded, inForce, draft }: Comparison,
  onProgress: (done: number, of: number) => void,
): WhatIfResult {
  const days = [recordedDay(recorded, inForce), recordedDay(recorded, draft)] as const
  const of = days[0].items.length + days[1].items.length
  const before = played(days[0], (done) => onProgress(done, of))
  const after = played(days[1], (done) => onProgress(days[0].items.length + done, of))
  const names = new Map([...inForce.queues, ...draft.queues].map(({ id, name }) => [id, name]))
  const thresholds = new Map(inForce.queues.map(({ id, serviceLevelMs }) => [id, serviceLevelMs]))
  const recordedBy = Map.groupBy(recorded.calls, ({ queue }) => queue)
  const rows = [...names].flatMap(([id, name]): WhatIfRow[] => {
    const calls = recordedBy.get(id) ?? []
    if (calls.length === 0) return []
    const [was, would] = [before.byQueue.get(id), after.byQueue.get(id)]
    return [
      {
        queue: { id, name },
        recorded: reallyWas(calls, thresholds),
        ...(was ? { inForce: shown(was) } : {}),
        ...(would ? { draft: shown(would) } : {}),
      },
    ]
  })
  return {
    calls: recorded.calls.length,
    agents: recorded.presence.length,
    withoutQueue: recorded.calls.length - days[1].items.length,
    rows: [
      { recorded: reallyWas(recorded.calls, thresholds), inForce: shown(before.all), draft: shown(after.all) },
      ...rows.sort((one, other) => other.recorded.offered - one.recorded.offered),
    ],
  }
}

function played(day: Day, onProgress: (done: number) => void) {
  const outcome = playDay(day, new RoutingEngine(), onProgress)
  return { all: dayFigures(day, outcome), byQueue: figuresByQueue(day, outcome) }
}

function shown(figures: DayFigures | QueueFigures): WhatIfFigures {
  const { offered, answered, abandoned, overflowed, serviceLevel, asaMs, p95WaitMs, matchAccuracy } = figures
  return {
    offered,
    answered,
    abandoned: abandoned + overflowed,
    serviceLevel,
    asaMs,
    p95WaitMs,
    matchAccuracy,
    ...('occupancy' in figures ? { occupancy: figures.occupancy } : {}),
  }
}

function reallyWas(calls: readonly RecordedCall[], thresholds: ReadonlyMap<string, number>): WhatIfFigures {
  const isWithin = ({ queue, waitedMs }: RecordedCall): boolean =>
    waitedMs <= (thresholds.get(queue) ?? Number.POSITIVE_INFINITY)
  const answered = calls.filter((call) => call.answered)
  const late = calls.filter((call) => !call.answered && !isWithin(call)).length
  const waits = answered.map(({ waitedMs }) => waitedMs).sort((one, other) => one - other)
  const told = answered.filter(({ matched }) => matched !== undefined)
  return {
    offered: calls.length,
    answered: answered.length,
    abandoned: calls.length - answered.length,
    serviceLevel: ratio(answered.filter(isWithin).length, answered.length + late, 1),
    asaMs: ratio(
      waits.reduce((sum, ms) => sum + ms, 0),
      waits.length,
      0,
    ),
    p95WaitMs: waits[Math.ceil(waits.length * 0.95) - 1] ?? 0,
    matchAccuracy: ratio(told.filter(({ matched }) => matched).length, told.length, 1),
  }
}

function ratio(part: number, whole: number, ofNothing: number): number {
  return whole === 0 ? ofNothing : part / whole
}
