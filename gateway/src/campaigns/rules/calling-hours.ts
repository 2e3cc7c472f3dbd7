/** When somebody may be called at all: the rules' week, or that of the region, on holidays and in the campaign's own hours. Pure. */
import type { CallingWeek, OutboundRules } from '../../contract/index.ts'
import { type DaySpans, type OpeningHours, openTimes } from '../../sla/business-time.ts'

/** The rules together with what they refer to. Replaced as a whole when anything of it changes: hours are kept by its identity. */
export interface RulesInForce {
  readonly rules: OutboundRules
  /** 0: nobody has changed the defaults. */
  readonly version: number
  /** Local dates (YYYY-MM-DD) of public holidays, from some days ago on. */
  readonly holidays: ReadonlySet<string>
  /** Of every node of the tree of regions its parent. */
  readonly parents: ReadonlyMap<string, string | null>
}

/** Later than this nothing is looked for; sla/business-time.ts looks so many days ahead. ms */
const HORIZON_MS = 1_000 * 86_400_000

/**
 * The hours of a contact in this region. A region's own week takes the place of the general one (far west the same clock means another
 * time of day); the nearest node upwards that has one decides. Holidays and the campaign's week can only take hours away, and so a
 * make-up working day keeps the hours of its weekday: these are hours in which people may be disturbed, not in which offices work.
 */
export function callingHours(
  inForce: RulesInForce,
  regionId: string | null,
  campaignWeek: CallingWeek | undefined,
): OpeningHours {
  const decides = decidingRegion(inForce, regionId)
  const kept = keptFor(inForce, campaignWeek)
  const known = kept.get(decides)
  if (known) return known
  const { rules, holidays } = inForce
  const base = rules.regions.find((region) => region.regionId === decides)?.week ?? rules.week
  const week = base.map((day, weekday) => {
    const hours = inOrder(day)
    return campaignWeek ? both(hours, inOrder(campaignWeek[weekday] ?? [])) : hours
  })
  const onHolidays = inOrder(rules.holidays)
  const dates = new Map<string, DaySpans>()
  for (const date of holidays) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    dates.set(date, both(onHolidays, week[weekday] ?? []))
  }
  const hours = { timeZone: rules.timeZone, week, dates }
  kept.set(decides, hours)
  return hours
}

/** The first moment from `at` on at which the hours are open, epoch ms. Hours that never open: the end of what is looked at. */
export function firstOpen(hours: OpeningHours, at: number): number {
  for (const [opens] of openTimes(hours, at)) return opens
  return at + HORIZON_MS
}

/** Whether there is any time at which these hours are open. */
export const everOpen = (hours: OpeningHours, now: number): boolean => firstOpen(hours, now) < now + HORIZON_MS

/** The node, itself or above, that has hours of its own. Rings of parents cannot be made, but would end. */
function decidingRegion({ rules, parents }: RulesInForce, regionId: string | null): string | undefined {
  const withHours = new Set(rules.regions.map((region) => region.regionId))
  const seen = new Set<string>()
  for (let node = regionId; node && !seen.has(node); node = parents.get(node) ?? null) {
    if (withHours.has(node)) return node
    seen.add(node)
  }
  return undefined
}

const WHOLE_WEEK: CallingWeek = []
const keptHours = new WeakMap<RulesInForce, WeakMap<CallingWeek, Map<string | undefined, OpeningHours>>>()

function keptFor(inForce: RulesInForce, campaignWeek = WHOLE_WEEK): Map<string | undefined, OpeningHours> {
  const ofRules = keptHours.get(inForce) ?? new WeakMap()
  keptHours.set(inForce, ofRules)
  const ofWeek = ofRules.get(campaignWeek) ?? new Map()
  ofRules.set(campaignWeek, ofWeek)
  return ofWeek
}

/** Ascending, without overlaps. */
function inOrder(spans: DaySpans): [number, number][] {
  const merged: [number, number][] = []
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** What two ascending lists have in common. */
function both(some: DaySpans, others: DaySpans): [number, number][] {
  return some.flatMap(([from, to]) =>
    others.flatMap(([start, end]): [number, number][] => {
      const shared: [number, number] = [Math.max(from, start), Math.min(to, end)]
      return shared[0] < shared[1] ? [shared] : []
    }),
  )
}
