/** A campaign while it runs, to be watched all day: what needs a hand, how far, how fast, what holds it; and what customers answered. */
import type { CampaignFigures } from '@ringdesk/gateway/contract'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Failed, Forbidden, Waiting } from '../../frame/screens.tsx'
import { GatewayError } from '../../gateway/request.ts'
import { useMe } from '../../session/session.ts'
import { AlarmStrip } from './alarm-strip.tsx'
import { KeyFigures } from './key-figures.tsx'
import { Pace } from './pace.tsx'
import { Breakdown, Funnel } from './parts.tsx'
import { Results } from './results.tsx'
import { Trend } from './trend.tsx'
import { WatchHead } from './watch-head.tsx'
import { useCampaignFigures } from './watch-queries.ts'
import './watch.css'

export default function WatchPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  const { id = '' } = useParams()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Watch key={id} id={id} />
}

function Watch({ id }: { id: string }) {
  const { t } = useTranslation()
  const { role } = useMe()
  const [search, setSearch] = useSearchParams()
  const { data: figures, error, refetch } = useCampaignFigures(id)
  if (error instanceof GatewayError && error.status === 403) return <Forbidden role={t(`role.${role}`)} />
  if (figures === undefined)
    return error === null ? <Waiting lines={14} /> : <Failed error={error} onRetry={() => void refetch()} />
  const survey = figures.kind === 'survey'
  const tab = survey && search.get('tab') === 'results' ? 'results' : 'live'
  return (
    <div className="page watch" data-testid="campaign-watch">
      <WatchHead figures={figures} stale={error !== null}>
        {survey && (
          <Segmented
            aria-label={t('campaignWatch.view')}
            value={tab}
            options={(['live', 'results'] as const).map((value) => ({ value, label: t(`campaignWatch.${value}`) }))}
            onChange={(next) => setSearch(next === 'live' ? {} : { tab: next }, { replace: true })}
          />
        )}
      </WatchHead>
      <AlarmStrip figures={figures} />
      <div className="watch-scroll">{tab === 'results' ? <Results id={id} /> : <Live figures={figures} />}</div>
    </div>
  )
}

function Live({ figures }: { figures: CampaignFigures }) {
  return (
    <>
      <KeyFigures figures={figures} />
      <div className="watch-row watch-row-wide">
        <Trend minutes={figures.minutes} />
        <Pace figures={figures} />
      </div>
      <div className="watch-row">
        <Funnel figures={figures} />
        <Breakdown figures={figures} />
      </div>
    </>
  )
}
