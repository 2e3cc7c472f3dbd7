/**
 * Compares what we believe with the switch's own list. The switch is right: legs that it does not have are gone, calls that we do not
 * know are adopted, agents' phones that nobody waits for are hung up. Pure: says what is to be done.
 */
import { callerLegOf } from '../calls/adoption.ts'
import type { Call, CallInput } from '../calls/call.ts'
import { asCallId, type CallId, type EpochMs, type LegId } from '../ids.ts'
import type { EndedLeg, LegSnapshot } from '../switch/port.ts'

/** A leg that we know for less than this may not be in the switch's list yet, or its end be on its way; looked at the next time. ms */
export const YOUNG_MS = 5_000
/** A leg that we do not know tells us itself within less than this, if ever. ms */
export const UNTOLD_MS = 1_000

export type Correction =
  | { readonly type: 'input'; readonly call: CallId; readonly input: CallInput }
  | { readonly type: 'adopt'; readonly legs: readonly LegSnapshot[] }
  /** A call that came and went while we were away. */
  | { readonly type: 'record-ended'; readonly ended: EndedLeg }
  | { readonly type: 'hang-up'; readonly leg: LegId }

export interface Believed {
  readonly calls: ReadonlyMap<CallId, Call>
  /** Whether the call was known and is over: late news of it is no news. */
  readonly isPast: (call: CallId) => boolean
  /** When we first knew of the leg. */
  readonly legSince: (leg: LegId) => EpochMs | undefined
}

/** @param patient false right after a connection: nothing is on its way then, so young legs count as well */
export function reconcile(
  believed: Believed,
  legs: readonly LegSnapshot[],
  ended: readonly EndedLeg[],
  at: EpochMs,
  patient: boolean,
): Correction[] {
  const present = new Map(legs.map((leg) => [leg.leg, leg]))
  const journal = new Map(ended.map((leg) => [leg.leg, leg]))
  const youngest = patient ? at - YOUNG_MS : at
  return [
    ...[...believed.calls.values()].flatMap((call) => ofKnownCall(call, present, journal, believed, at, youngest)),
    ...ofUnknownLegs(believed, legs, patient ? at - UNTOLD_MS : at),
    ...ofJournal(believed, ended, present),
  ]
}

function ofKnownCall(
  call: Call,
  present: ReadonlyMap<LegId, LegSnapshot>,
  journal: ReadonlyMap<LegId, EndedLeg>,
  believed: Believed,
  at: EpochMs,
  youngest: EpochMs,
): Correction[] {
  const corrections: Correction[] = []
  const say = (input: CallInput): void => {
    corrections.push({ type: 'input', call: call.id, input })
  }
  for (const leg of Object.values(call.legs)) {
    if (leg.state === 'ended' || (believed.legSince(leg.id) ?? 0) > youngest) continue
    const seen = present.get(leg.id)
    if (!seen) {
      const ended = journal.get(leg.id)
      say({ type: 'leg-missing', at, leg: leg.id, ...(ended ? { ended } : {}) })
      continue
    }
    const awaited = [call.callerLeg, call.offer?.leg, call.agentLeg, call.outside].includes(leg.id)
    if (!awaited) corrections.push({ type: 'hang-up', leg: leg.id })
    else if (seen.state === 'answered' && leg.state !== 'answered') {
      say({ type: 'switch-event', at, event: { type: 'leg-answered', at, leg: leg.id } })
    }
  }
  const partner = awaitedPartner(call)
  if (partner && present.get(call.callerLeg)?.bridgedTo === partner) {
    say({ type: 'switch-event', at, event: { type: 'legs-bridged', at, a: call.callerLeg, b: partner } })
  }
  return corrections
}

/** Whom the customer is about to be joined with. */
function awaitedPartner({ phase, offer, agentLeg, outside }: Call): LegId | undefined {
  if (phase === 'connecting') return offer?.leg
  if (phase === 'resuming') return agentLeg
  return phase === 'forwarding' ? outside : undefined
}

function ofUnknownLegs(believed: Believed, legs: readonly LegSnapshot[], youngest: EpochMs): Correction[] {
  const strangers = new Map<CallId, LegSnapshot[]>()
  for (const leg of legs) {
    if ((leg.createdAt ?? 0) > youngest || leg.state === 'hanging-up') continue
    const call = callOf(leg)
    if (!call) continue
    const known = believed.calls.get(call)
    if (known?.legs[leg.leg]) continue
    strangers.set(call, [...(strangers.get(call) ?? []), leg])
  }
  return [...strangers].flatMap(([call, group]): Correction[] => {
    const hasCaller = callerLegOf(group) !== undefined
    if (hasCaller && !believed.calls.has(call) && !believed.isPast(call)) return [{ type: 'adopt', legs: group }]
    // Ours by its variables, but no call of ours has a use for it.
    return group.filter((leg) => leg.variables.role !== 'caller').map((leg) => ({ type: 'hang-up', leg: leg.leg }))
  })
}

function ofJournal(
  believed: Believed,
  ended: readonly EndedLeg[],
  present: ReadonlyMap<LegId, LegSnapshot>,
): Correction[] {
  return ended
    .filter((leg) => isCustomers(leg) && !present.has(leg.leg))
    .filter((leg) => !believed.calls.has(asCallId(leg.call)) && !believed.isPast(asCallId(leg.call)))
    .map((leg) => ({ type: 'record-ended', ended: leg }))
}

/** The end of a call: of the leg that called, or of one that we called and that was spoken with. */
const isCustomers = ({ call, leg, variables }: EndedLeg): boolean =>
  leg === call || (variables.role === 'customer' && variables.connected_at !== undefined)

/** The call that a leg says it belongs to. The dialplan marks every hotline call, so a leg without the mark is none of ours. */
function callOf(leg: LegSnapshot): CallId | undefined {
  return leg.variables.call ? asCallId(leg.variables.call) : undefined
}
