/** One campaign: its state and the buttons that change it above; set-up, contacts and attempts below. */
import type { CampaignDetail, CampaignMove, PreflightProblem } from '@ringdesk/gateway/contract'
import { App, Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { GatewayError } from '../gateway/request.ts'
import { count } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { AttemptsTab } from './attempts-tab.tsx'
import { useCampaign, useMoveCampaign, usePreflight } from './campaign-queries.ts'
import { StateTag } from './campaign-words.tsx'
import { ContactsTab } from './contacts-tab.tsx'
import { SetupTab } from './setup-tab.tsx'
import './campaigns.css'

const tabs = {
  setup: (campaign) => <SetupTab key={campaign.id} campaign={campaign} />,
  contacts: (campaign) => <ContactsTab campaign={campaign} />,
  attempts: (campaign) => <AttemptsTab campaign={campaign} />,
} as const satisfies Record<string, (campaign: CampaignDetail) => ReactNode>
type Tab = keyof typeof tabs
const tabNames = Object.keys(tabs) as readonly Tab[]

export default function CampaignPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  const { id = '' } = useParams()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Campaign key={id} id={id} />
}

function Campaign({ id }: { id: string }) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const { data: campaign, error, refetch } = useCampaign(id)
  if (campaign === undefined)
    return error === null ? <Waiting lines={10} /> : <Failed error={error} onRetry={() => void refetch()} />
  const tab = tabNames.find((name) => name === search.get('tab')) ?? 'setup'
  const { waiting, inHand, done } = campaign.contacts
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/campaigns">{t('campaigns.back')}</Link>
        <h1 className="cut">{campaign.name}</h1>
        <StateTag state={campaign.state} />
        <span className="second">
          {t(`campaigns.kind.${campaign.kind}`)} · {t(`campaigns.mode.${campaign.mode}`)} ·{' '}
          {t('campaigns.progressOf', { done: count(done), total: count(waiting + inHand + done) })}
        </span>
        <span className="bar-space" />
        {campaign.state !== 'draft' && (
          <Link to={`/campaigns/${id}/watch`} data-testid="to-watch">
            {t('campaigns.watch')}
          </Link>
        )}
        <Moves campaign={campaign} />
      </div>
      <div className="page-head">
        <Segmented
          aria-label={t('campaigns.tab.label')}
          value={tab}
          options={tabNames.map((value) => ({ value, label: t(`campaigns.tab.${value}`) }))}
          onChange={(next) => setSearch({ tab: next }, { replace: true })}
          data-testid="campaign-tabs"
        />
      </div>
      <Preflight campaign={campaign} />
      <div className="page-scroll">{tabs[tab](campaign)}</div>
    </div>
  )
}

function Moves({ campaign }: { campaign: CampaignDetail }) {
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
        <Button type="primary" loading={move.isPending} onClick={() => go('pause')} data-testid="pause-campaign">
          {t('campaigns.move.pause')}
        </Button>
      ) : (
        <Button type="primary" loading={move.isPending} onClick={() => go('start')} data-testid="start-campaign">
          {state === 'paused' ? t('campaigns.move.resume') : t('campaigns.move.start')}
        </Button>
      )}
      {state !== 'draft' && (
        <Button danger disabled={move.isPending} onClick={stop} data-testid="stop-campaign">
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

/** What is still missing, before anybody presses the button; the same check runs again when they do. */
function Preflight({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation()
  const stands = campaign.state === 'draft' || campaign.state === 'paused'
  const { data } = usePreflight(campaign.id, stands)
  if (!stands || data === undefined) return null
  const ready = data.problems.length === 0
  return (
    <div className="campaign-preflight" data-tone={ready ? 'ready' : 'busy'} role="status" data-testid="preflight">
      <b>{ready ? t('campaigns.ready') : t('campaigns.cannotStart')}</b>
      <ProblemList problems={data.problems} />
    </div>
  )
}

/** The gateway's sentence knows the particulars (which number, which queue) but speaks Chinese only. */
function ProblemList({ problems }: { problems: readonly PreflightProblem[] }) {
  const { t, i18n } = useTranslation()
  return (
    <ul className="campaign-problems">
      {problems.map(({ code, message }) => (
        <li key={code}>{i18n.language === 'zh-CN' ? message : t(`campaigns.problem.${code}`)}</li>
      ))}
    </ul>
  )
}
