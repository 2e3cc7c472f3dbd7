import { RoutingEngine } from './engine.ts'
import { CANDIDATES_SHOWN } from './explanation.ts'
import { ScanMatching } from './scan-matching.ts'
import { floorFrom, type RoutingSnapshot } from './snapshot.ts'

/** A routing engine that looks at everything every time: the plain meaning of the rules, for comparison. */
export function scanEngine(snapshot?: RoutingSnapshot): RoutingEngine {
  return new RoutingEngine(
    (floor) => new ScanMatching(floor, CANDIDATES_SHOWN),
    snapshot ? floorFrom(snapshot) : undefined,
  )
}
