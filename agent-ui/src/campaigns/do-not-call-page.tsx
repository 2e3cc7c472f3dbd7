/** Numbers that nobody calls. */
import { type DoNotCallEntry, refusalReason } from '@ringdesk/gateway/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { NumberText } from '../customers/number-text.tsx'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { useRefusals } from './campaign-queries.ts'
import { MoreRows } from './more-rows.tsx'
import { AddRefusal, ImportRefusals, RemoveRefusal } from './refusal-dialogs.tsx'
import { TypedSearch } from './typed-search.tsx'
import './campaigns.css'

export default function DoNotCallPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Refusals canRemove={role === 'admin'} />
}

function Refusals({ canRemove }: { canRemove: boolean }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<'add' | 'import' | DoNotCallEntry>()
  const query = useRefusals({ reason, q })
  const entries = query.data?.pages.flatMap((page) => page.entries)
  const close = () => setOpen(undefined)
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/campaigns">{t('campaigns.back')}</Link>
        <h1>{t('campaigns.doNotCall')}</h1>
        <Select
          className="campaign-filter"
          aria-label={t('campaigns.refusals.reason')}
          value={reason}
          onChange={setReason}
          options={[
            { value: '', label: t('campaigns.refusals.any') },
            ...refusalReason.options.map((value) => ({ value, label: t(`campaigns.refusals.reasonOf.${value}`) })),
          ]}
        />
        <TypedSearch label={t('campaigns.refusals.search')} onSearch={setQ} testId="refusal-search" />
        <span className="bar-space" />
        <Link to="/campaigns/rules">{t('campaigns.rules')}</Link>
        <Button onClick={() => setOpen('import')}>{t('campaigns.refusals.import')}</Button>
        <Button type="primary" onClick={() => setOpen('add')} data-testid="add-refusal">
          {t('campaigns.refusals.add')}
        </Button>
      </div>
      <p className="second">{t('campaigns.refusals.text')}</p>
      <div className="page-scroll">
        {entries === undefined ? (
          query.error === null ? (
            <Waiting lines={8} />
          ) : (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : entries.length === 0 ? (
          reason || q ? (
            <Empty title={t('campaigns.refusals.noMatch')} />
          ) : (
            <Empty title={t('campaigns.refusals.empty')} text={t('campaigns.refusals.emptyText')} />
          )
        ) : (
          <>
            <RefusalTable entries={entries} canRemove={canRemove} onRemove={setOpen} />
            <MoreRows query={query} />
          </>
        )}
      </div>
      {open === 'add' && <AddRefusal onClose={close} />}
      {open === 'import' && <ImportRefusals onClose={close} />}
      {typeof open === 'object' && <RemoveRefusal entry={open} onClose={close} />}
    </div>
  )
}

interface TableProps {
  readonly entries: readonly DoNotCallEntry[]
  readonly canRemove: boolean
  readonly onRemove: (entry: DoNotCallEntry) => void
}

function RefusalTable({ entries, canRemove, onRemove }: TableProps) {
  const { t } = useTranslation()
  return (
    <table className="grid-table" data-testid="refusals">
      <thead>
        <tr>
          <th>{t('campaigns.refusals.number')}</th>
          <th>{t('campaigns.refusals.reason')}</th>
          <th>{t('campaigns.refusals.scope')}</th>
          <th>{t('campaigns.refusals.by')}</th>
          <th>{t('campaigns.refusals.note')}</th>
          <th>{t('campaigns.refusals.at')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="nowrap">
              <NumberText number={entry.number} />
            </td>
            <td className="nowrap">
              {t(`campaigns.refusals.reasonOf.${entry.reason}`)}{' '}
              {entry.forGood && <span className="tag">{t('campaigns.refusals.forGood')}</span>}
            </td>
            <td>{entry.campaignName ?? t('campaigns.refusals.everywhere')}</td>
            <td className="nowrap">{entry.by}</td>
            <td>{entry.note}</td>
            <td className="nowrap">
              <Moment at={entry.at} />
            </td>
            <td className="nowrap">
              {canRemove && !entry.forGood && (
                <button type="button" className="link-button" onClick={() => onRemove(entry)}>
                  {t('campaigns.refusals.remove')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
