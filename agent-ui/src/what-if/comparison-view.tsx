import type { WhatIfFigures, WhatIfRow } from '@ringdesk/gateway/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartOption } from '../charts/chart.tsx'
import { count, duration } from '../messages/formats.ts'

const figures = [
  'offered',
  'answered',
  'abandoned',
  'serviceLevel',
  'asaMs',
  'p95WaitMs',
  'matchAccuracy',
  'occupancy',
] as const
type Figure = (typeof figures)[number]
const columns = ['recorded', 'inForce', 'draft'] as const

/** Of these less is better. */
const lessIsBetter: ReadonlySet<Figure> = new Set(['abandoned', 'asaMs', 'p95WaitMs'])
/** Of these neither is. */
const neither: ReadonlySet<Figure> = new Set(['offered', 'occupancy'])

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function shown(figure: Figure, value: number): string {
  if (figure === 'asaMs' || figure === 'p95WaitMs') return duration(value)
  if (figure === 'serviceLevel' || figure === 'matchAccuracy' || figure === 'occupancy') return percent(value)
  return count(value)
}

/** What was, what the rules in force make of it, and the draft: a chart of the service level and every figure in a table. */
export function ComparisonView({ rows }: { rows: readonly WhatIfRow[] }) {
  const { t } = useTranslation()
  const option = useMemo((): ChartOption => {
    const name = (row: WhatIfRow) => row.queue?.name ?? t('whatIf.all')
    return {
      xAxis: { type: 'category', data: rows.map(name) },
      yAxis: { type: 'value', max: 100, axisLabel: { formatter: '{value} %' } },
      series: columns.map((column) => ({
        type: 'bar',
        name: t(`whatIf.${column}`),
        barMaxWidth: 28,
        data: rows.map((row) => Number(((row[column]?.serviceLevel ?? 0) * 100).toFixed(1))),
      })),
    }
  }, [rows, t])
  return (
    <>
      <Chart option={option} label={t('whatIf.chart')} height={220} />
      <div className="what-if-table">
        <table className="grid-table" data-testid="what-if-result">
          <thead>
            <tr>
              <th>{t('whatIf.queue')}</th>
              <th> </th>
              {figures.map((figure) => (
                <th key={figure} className="figure">
                  {t(`whatIf.figures.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          {rows.map((row) => (
            <tbody key={row.queue?.id ?? ''} data-queue={row.queue?.id ?? ''}>
              {columns.map((column, index) => (
                <tr key={column} data-column={column}>
                  {index === 0 && (
                    <th rowSpan={columns.length} scope="rowgroup">
                      {row.queue?.name ?? t('whatIf.all')}
                    </th>
                  )}
                  <td className="nowrap">{t(`whatIf.${column}`)}</td>
                  {figures.map((figure) => (
                    <td key={figure} className="figure">
                      <Value
                        figure={figure}
                        value={row[column]?.[figure]}
                        before={column === 'draft' ? row.inForce : undefined}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  )
}

function Value({
  figure,
  value,
  before,
}: {
  figure: Figure
  value: number | undefined
  before: WhatIfFigures | undefined
}) {
  if (value === undefined) return <span className="second">–</span>
  const change = value - (before?.[figure] ?? value)
  const isBetter = lessIsBetter.has(figure) ? change < 0 : change > 0
  const text = shown(figure, value)
  if (before?.[figure] === undefined || text === shown(figure, before[figure]) || neither.has(figure)) return text
  return (
    <span className="tag" data-tone={isBetter ? 'ready' : 'danger'}>
      {change > 0 ? '▲' : '▼'} {text}
    </span>
  )
}
