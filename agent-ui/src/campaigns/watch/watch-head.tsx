import { DownloadOutlined, PauseOutlined, PlayCircleOutlined, StopOutlined } from '@ant-design/icons'
import type { CampaignFigures, CampaignMove, CampaignState } from '@ringdesk/gateway/contract'
import { App, Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useErrorWords } from '../../messages/error-words.ts'
import { exactTime } from '../../messages/formats.ts'
import { clockTime } from './figure-words.ts'
import { exportPath, useMove } from './watch-queries.ts'

const tone: Readonly<Record<CampaignState, string>> = { draft: '', running: 'ready', paused: 'busy', ended: '' }

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
      <span className="tag" data-tone={tone[state]} data-testid="campaign-state">
        {t(`campaignWatch.state.${state}`)}
      </span>
      <span className="second nowrap">
        {t(`campaignWatch.kind.${kind}`)} · {t(`campaignWatch.mode.${mode}`)}
        {startedAt !== undefined && ` · ${t('campaignWatch.startedAt', { time: clockTime(startedAt, at) })}`}
        {endedAt !== undefined && ` · ${t('campaignWatch.endedAt', { time: clockTime(endedAt, at) })}`}
      </span>
      {children}
      <span className="bar-space" />
      <span className={stale ? 'watch-stale' : 'second watch-fresh'} role={stale ? 'alert' : undefined}>
        {t(stale ? 'campaignWatch.stale' : 'campaignWatch.updated', { time: exactTime(at).slice(11) })}
      </span>
      <Exports figures={figures} />
      <Moves figures={figures} />
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

function Moves({ figures: { id, name, state } }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const words = useErrorWords()
  const move = useMove(id)
  const go = (to: CampaignMove) =>
    move.mutate(to, {
      onSuccess: () => void message.success(t(`campaignWatch.moved.${to}`)),
      onError: (error) => void message.error(words(error)),
    })
  if (state === 'ended') return null
  return (
    <>
      {state === 'running' ? (
        <Button icon={<PauseOutlined />} loading={move.isPending} onClick={() => go('pause')} data-testid="pause">
          {t('campaignWatch.move.pause')}
        </Button>
      ) : (
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          loading={move.isPending}
          onClick={() => go('start')}
          data-testid="start"
        >
          {t(state === 'paused' ? 'campaignWatch.move.resume' : 'campaignWatch.move.start')}
        </Button>
      )}
      <Button
        danger
        icon={<StopOutlined />}
        data-testid="stop"
        onClick={() =>
          modal.confirm({
            title: t('campaignWatch.stopQuestion', { name }),
            content: t('campaignWatch.stopText'),
            okText: t('campaignWatch.move.stop'),
            okButtonProps: { danger: true },
            onOk: () => go('stop'),
          })
        }
      >
        {t('campaignWatch.move.stop')}
      </Button>
    </>
  )
}
