/** History by intervals, and accuracy with its misses. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { useMe } from '../session/session.ts'
import { AccuracyView } from './accuracy-view.tsx'
import { ClosedLoopView } from './closed-loop-view.tsx'
import { IntervalReport } from './interval-report.tsx'
import { intervals, type ReportView, tabs, useReportView } from './report-view.ts'
import './reports.css'

const DAY = 'YYYY-MM-DD'
const before = (date: string, days: number): string => dayjs(date).subtract(days, 'day').format(DAY)

export default function ReportsPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role === 'agent') return <Forbidden role={t(`role.${role}`)} />
  return <Reports />
}

function Reports() {
  // The installation's day, which need not be the reader's.
  const { data, error, refetch } = useQuery({
    queryKey: ['reports-today'],
    queryFn: ({ signal }) => request<{ date: string }>('GET', '/api/reports/today', { signal }),
    refetchInterval: 60_000,
  })
  if (data !== undefined) return <Page today={data.date} />
  return error === null ? <Waiting lines={12} /> : <Failed error={error} onRetry={() => void refetch()} />
}

/** An owner of a region sees what customers said of their part; queues and agents are headquarters'. */
const ofRegions = ['closed-loop'] as const

function Page({ today }: { today: string }) {
  const { t } = useTranslation()
  const mayRead = useMe().role === 'region' ? ofRegions : tabs
  const { view, change, shortened } = useReportView(today, mayRead)
  const presets = {
    today: { from: today, to: today },
    yesterday: { from: before(today, 1), to: before(today, 1) },
    week: { from: before(today, 6), to: today },
  } as const
  const preset = (['today', 'yesterday', 'week'] as const).find(
    (name) => presets[name].from === view.from && presets[name].to === view.to,
  )
  const isByInterval = view.tab === 'queue' || view.tab === 'agent'
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('reports.title')}</h1>
        <Segmented
          aria-label={t('reports.tab.label')}
          options={mayRead.map((value) => ({ value, label: t(`reports.tab.${value}`) }))}
          value={view.tab}
          onChange={(tab) => change({ tab, key: '' })}
        />
        <Segmented
          aria-label={t('reports.span')}
          options={(['today', 'yesterday', 'week'] as const).map((value) => ({ value, label: t(`reports.${value}`) }))}
          value={preset ?? ''}
          onChange={(name) => {
            const chosen = (['today', 'yesterday', 'week'] as const).find((each) => each === name)
            if (chosen !== undefined) change(presets[chosen])
          }}
        />
        <DatePicker.RangePicker
          value={[dayjs(view.from), dayjs(view.to)]}
          allowClear={false}
          aria-label={t('reports.span')}
          maxDate={dayjs(today)}
          onChange={(dates) => {
            if (!dates?.[0] || !dates[1]) return
            const [from, to] = [dates[0], dates[1]]
            const first = to.diff(from, 'day') > 91 ? to.subtract(91, 'day') : from
            change({ from: first.format(DAY), to: to.format(DAY) })
          }}
        />
        {isByInterval && (
          <Segmented
            aria-label={t('reports.interval')}
            options={intervals.map((value) => ({ value, label: t('reports.minutes', { count: Number(value) }) }))}
            value={view.interval}
            onChange={(interval) => change({ interval })}
          />
        )}
        {view.tab !== 'accuracy' && (
          <>
            <span className="bar-space" />
            <Export view={view} format="xlsx" />
            <Export view={view} format="csv" />
          </>
        )}
      </div>
      {shortened !== undefined && isByInterval && (
        <p className="second" role="status">
          {t('reports.tooLong', { interval: shortened, days: 31 })}
        </p>
      )}
      <div className="page-scroll reports-scroll">
        {view.tab === 'accuracy' && <AccuracyView view={view} change={change} />}
        {view.tab === 'closed-loop' && <ClosedLoopView view={view} />}
        {isByInterval && <IntervalReport view={view} change={change} />}
      </div>
    </div>
  )
}

function Export({ view, format }: { view: ReportView; format: 'xlsx' | 'csv' }) {
  const { t, i18n } = useTranslation()
  const { from, to, interval, tab, key } = view
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const address =
    tab === 'closed-loop'
      ? withQuery('/api/reports/closed-loop/export', { from, to, format, language })
      : withQuery('/api/reports/export', { from, to, interval, by: tab, key, format, language })
  return (
    <Button icon={<DownloadOutlined />} href={address} download data-testid={`export-${format}`}>
      {t(format === 'xlsx' ? 'reports.exportXlsx' : 'reports.exportCsv')}
    </Button>
  )
}
