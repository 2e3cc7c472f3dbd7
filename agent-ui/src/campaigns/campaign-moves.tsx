import { PauseOutlined, PlayCircleOutlined, StopOutlined } from '@ant-design/icons'
import type { CampaignDetail, CampaignMove, PreflightProblem } from '@ringdesk/gateway/contract'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import { useMoveCampaign } from './campaign-queries.ts'

/** Starts, pauses and stops a campaign; a start that is refused is told with its reasons. */
export function CampaignMoves({ campaign }: { campaign: Pick<CampaignDetail, 'id' | 'name' | 'state'> }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const move = useMoveCampaign(campaign.id)
  const go = (to: CampaignMove) =>
    move.mutate(to, {
      onSuccess: () => void message.success(t(`campaigns.moved.${to}`)),
      onError: (error) => {
        const problems = problemsOf(error)
        if (problems.length > 0)
          modal.error({ title: t('campaigns.cannotStart'), content: <ProblemList problems={problems} /> })
      },
    })
  const stop = () =>
    modal.confirm({
      title: t('campaigns.stopQuestion', { name: campaign.name }),
      content: t('campaigns.stopText'),
      okText: t('campaigns.move.stop'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => go('stop'),
    })
  const { state } = campaign
  if (state === 'ended') return null
  return (
    <>
      {state === 'running' ? (
        <Button
          icon={<PauseOutlined />}
          loading={move.isPending}
          onClick={() => go('pause')}
          data-testid="pause-campaign"
        >
          {t('campaigns.move.pause')}
        </Button>
      ) : (
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          loading={move.isPending}
          onClick={() => go('start')}
          data-testid="start-campaign"
        >
          {state === 'paused' ? t('campaigns.move.resume') : t('campaigns.move.start')}
        </Button>
      )}
      {state !== 'draft' && (
        <Button danger icon={<StopOutlined />} disabled={move.isPending} onClick={stop} data-testid="stop-campaign">
          {t('campaigns.move.stop')}
        </Button>
      )}
    </>
  )
}

function problemsOf(error: unknown): readonly PreflightProblem[] {
  if (!(error instanceof GatewayError) || error.code !== 'CAMPAIGN_CANNOT_DIAL') return []
  return (error.body as { problems?: readonly PreflightProblem[] }).problems ?? []
}

/** The gateway's sentence knows the particulars (which number, which queue) but speaks Chinese only. */
export function ProblemList({ problems }: { problems: readonly PreflightProblem[] }) {
  const { t, i18n } = useTranslation()
  return (
    <ul className="campaign-problems">
      {problems.map(({ code, message }) => (
        <li key={code}>{i18n.language === 'zh-CN' ? message : t(`campaigns.problem.${code}`)}</li>
      ))}
    </ul>
  )
}
