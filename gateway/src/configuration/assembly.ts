/** From documents to what the call path needs: one snapshot with holidays worked into every hotline's hours. Pure. */

import type { callCentreConfig } from '@ringdesk/cti'
import type { z } from 'zod'
import type { DocumentKind } from '../contract/index.ts'

type Stored = Readonly<Record<string, unknown>>
export type SnapshotInput = z.input<typeof callCentreConfig>

/** Monday. A make-up working day is worked as one. */
const WORKING_DAY = 1

/**
 * @param surroundings trunk: the switch's gateway for calls that we make ourselves; flows: those that hotlines may name
 * @returns what is to be checked by callCentreConfig; documents may still be wrong
 */
export function assemble(
  documents: { readonly [Kind in DocumentKind]: readonly Stored[] },
  version: number,
  { trunk, flows = [] }: { readonly trunk?: string | undefined; readonly flows?: readonly object[] } = {},
): Readonly<Record<keyof SnapshotInput, unknown>> {
  return {
    version,
    queues: documents.queue,
    hotlines: documents.hotline.map((hotline) => withHolidays(hotline, documents.holiday)),
    agents: documents.agent.flatMap(({ username: _username, enabled, ...agent }) => (enabled === false ? [] : [agent])),
    regions: documents.region,
    flows,
    trunk,
  }
}

function withHolidays({ holidays, ...hotline }: Stored, dates: readonly Stored[]): Stored {
  const { hours } = hotline
  if (holidays !== true || typeof hours !== 'object' || hours === null) return hotline
  const { week, dates: own } = hours as { week?: unknown; dates?: Stored }
  const workingDay: unknown = Array.isArray(week) ? week[WORKING_DAY] : []
  const observed = Object.fromEntries(dates.map(({ date, open }) => [String(date), open === true ? workingDay : []]))
  return { ...hotline, hours: { ...hours, dates: { ...observed, ...own } } }
}
