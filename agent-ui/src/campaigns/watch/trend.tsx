import { type CampaignMinute, percentOf } from '@ringdesk/gateway/contract'
import { Segmented } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartOption } from '../../charts/chart.tsx'
import { count } from '../../messages/formats.ts'
import { useAppearance } from '../../theme/appearance.ts'
import { dark, light } from '../../theme/palette.ts'
import { percent } from './figure-words.ts'

const clock = (at: number) => dayjs(at).format('HH:mm')
const rateOf = ({ answered, dialled }: CampaignMinute) => percentOf({ part: answered, of: dialled })

/** The last hour by minutes: how many were called, how many of them answered. */
export function Trend({ minutes }: { minutes: readonly CampaignMinute[] }) {
  const { t } = useTranslation()
  const [shown, show] = useState<'chart' | 'table'>('chart')
  const quiet = minutes.every(({ dialled }) => dialled === 0)
  return (
    <section className="watch-part" aria-label={t('campaignWatch.trend')}>
      <header>
        <h2>{t('campaignWatch.trend')}</h2>
        <span className="bar-space" />
        <Segmented
          size="small"
          aria-label={t('campaignWatch.trend')}
          value={shown}
          options={(['chart', 'table'] as const).map((value) => ({ value, label: t(`campaignWatch.${value}`) }))}
          onChange={show}
        />
      </header>
      <div className="watch-trend">
        {quiet ? (
          <p className="watch-empty second">{t('campaignWatch.quiet')}</p>
        ) : shown === 'chart' ? (
          <TrendChart minutes={minutes} />
        ) : (
          <TrendTable minutes={minutes} />
        )}
      </div>
    </section>
  )
}

function TrendChart({ minutes }: { minutes: readonly CampaignMinute[] }) {
  const { t } = useTranslation()
  const appearance = useAppearance((state) => state.appearance)
  const { readySolid, restSolid, dangerSolid } = appearance === 'dark' ? dark : light
  const option = useMemo((): ChartOption => {
    const bar = (name: string, value: (minute: CampaignMinute) => number) => ({
      type: 'bar' as const,
      stack: 'calls',
      name,
      barCategoryGap: '20%',
      data: minutes.map(value),
    })
    return {
      // It moves every two seconds: an animation would never come to rest.
      animation: false,
      xAxis: { type: 'category', data: minutes.map(({ at }) => clock(at)), axisLabel: { interval: 9 } },
      yAxis: { type: 'value', minInterval: 1 },
      color: [readySolid, restSolid, dangerSolid],
      series: [
        bar(t('campaignWatch.answered'), ({ answered, abandoned }) => answered - abandoned),
        bar(t('campaignWatch.notAnswered'), ({ dialled, answered }) => dialled - answered),
        bar(t('campaignWatch.abandonedCalls'), ({ abandoned }) => abandoned),
      ],
    }
  }, [minutes, t, readySolid, restSolid, dangerSolid])
  return <Chart option={option} label={t('campaignWatch.trendLabel')} height="100%" />
}

function TrendTable({ minutes }: { minutes: readonly CampaignMinute[] }) {
  const { t } = useTranslation()
  return (
    <div className="watch-table">
      <table className="grid-table" data-testid="trend-table">
        <thead>
          <tr>
            <th>{t('campaignWatch.time')}</th>
            <th className="figure">{t('campaignWatch.dialled')}</th>
            <th className="figure">{t('campaignWatch.answered')}</th>
            <th className="figure">{t('campaignWatch.abandonedCalls')}</th>
            <th className="figure">{t('campaignWatch.rate')}</th>
          </tr>
        </thead>
        <tbody>
          {[...minutes].reverse().map((minute) => (
            <tr key={minute.at}>
              <td>{clock(minute.at)}</td>
              <td className="figure">{count(minute.dialled)}</td>
              <td className="figure">{count(minute.answered)}</td>
              <td className="figure">{count(minute.abandoned)}</td>
              <td className="figure">{percent(rateOf(minute))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
