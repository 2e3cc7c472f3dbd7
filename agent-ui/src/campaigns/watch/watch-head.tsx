import { DownloadOutlined } from '@ant-design/icons'
import type { CampaignFigures } from '@ringdesk/gateway/contract'
import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { exactTime } from '../../messages/formats.ts'
import { CampaignMoves } from '../campaign-moves.tsx'
import { StateTag } from '../campaign-words.tsx'
import { clockTime } from './figure-words.ts'
import { exportPath } from './watch-queries.ts'

/** @param stale the gateway does not answer: what is shown is of before */
export function WatchHead({
  figures,
  stale,
  children,
}: {
  figures: CampaignFigures
  stale: boolean
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const { id, name, kind, mode, state, at, startedAt, endedAt } = figures
  return (
    <div className="page-head">
      <Link to={`/campaigns/${id}`}>{t('campaignWatch.back')}</Link>
      <h1 className="cut watch-name" title={name}>
        {name}
      </h1>
      <StateTag state={state} />
      <span className="second nowrap">
        {t(`campaigns.kind.${kind}`)} · {t(`campaigns.mode.${mode}`)}
        {startedAt !== undefined && ` · ${t('campaignWatch.startedAt', { time: clockTime(startedAt, at) })}`}
        {endedAt !== undefined && ` · ${t('campaignWatch.endedAt', { time: clockTime(endedAt, at) })}`}
      </span>
      {children}
      <span className="bar-space" />
      <span className={stale ? 'watch-stale' : 'second watch-fresh'} role={stale ? 'alert' : undefined}>
        {t(stale ? 'campaignWatch.stale' : 'campaignWatch.updated', { time: exactTime(at).slice(11) })}
      </span>
      <Exports figures={figures} />
      <CampaignMoves campaign={figures} />
    </div>
  )
}

function Exports({ figures: { id, kind } }: { figures: CampaignFigures }) {
  const { t, i18n } = useTranslation()
  const items = (kind === 'survey' ? (['attempts', 'answers'] as const) : (['attempts'] as const)).flatMap((what) =>
    (['xlsx', 'csv'] as const).map((format) => ({
      key: `${what}-${format}`,
      label: (
        <a href={exportPath(id, what, format, i18n.language)} download>
          {t(what === 'attempts' ? 'campaignWatch.exportAttempts' : 'campaignWatch.exportAnswers')} ·{' '}
          {format === 'xlsx' ? 'Excel' : 'CSV'}
        </a>
      ),
    })),
  )
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<DownloadOutlined />} data-testid="campaign-export">
        {t('campaignWatch.export')}
      </Button>
    </Dropdown>
  )
}
