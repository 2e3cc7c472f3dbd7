/** What happened to queues or agents: a chart by interval, each queue or agent, and every interval in a table. */
import {
  type AgentReportFigures,
  type QueueReportFigures,
  type Report,
  type ReportGroup,
  type ReportInterval,
  serviceLevel,
} from '@ringdesk/gateway/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartOption } from '../charts/chart.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { duration } from '../messages/formats.ts'
import { agentColumns, type Column, queueColumns } from './report-columns.ts'
import type { ReportView } from './report-view.ts'

type Change = (next: Partial<ReportView>) => void

export function IntervalReport({ view, change }: { view: ReportView; change: Change }) {
  const { from, to, interval, tab, key } = view
  const query = { from, to, interval, by: tab, key }
  const { data, error, refetch } = useQuery({
    queryKey: ['reports', query],
    queryFn: ({ signal }) => request<Report>('GET', withQuery('/api/reports', query), { signal }),
    placeholderData: keepPreviousData,
  })
  const { t } = useTranslation()
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  if (data === undefined || data.by !== tab) return <Waiting lines={14} />
  if (data.groups.length === 0) return <Empty title={t('reports.empty')} text={t('reports.emptyText')} />
  return (
    <>
      <Trend report={data} />
      {data.by === 'queue' ? (
        <Tables report={data} columns={queueColumns} view={view} change={change} />
      ) : (
        <Tables report={data} columns={agentColumns} view={view} change={change} />
      )}
      <Formulas report={data} />
    </>
  )
}

const hours = (ms: number): number => Number((ms / 3_600_000).toFixed(2))

function Trend({ report }: { report: Report }) {
  const { t } = useTranslation()
  const option = useMemo((): ChartOption => {
    const category = { type: 'category' as const, data: report.intervals.map(({ local }) => local.slice(5)) }
    const word = (name: Column<unknown>['name']) => t(`reports.figures.${name}`)
    if (report.by === 'agent')
      return {
        xAxis: category,
        yAxis: { type: 'value', axisLabel: { formatter: '{value} h' } },
        series: (['readyMs', 'onContactMs', 'afterCallMs'] as const).map((figure, index) => ({
          type: 'bar',
          stack: 'time',
          name: [word('ready'), word('talk'), word('wrap')][index] ?? '',
          barMaxWidth: 28,
          data: report.intervals.map(({ figures }) => hours(figures[figure])),
        })),
      }
    const bar = (figure: 'answered' | 'abandoned') => ({
      type: 'bar' as const,
      stack: 'visits',
      name: word(figure),
      barMaxWidth: 28,
      data: report.intervals.map(({ figures }) => figures[figure]),
    })
    return {
      xAxis: category,
      yAxis: [
        { type: 'value', minInterval: 1 },
        { type: 'value', max: 100, min: 0, axisLabel: { formatter: '{value} %' }, splitLine: { show: false } },
      ],
      series: [
        bar('answered'),
        {
          type: 'line' as const,
          name: word('serviceLevel'),
          yAxisIndex: 1,
          data: report.intervals.map(({ figures }) => {
            const level = serviceLevel(figures)
            return level === undefined ? '-' : Number(level.toFixed(1))
          }),
        },
        // Third, for its colour: nothing to be glad of.
        bar('abandoned'),
      ],
    }
  }, [report, t])
  return <Chart option={option} label={t(`reports.chart.${report.by}`)} height={220} />
}

interface TablesProps<Figures> {
  readonly report: {
    readonly by: 'queue' | 'agent'
    readonly total: Figures
    readonly groups: readonly ReportGroup<Figures>[]
    readonly intervals: readonly ReportInterval<Figures>[]
  }
  readonly columns: readonly Column<Figures>[]
  readonly view: ReportView
  readonly change: Change
}

function Tables<Figures extends QueueReportFigures | AgentReportFigures>(props: TablesProps<Figures>) {
  const { report, columns, view, change } = props
  const { t } = useTranslation()
  const chosen = report.groups.find(({ id }) => id === view.key)
  return (
    <>
      <section aria-label={t('reports.groups')} className="report-table">
        <table className="grid-table" data-testid="report-groups">
          <Head first={t(`reports.name.${report.by}`)} columns={columns} />
          <tbody>
            {report.groups.map(({ id, name, figures, serviceLevelMs }) => (
              <tr key={id} aria-current={id === view.key} data-testid={`report-${id}`}>
                <td className="nowrap">
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={id === view.key}
                    onClick={() => change({ key: id === view.key ? '' : id })}
                  >
                    {name}
                  </button>{' '}
                  {serviceLevelMs !== undefined && <span className="second">T {serviceLevelMs / 1000} s</span>}
                </td>
                <Cells figures={figures} columns={columns} />
              </tr>
            ))}
            <tr className="report-total" data-testid="report-total">
              <th scope="row">{t('reports.total')}</th>
              <Cells figures={report.total} columns={columns} />
            </tr>
          </tbody>
        </table>
      </section>
      <h2 className="report-heading">
        {t('reports.intervals')}
        {chosen !== undefined && (
          <span className="tag" data-tone="accent">
            {t('reports.only', { name: chosen.name })}{' '}
            <Button type="link" size="small" onClick={() => change({ key: '' })}>
              {t('reports.all')}
            </Button>
          </span>
        )}
      </h2>
      <section aria-label={t('reports.intervals')} className="report-table report-intervals">
        <table className="grid-table" data-testid="report-intervals">
          <Head first={t('reports.time')} columns={columns} />
          <tbody>
            {report.intervals.map(({ at, local, figures }) => (
              <tr key={at}>
                <td className="nowrap">{local}</td>
                <Cells figures={figures} columns={columns} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Head<Figures>({ first, columns }: { first: string; columns: readonly Column<Figures>[] }) {
  const { t } = useTranslation()
  return (
    <thead>
      <tr>
        <th>{first}</th>
        {columns.map(({ name }) => (
          <th key={name} className="figure">
            {t(`reports.figures.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Cells<Figures extends QueueReportFigures | AgentReportFigures>({
  figures,
  columns,
}: {
  figures: Figures
  columns: readonly Column<Figures>[]
}) {
  const { t } = useTranslation()
  return columns.map(({ name, text }) => (
    <td
      key={name}
      className="figure nowrap"
      data-figure={name}
      title={
        name === 'notReady' && 'notReadyByReason' in figures
          ? Object.entries(figures.notReadyByReason)
              .map(([reason, ms]) => `${t(`reason.${reason as 'break'}`)} ${duration(ms)}`)
              .join('\n')
          : undefined
      }
    >
      {text(figures)}
    </td>
  ))
}

function Formulas({ report }: { report: Report }) {
  const { t } = useTranslation()
  const thresholds =
    report.by === 'queue'
      ? [...new Set(report.groups.flatMap(({ serviceLevelMs }) => serviceLevelMs ?? []))]
          .sort((a, b) => a - b)
          .map((ms) => t('common.seconds', { count: ms / 1000 }))
          .join(' / ')
      : ''
  return (
    <div className="report-formulas second">
      {report.by === 'queue' && <p>{t('reports.formula.serviceLevel', { threshold: thresholds })}</p>}
      <p>{t(`reports.formula.${report.by}`)}</p>
      <p>{t('reports.formula.match')}</p>
      <p>{t('reports.formula.firstTime')}</p>
      <p>{t('reports.zone', { zone: report.timeZone })}</p>
    </div>
  )
}
