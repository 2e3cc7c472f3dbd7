/** What of the reports is shown: in the address, so that figures elsewhere link to it and the back button comes back to it. */
import { mostDays } from '@ringdesk/gateway/contract'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export const tabs = ['queue', 'agent', 'accuracy', 'closed-loop'] as const
export type Tab = (typeof tabs)[number]
export const intervals = ['15', '30', '60'] as const
export const groupings = ['queue', 'region', 'hour', 'agent'] as const
export type Grouping = (typeof groupings)[number]
export const missKinds = ['match', 'first-time'] as const
export type MissKind = (typeof missKinds)[number]

const names = ['tab', 'from', 'to', 'interval', 'key', 'by', 'kind', 'id'] as const

export interface ReportView {
  readonly tab: Tab
  /** Local dates of the installation: YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly interval: string
  /** Of one queue or agent alone; '' for all. */
  readonly key: string
  readonly by: Grouping
  readonly kind: MissKind
  /** Which group's misses are listed; undefined: everybody's. */
  readonly id: string | undefined
}

/** /reports with this view. */
export function reportPath(view: Partial<ReportView>): string {
  const search = new URLSearchParams()
  for (const name of names) if (view[name] !== undefined && view[name] !== '') search.set(name, view[name])
  return `/reports?${search}`
}

const oneOf = <Value extends string>(values: readonly Value[], value: string | null, usual: Value): Value =>
  values.find((each) => each === value) ?? usual

const daysOf = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

/**
 * @param today the local date of the installation, which the address need not say
 * @param mayRead the reader's tabs, the usual one first
 */
export function useReportView(today: string, mayRead: readonly [Tab, ...Tab[]]) {
  const [params, setParams] = useSearchParams()
  const from = params.get('from') ?? today
  const to = params.get('to') ?? today
  const asked = oneOf(intervals, params.get('interval'), '60')
  const fits = daysOf(from, to) <= mostDays(Number(asked))
  const view: ReportView = {
    tab: oneOf(mayRead, params.get('tab'), mayRead[0]),
    from,
    to,
    interval: fits ? asked : '60',
    key: params.get('key') ?? '',
    by: oneOf(groupings, params.get('by'), 'queue'),
    kind: oneOf(missKinds, params.get('kind'), 'match'),
    id: params.get('id') ?? undefined,
  }
  const change = useCallback(
    (next: Partial<ReportView>) =>
      setParams((before) => {
        const search = new URLSearchParams(before)
        for (const name of names) {
          if (!(name in next)) continue
          const value = next[name]
          if (value === undefined || value === '') search.delete(name)
          else search.set(name, value)
        }
        return search
      }),
    [setParams],
  )
  return { view, change, shortened: fits ? undefined : asked }
}
