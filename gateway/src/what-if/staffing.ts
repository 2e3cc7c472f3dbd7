import { agentsNeeded, staffingFigures } from '@ringdesk/cti'
import type { StaffingAnswer, StaffingRequest } from '../contract/index.ts'

/** Rows on each side of the number that is needed. */
const AROUND = 6

/** How many agents a load needs, and what more or fewer would come to. */
export function staffingAnswer({ serviceLevel, patienceMs, ...load }: StaffingRequest): StaffingAnswer {
  const staffing = { ...load, ...(patienceMs === undefined ? {} : { patienceMs }) }
  const needed = agentsNeeded(staffing, serviceLevel)
  const centre = needed?.agents ?? Math.ceil((load.callsPerHour * load.handleMs) / 3_600_000)
  const first = Math.max(1, centre - AROUND)
  const rows = Array.from({ length: centre + AROUND - first + 1 }, (_, index) => {
    const agents = first + index
    const {
      asaMs,
      serviceLevel: reached,
      abandonment,
      occupancy,
      waitProbability,
    } = staffingFigures({ ...staffing, agents })
    return {
      agents,
      serviceLevel: reached,
      abandonment,
      occupancy,
      waitProbability,
      ...(Number.isFinite(asaMs) ? { asaMs } : {}),
    }
  })
  const { erlangs } = staffingFigures({ ...staffing, agents: centre })
  return { erlangs, rows, ...(needed ? { needed: needed.agents } : {}) }
}
