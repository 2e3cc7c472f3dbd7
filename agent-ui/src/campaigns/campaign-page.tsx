/** One campaign: its state and the buttons that change it above; set-up, contacts and attempts below. */
import type { CampaignDetail } from '@ringdesk/gateway/contract'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { AttemptsTab } from './attempts-tab.tsx'
import { CampaignMoves, ProblemList } from './campaign-moves.tsx'
import { useCampaign, usePreflight } from './campaign-queries.ts'
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
        <CampaignMoves campaign={campaign} />
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
