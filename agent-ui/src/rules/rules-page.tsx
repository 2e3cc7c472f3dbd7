/** Automation rules: the list in its order, rings among them, what could not be dealt with, an editor. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import type { AutomationRule, RuleList } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { FailedEvents } from './failed-events.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { LoopWarning } from './rule-loops.tsx'
import { useOrderRules, useRules } from './rule-queries.ts'
import { useRuleWords } from './rule-words.ts'
import '../administration/administration.css'
import '../sla/sla.css'

export default function RulesPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Rules canWrite={role === 'admin'} />
}

function Rules({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const { data: list, error, refetch } = useRules()
  const [open, setOpen] = useState<{ rule: AutomationRule | undefined }>()
  if (list === undefined)
    return error === null ? <Waiting lines={8} /> : <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('rules.title')}</h1>
        <span className="second">{t('rules.text')}</span>
        <span className="bar-space" />
        <Link to="/administration/sla">{t('sla.policies')}</Link>
        {canWrite && (
          <Button type="primary" onClick={() => setOpen({ rule: undefined })} data-testid="add-rule">
            {t('rules.add')}
          </Button>
        )}
      </div>
      <div className="page-scroll">
        <LoopWarning loops={list.loops} />
        {list.rules.length === 0 ? (
          <Empty title={t('rules.empty')} text={t('rules.emptyText')} />
        ) : (
          <RuleTable list={list} canWrite={canWrite} onOpen={(rule) => setOpen({ rule })} />
        )}
        {canWrite && <FailedEvents />}
      </div>
      {open && (
        <RuleEditor
          key={open.rule?.id ?? 'new'}
          rule={open.rule}
          list={list}
          canWrite={canWrite}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

interface TableProps {
  readonly list: RuleList
  readonly canWrite: boolean
  readonly onOpen: (rule: AutomationRule) => void
}

function RuleTable({ list, canWrite, onOpen }: TableProps) {
  const { t } = useTranslation()
  const words = useRuleWords(list)
  const order = useOrderRules()
  const ids = list.rules.map(({ id }) => id)
  const move = (index: number, by: number) => {
    const [mine, other] = [ids[index], ids[index + by]]
    if (mine !== undefined && other !== undefined) order.mutate(ids.with(index, other).with(index + by, mine))
  }
  return (
    <table className="grid-table" data-testid="rules">
      <thead>
        <tr>
          <th>{t('rules.order')}</th>
          <th>{t('rules.name')}</th>
          <th>{t('rules.when')}</th>
          <th>{t('rules.if')}</th>
          <th>{t('rules.thenDo')}</th>
          <th>{t('sla.changed')}</th>
        </tr>
      </thead>
      <tbody>
        {list.rules.map((rule, index) => (
          <tr key={rule.id}>
            <td className="nowrap">
              {index + 1}
              {canWrite && (
                <>
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowUpOutlined />}
                    aria-label={t('rules.up')}
                    disabled={index === 0 || order.isPending}
                    onClick={() => move(index, -1)}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowDownOutlined />}
                    aria-label={t('rules.down')}
                    disabled={index === ids.length - 1 || order.isPending}
                    onClick={() => move(index, 1)}
                  />
                </>
              )}
            </td>
            <td>
              <button type="button" className="link-button" onClick={() => onOpen(rule)}>
                {rule.name}
              </button>{' '}
              <span className="tag" data-tone={rule.enabled ? 'ready' : 'rest'}>
                {rule.enabled ? t('rules.enabled') : t('rules.off')}
              </span>
            </td>
            <td className="nowrap">{t(`rules.event.${rule.event}`)}</td>
            <td>{words.conditions(rule.conditions)}</td>
            <td>{rule.actions.map(words.action).join('；')}</td>
            <td className="nowrap">
              {rule.changedBy} <Moment at={rule.changedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
