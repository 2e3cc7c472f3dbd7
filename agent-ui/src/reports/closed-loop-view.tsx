/** What became of solved tickets with the customer, by store. */
import {
  type ClosedLoopFigures,
  type ClosedLoopReport,
  type ClosedLoopRow,
  closedLoopRate,
  meanScore,
  surveyResponseRate,
} from '@ringdesk/gateway/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartOption } from '../charts/chart.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { count } from '../messages/formats.ts'
import { percent } from './report-columns.ts'
import type { ReportView } from './report-view.ts'

/** Stores in the chart: what is beyond stands in the table. */
const MOST_BARS = 20

const columns = [
  { name: 'resolved', text: ({ resolved }) => count(resolved) },
  { name: 'asked', text: ({ asked }) => count(asked) },
  { name: 'reached', text: ({ reached }) => count(reached) },
  { name: 'answered', text: ({ answered }) => count(answered) },
  { name: 'responseRate', text: (figures) => percent(surveyResponseRate(figures)) },
  { name: 'solved', text: ({ solved }) => count(solved) },
  { name: 'unsolved', text: ({ unsolved }) => count(unsolved) },
  { name: 'rate', text: (figures) => percent(closedLoopRate(figures)) },
  { name: 'score', text: (figures) => meanScore(figures)?.toFixed(2) ?? '–' },
  { name: 'reopened', text: ({ reopened }) => count(reopened) },
] as const satisfies readonly { readonly name: string; readonly text: (figures: ClosedLoopFigures) => string }[]

export function ClosedLoopView({ view }: { view: ReportView }) {
  const { t } = useTranslation()
  const query = { from: view.from, to: view.to }
  const { data, error, refetch } = useQuery({
    queryKey: ['closed-loop', query],
    queryFn: ({ signal }) => request<ClosedLoopReport>('GET', withQuery('/api/reports/closed-loop', query), { signal }),
    placeholderData: keepPreviousData,
  })
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting lines={14} />
  if (data.stores === 0) return <Empty title={t('reports.empty')} text={t('reports.closedLoop.emptyText')} />
  return (
    <>
      <StoreChart rows={data.rows} />
      <section className="report-table">
        <table className="grid-table" data-testid="closed-loop">
          <thead>
            <tr>
              <th>{t('reports.closedLoop.store')}</th>
              {columns.map(({ name }) => (
                <th key={name} className="figure">
                  {t(`reports.closedLoop.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map(({ id, name, figures }) => (
              <tr key={id} data-testid={`closed-loop-${id}`}>
                <td className="nowrap">{id === '' ? t('reports.closedLoop.noStore') : name}</td>
                <Cells figures={figures} />
              </tr>
            ))}
            <tr className="report-total" data-testid="closed-loop-total">
              <th scope="row">{t('reports.total')}</th>
              <Cells figures={data.total} />
            </tr>
          </tbody>
        </table>
      </section>
      <div className="report-formulas second">
        {data.stores > data.rows.length && (
          <p>{t('reports.closedLoop.more', { shown: data.rows.length, stores: data.stores })}</p>
        )}
        <p>{t('reports.closedLoop.formula')}</p>
        <p>{t('reports.closedLoop.counted')}</p>
        <p>{t('reports.zone', { zone: data.timeZone })}</p>
      </div>
    </>
  )
}

function Cells({ figures }: { figures: ClosedLoopFigures }) {
  return columns.map(({ name, text }) => (
    <td key={name} className="figure nowrap" data-figure={name}>
      {text(figures)}
    </td>
  ))
}

function StoreChart({ rows }: { rows: readonly ClosedLoopRow[] }) {
  const { t } = useTranslation()
  const option = useMemo((): ChartOption => {
    const shown = rows.slice(0, MOST_BARS)
    const bar = (name: 'solved' | 'unsolved', figure: (figures: ClosedLoopFigures) => number) => ({
      type: 'bar' as const,
      stack: 'tickets',
      name: t(`reports.closedLoop.${name}`),
      barMaxWidth: 28,
      data: shown.map(({ figures }) => figure(figures)),
    })
    return {
      xAxis: {
        type: 'category',
        data: shown.map(({ id, name }) => (id === '' ? t('reports.closedLoop.noStore') : name)),
      },
      yAxis: [
        { type: 'value', minInterval: 1 },
        { type: 'value', max: 100, min: 0, axisLabel: { formatter: '{value} %' }, splitLine: { show: false } },
      ],
      series: [
        bar('solved', ({ solved }) => solved),
        {
          type: 'line' as const,
          name: t('reports.closedLoop.rate'),
          yAxisIndex: 1,
          data: shown.map(({ figures }) => {
            const rate = closedLoopRate(figures)
            return rate === undefined ? '-' : Number(rate.toFixed(1))
          }),
        },
        // Third, for its colour: nothing to be glad of.
        bar('unsolved', ({ unsolved }) => unsolved),
      ],
    }
  }, [rows, t])
  return <Chart option={option} label={t('reports.closedLoop.chart')} height={220} />
}
