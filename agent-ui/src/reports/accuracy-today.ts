import type { AccuracyFigures, AccuracyReport } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { request, withQuery } from '../gateway/request.ts'

/** Today's accuracy by queue, read from the ledger each minute; a queue without contacts is not in it. */
export function useAccuracyToday(): ReadonlyMap<string, AccuracyFigures> {
  const { data } = useQuery({
    queryKey: ['accuracy-today'],
    queryFn: async ({ signal }) => {
      const { date } = await request<{ date: string }>('GET', '/api/reports/today', { signal })
      const path = withQuery('/api/reports/accuracy', { from: date, to: date, by: 'queue' })
      const { rows } = await request<AccuracyReport>('GET', path, { signal })
      return new Map(rows.map(({ id, figures }) => [id, figures]))
    },
    refetchInterval: 60_000,
  })
  return data ?? none
}

const none: ReadonlyMap<string, AccuracyFigures> = new Map()
