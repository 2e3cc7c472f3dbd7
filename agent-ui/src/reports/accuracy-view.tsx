/** How accurately contacts were routed, and each that was not, with why it went to that agent. */
import {
  type AccuracyFigures,
  type AccuracyReport,
  firstTimeRight,
  type Miss,
  type MissPage,
  matchAccuracy,
} from '@ringdesk/gateway/contract'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Chart, type ChartOption } from '../charts/chart.tsx'
import { NumberText } from '../customers/number-text.tsx'
import { useWholeWhy } from '../desk/why.ts'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { count, exactTime } from '../messages/formats.ts'
import { percent } from './report-columns.ts'
import { groupings, type MissKind, missKinds, type ReportView } from './report-view.ts'

type Change = (next: Partial<ReportView>) => void

const missed: Readonly<Record<MissKind, (figures: AccuracyFigures) => number>> = {
  match: ({ matchKnown, matched }) => matchKnown - matched,
  'first-time': ({ connected, firstTimeRight: right }) => connected - right,
}

export function AccuracyView({ view, change }: { view: ReportView; change: Change }) {
  const { t } = useTranslation()
  const query = { from: view.from, to: view.to, by: view.by }
  const { data, error, refetch } = useQuery({
    queryKey: ['accuracy', query],
    queryFn: ({ signal }) => request<AccuracyReport>('GET', withQuery('/api/reports/accuracy', query), { signal }),
    placeholderData: keepPreviousData,
  })
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting lines={14} />
  if (data.total.connected === 0) return <Empty title={t('reports.empty')} text={t('reports.emptyText')} />
  const unknown = data.total.connected - data.total.matchKnown
  const nameOf = (row: { id: string; name: string }) => (row.id === '' ? t('reports.accuracy.unknownRegion') : row.name)
  const chosen = data.rows.find(({ id }) => id !== '' && id === view.id)
  return (
    <>
      <Segmented
        aria-label={t('reports.accuracy.by')}
        options={groupings.map((value) => ({ value, label: t(`reports.accuracy.${value}`) }))}
        value={view.by}
        onChange={(by) => change({ by, id: undefined })}
      />
      <AccuracyChart rows={data.rows.map((row) => ({ name: nameOf(row), figures: row.figures }))} />
      <section className="report-table">
        <table className="grid-table" data-testid="accuracy">
          <thead>
            <tr>
              <th>{t(`reports.accuracy.${view.by}`)}</th>
              <th className="figure">{t('reports.accuracy.connected')}</th>
              <th className="figure">{t('reports.figures.match')}</th>
              <th className="figure">{t('reports.figures.firstTime')}</th>
              <th>{t('reports.accuracy.misses')}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id} aria-current={row.id === view.id} data-testid={`accuracy-${row.id}`}>
                <td className="nowrap">{nameOf(row)}</td>
                <Ratios figures={row.figures} />
                <td className="nowrap">
                  {row.id !== '' && (
                    <MissButtons figures={row.figures} onOpen={(kind) => change({ kind, id: row.id })} />
                  )}
                </td>
              </tr>
            ))}
            <tr className="report-total" data-testid="accuracy-total">
              <th scope="row">{t('reports.total')}</th>
              <Ratios figures={data.total} />
              <td className="nowrap">
                <MissButtons figures={data.total} onOpen={(kind) => change({ kind, id: undefined })} />
              </td>
            </tr>
          </tbody>
        </table>
      </section>
      <div className="report-formulas second">
        <p>{t('reports.formula.match')}</p>
        <p>{t('reports.formula.firstTime')}</p>
        <p>{t('reports.formula.counted')}</p>
        {unknown > 0 && <p>{t('reports.accuracy.unknown', { count: unknown })}</p>}
      </div>
      <h2 className="report-heading">
        {t('reports.accuracy.misses')}
        <Segmented
          aria-label={t('reports.accuracy.misses')}
          options={missKinds.map((value) => ({
            value,
            label: t(`reports.accuracy.${value === 'match' ? 'match' : 'firstTime'}`, {
              count: missed[value]((chosen ?? { figures: data.total }).figures),
            }),
          }))}
          value={view.kind}
          onChange={(kind) => change({ kind })}
        />
        {chosen !== undefined && (
          <span className="tag" data-tone="accent">
            {t('reports.accuracy.filter', { filter: chosen.name })}{' '}
            <Button type="link" size="small" onClick={() => change({ id: undefined })}>
              {t('reports.accuracy.clear')}
            </Button>
          </span>
        )}
      </h2>
      <MissList view={view} />
    </>
  )
}

function AccuracyChart({ rows }: { rows: readonly { readonly name: string; readonly figures: AccuracyFigures }[] }) {
  const { t } = useTranslation()
  const option = useMemo((): ChartOption => {
    const bars = (name: string, ratio: (figures: AccuracyFigures) => number | undefined) => ({
      type: 'bar' as const,
      name,
      barMaxWidth: 28,
      data: rows.map(({ figures }) => {
        const value = ratio(figures)
        return value === undefined ? '-' : Number(value.toFixed(1))
      }),
    })
    return {
      xAxis: { type: 'category', data: rows.map(({ name }) => name) },
      yAxis: { type: 'value', max: 100, axisLabel: { formatter: '{value} %' } },
      series: [bars(t('reports.figures.match'), matchAccuracy), bars(t('reports.figures.firstTime'), firstTimeRight)],
    }
  }, [rows, t])
  return <Chart option={option} label={t('reports.accuracy.chart')} height={180} />
}

function Ratios({ figures }: { figures: AccuracyFigures }) {
  return (
    <>
      <td className="figure">{count(figures.connected)}</td>
      <td className="figure">{percent(matchAccuracy(figures))}</td>
      <td className="figure">{percent(firstTimeRight(figures))}</td>
    </>
  )
}

function MissButtons({ figures, onOpen }: { figures: AccuracyFigures; onOpen: (kind: MissKind) => void }) {
  const { t } = useTranslation()
  return missKinds.map((kind) => (
    <Button
      key={kind}
      type="link"
      size="small"
      disabled={missed[kind](figures) === 0}
      data-testid={`misses-${kind}`}
      onClick={() => onOpen(kind)}
    >
      {t(`reports.accuracy.${kind === 'match' ? 'match' : 'firstTime'}`, { count: missed[kind](figures) })}
    </Button>
  ))
}

function MissList({ view }: { view: ReportView }) {
  const { t } = useTranslation()
  const { from, to, kind, by, id } = view
  const filter = { from, to, kind, ...(id === undefined ? {} : { [by]: id }) }
  const query = useInfiniteQuery({
    queryKey: ['misses', filter],
    queryFn: ({ pageParam, signal }) =>
      request<MissPage>('GET', withQuery('/api/reports/misses', { ...filter, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  if (query.error !== null) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  const misses = query.data?.pages.flatMap((page) => page.misses)
  if (misses === undefined) return <Waiting lines={4} />
  if (misses.length === 0) return <Empty title={t('reports.accuracy.none')} text={t('reports.accuracy.noneText')} />
  return (
    <section className="report-table">
      <table className="grid-table" data-testid="miss-list">
        <thead>
          <tr>
            <th>{t('reports.accuracy.at')}</th>
            <th>{t('reports.accuracy.caller')}</th>
            <th>{t('reports.accuracy.queue')}</th>
            <th>{t('reports.accuracy.agentColumn')}</th>
            <th>{t('reports.accuracy.what')}</th>
            <th>{t('reports.accuracy.why')}</th>
            <th>{t('reports.accuracy.ticket')}</th>
          </tr>
        </thead>
        <tbody>
          {misses.map((miss) => (
            <MissRow key={miss.callId} miss={miss} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <div className="page-end">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </section>
  )
}

function MissRow({ miss }: { miss: Miss }) {
  const { t } = useTranslation()
  const why = useWholeWhy(miss.why)
  const faults = [
    ...(miss.matched === false ? [t('reports.accuracy.notMatched')] : []),
    ...(miss.transferredTo === undefined ? [] : [t('reports.accuracy.handedOn', { queue: miss.transferredTo })]),
    ...miss.misrouted.map(({ agentName, rightQueue, note }) =>
      [t('reports.accuracy.flagged', { agent: agentName, queue: rightQueue }), ...(note ? [note] : [])].join(': '),
    ),
  ]
  return (
    <tr>
      <td className="nowrap">{exactTime(miss.enteredAt)}</td>
      <td className="nowrap">
        <NumberText number={miss.number} />
      </td>
      <td className="nowrap">{miss.queueName}</td>
      <td className="nowrap">{miss.agentName}</td>
      <td>
        {faults.map((fault) => (
          <div key={fault}>{fault}</div>
        ))}
      </td>
      <td className="miss-why">{why === '' ? <span className="second">{t('reports.accuracy.noWhy')}</span> : why}</td>
      <td className="nowrap">
        {miss.ticketId !== undefined && <Link to={`/tickets/${miss.ticketId}`}>{miss.ticketNumber}</Link>}
      </td>
    </tr>
  )
}
