/** All campaigns, the newest first. */
import { type CampaignPage, campaignKind, campaignState } from '@ringdesk/gateway/contract'
import { Button, Progress, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { useCampaigns } from './campaign-queries.ts'
import { StateTag } from './campaign-words.tsx'
import { MoreRows } from './more-rows.tsx'
import { NewCampaign } from './new-campaign.tsx'
import { TypedSearch } from './typed-search.tsx'
import './campaigns.css'

export default function CampaignsPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Campaigns />
}

function Campaigns() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [q, setQ] = useState('')
  const [adding, setAdding] = useState(false)
  const state = search.get('state') ?? ''
  const kind = search.get('kind') ?? ''
  const query = useCampaigns({ state, kind, q })
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value) next.set(name, value)
    else next.delete(name)
    setSearch(next, { replace: true })
  }
  const campaigns = query.data?.pages.flatMap((page) => page.campaigns)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('campaigns.title')}</h1>
        <Select
          className="campaign-filter"
          aria-label={t('campaigns.stateLabel')}
          value={state}
          onChange={(value) => change('state', value)}
          options={[
            { value: '', label: t('campaigns.anyState') },
            ...campaignState.options.map((value) => ({ value, label: t(`campaigns.state.${value}`) })),
          ]}
        />
        <Select
          className="campaign-filter"
          aria-label={t('campaigns.kindLabel')}
          value={kind}
          onChange={(value) => change('kind', value)}
          options={[
            { value: '', label: t('campaigns.anyKind') },
            ...campaignKind.options.map((value) => ({ value, label: t(`campaigns.kind.${value}`) })),
          ]}
        />
        <TypedSearch label={t('campaigns.search')} onSearch={setQ} testId="campaign-search" />
        <span className="bar-space" />
        <Link to="/campaigns/rules">{t('campaigns.rules')}</Link>
        <Link to="/campaigns/do-not-call">{t('campaigns.doNotCall')}</Link>
        <Button type="primary" onClick={() => setAdding(true)} data-testid="add-campaign">
          {t('campaigns.add')}
        </Button>
      </div>
      <div className="page-scroll">
        {campaigns === undefined ? (
          query.error === null ? (
            <Waiting lines={8} />
          ) : (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : campaigns.length === 0 ? (
          <Empty
            title={state || kind || q ? t('campaigns.noMatch') : t('campaigns.empty')}
            text={state || kind || q ? t('campaigns.noMatchText') : t('campaigns.emptyText')}
          />
        ) : (
          <>
            <CampaignTable campaigns={campaigns} />
            <MoreRows query={query} />
          </>
        )}
      </div>
      {adding && <NewCampaign onClose={() => setAdding(false)} />}
    </div>
  )
}

function CampaignTable({ campaigns }: Pick<CampaignPage, 'campaigns'>) {
  const { t } = useTranslation()
  return (
    <table className="grid-table" data-testid="campaigns">
      <thead>
        <tr>
          <th>{t('campaigns.name')}</th>
          <th>{t('campaigns.stateLabel')}</th>
          <th>{t('campaigns.kindLabel')}</th>
          <th>{t('campaigns.modeLabel')}</th>
          <th>{t('campaigns.progress')}</th>
          <th>{t('campaigns.startedAt')}</th>
          <th>{t('campaigns.createdAt')}</th>
        </tr>
      </thead>
      <tbody>
        {campaigns.map(({ id, name, state, kind, mode, contacts, startedAt, createdAt, createdBy }) => {
          const total = contacts.waiting + contacts.inHand + contacts.done
          const words = t('campaigns.progressOf', { done: count(contacts.done), total: count(total) })
          return (
            <tr key={id}>
              <td>
                <Link to={`/campaigns/${id}`}>{name}</Link>
              </td>
              <td>
                <StateTag state={state} />{' '}
                {state !== 'draft' && <Link to={`/campaigns/${id}/watch`}>{t('campaigns.watch')}</Link>}
              </td>
              <td className="nowrap">{t(`campaigns.kind.${kind}`)}</td>
              <td className="nowrap">{t(`campaigns.mode.${mode}`)}</td>
              <td>
                <div className="campaign-progress">
                  <Progress
                    percent={total === 0 ? 0 : Math.floor((contacts.done / total) * 100)}
                    size="small"
                    showInfo={false}
                    aria-label={words}
                  />
                  <span className="second">{words}</span>
                </div>
              </td>
              <td className="nowrap">{startedAt !== undefined && <Moment at={startedAt} />}</td>
              <td className="nowrap">
                {createdBy} <Moment at={createdAt} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
