/** Time limits: policies in a table, headquarters' hours, an editor with a preview. */
import type { SlaBook, SlaPolicy, TicketChoices } from '@ringdesk/gateway/contract'
import { clockKind } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { useChoices } from '../tickets/ticket-queries.ts'
import { useDurationWords } from './duration-words.ts'
import { PolicyEditor } from './policy-editor.tsx'
import { useSlaBook } from './sla-queries.ts'
import { WeekEditor } from './week-editor.tsx'
import '../administration/administration.css'
import './sla.css'

export default function SlaPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Book canWrite={role === 'admin'} />
}

function Book({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const { data: book, error, refetch } = useSlaBook()
  const { data: choices } = useChoices()
  const [open, setOpen] = useState<{ policy: SlaPolicy | undefined }>()
  const [weekOpen, setWeekOpen] = useState(false)
  if (book === undefined)
    return error === null ? <Waiting lines={8} /> : <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('sla.policies')}</h1>
        <span className="second">{t('sla.text')}</span>
        <span className="bar-space" />
        <Link to="/administration/rules">{t('rules.title')}</Link>
        <Button onClick={() => setWeekOpen(true)}>{t('sla.week')}</Button>
        {canWrite && (
          <Button type="primary" onClick={() => setOpen({ policy: undefined })} data-testid="add-policy">
            {t('sla.add')}
          </Button>
        )}
      </div>
      <div className="page-scroll">
        {book.policies.length === 0 ? (
          <Empty title={t('sla.empty')} text={t('sla.emptyText')} />
        ) : (
          <PolicyTable book={book} choices={choices} onOpen={(policy) => setOpen({ policy })} />
        )}
      </div>
      {open && (
        <PolicyEditor
          key={open.policy?.id ?? 'new'}
          policy={open.policy}
          canWrite={canWrite}
          onClose={() => setOpen(undefined)}
        />
      )}
      {weekOpen && <WeekEditor book={book} canWrite={canWrite} onClose={() => setWeekOpen(false)} />}
    </div>
  )
}

interface TableProps {
  readonly book: SlaBook
  readonly choices: TicketChoices | undefined
  readonly onOpen: (policy: SlaPolicy) => void
}

function PolicyTable({ book, choices, onOpen }: TableProps) {
  const { t, i18n } = useTranslation()
  const time = useDurationWords()
  const priorities = ['normal', 'high', 'urgent'] as const
  const forWhich = (policy: SlaPolicy): string => {
    const category = choices?.categories.find(({ code }) => code === policy.category)
    const words = [
      category ? (i18n.language === 'en' ? category.en : category.zh) : policy.category,
      policy.priority === undefined ? undefined : t(`ticket.priorityOf.${priorities[policy.priority] ?? 'normal'}`),
      policy.regionName ?? policy.regionId,
      policy.customerClass,
    ].filter((word) => word !== undefined)
    return words.length === 0 ? t('sla.everything') : words.join(' · ')
  }
  return (
    <table className="grid-table" data-testid="policies">
      <thead>
        <tr>
          <th>{t('sla.name')}</th>
          <th>{t('sla.forWhich')}</th>
          {clockKind.options.map((kind) => (
            <th key={kind}>{t(`sla.kind.${kind}`)}</th>
          ))}
          <th>{t('sla.changed')}</th>
        </tr>
      </thead>
      <tbody>
        {book.policies.map((policy) => (
          <tr key={policy.id}>
            <td>
              <button type="button" className="link-button" onClick={() => onOpen(policy)}>
                {policy.name}
              </button>{' '}
              {!policy.enabled && <span className="tag">{t('sla.disabled')}</span>}
            </td>
            <td>{forWhich(policy)}</td>
            {clockKind.options.map((kind) => {
              const target = policy.targets[kind]
              return (
                <td key={kind}>
                  {target
                    ? t('sla.target', { time: time(target.minutes * 60_000), hours: t(`sla.hours.${target.hours}`) })
                    : t('sla.noTarget')}
                </td>
              )
            })}
            <td className="nowrap">
              {policy.changedBy} <Moment at={policy.changedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
