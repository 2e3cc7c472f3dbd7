/** The rules for every call that we make: administrators change them, everybody at headquarters reads them. */
import type { OutboundRuleBook, OutboundRules } from '@ringdesk/gateway/contract'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { SpansField } from '../administration/hours-field.tsx'
import { Moment } from '../frame/moment.tsx'
import { Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { isCode, useOutboundRules, useSaveRules } from './campaign-queries.ts'
import { Labelled, NumberField } from './labelled.tsx'
import { RegionHours } from './region-hours.tsx'
import { WeekField } from './week-field.tsx'
import '../administration/administration.css'
import './campaigns.css'

export default function OutboundRulesPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  const { data: book, error, refetch } = useOutboundRules()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  if (book === undefined)
    return error === null ? <Waiting lines={10} /> : <Failed error={error} onRetry={() => void refetch()} />
  return <Rules book={book} canWrite={role === 'admin'} />
}

function Rules({ book, canWrite }: { book: OutboundRuleBook; canWrite: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<{ readonly version: number; readonly rules: OutboundRules }>()
  const save = useSaveRules()
  const rules = draft?.rules ?? book.rules
  const set = (some: Partial<OutboundRules>) =>
    setDraft({ version: draft?.version ?? book.version, rules: { ...rules, ...some } })
  const keep = () => {
    if (draft === undefined) return
    save.mutate(draft, {
      onSuccess: () => {
        setDraft(undefined)
        void message.success(t('campaigns.ruleBook.saved'))
      },
      onError: (error) => {
        if (!isCode(error, 'OUTBOUND_RULES_CHANGED')) return
        setDraft(undefined)
        void message.warning(t('campaigns.ruleBook.changedMeanwhile'), 8)
      },
    })
  }
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/campaigns">{t('campaigns.back')}</Link>
        <h1>{t('campaigns.rules')}</h1>
        <span className="second">
          {book.version === 0 || book.changedAt === undefined ? (
            t('campaigns.ruleBook.defaults')
          ) : (
            <>
              {t('campaigns.ruleBook.changed', { version: book.version, by: book.changedBy ?? '' })}{' '}
              <Moment at={book.changedAt} />
            </>
          )}
        </span>
        <span className="bar-space" />
        <Link to="/campaigns/do-not-call">{t('campaigns.doNotCall')}</Link>
      </div>
      <p className="second">
        {t('campaigns.ruleBook.text')} {!canWrite && <b>{t('campaigns.ruleBook.readOnly')}</b>}
      </p>
      <div className="page-scroll">
        <fieldset className="campaign-plain rule-book" disabled={!canWrite} data-testid="outbound-rules">
          <Often rules={rules} set={set} disabled={!canWrite} />
          <section>
            <h2>{t('campaigns.ruleBook.hours')}</h2>
            <p className="second">{t('campaigns.ruleBook.hoursText')}</p>
            <WeekField week={rules.week} onChange={(week) => set({ week })} />
            <h3>{t('campaigns.ruleBook.holidays')}</h3>
            <SpansField
              value={rules.holidays}
              onChange={(spans) => set({ holidays: spans.map(([from, to]) => [from, to]) })}
            />
            <p className="second">{t('campaigns.ruleBook.holidaysText')}</p>
            <div className="campaign-columns">
              <Labelled label={t('campaigns.ruleBook.timeZone')}>
                <Input
                  value={rules.timeZone}
                  disabled={!canWrite}
                  onChange={({ target }) => set({ timeZone: target.value.trim() })}
                />
              </Labelled>
            </div>
          </section>
          <RegionHours rules={rules} set={set} canWrite={canWrite} />
          <Lines rules={rules} set={set} disabled={!canWrite} />
        </fieldset>
        {draft !== undefined && (
          <div className="campaign-save" role="status">
            <span>{t('campaigns.unsaved')}</span>
            <Button onClick={() => setDraft(undefined)}>{t('common.cancel')}</Button>
            <Button type="primary" loading={save.isPending} onClick={keep} data-testid="save-rules">
              {t('common.save')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

interface PartProps {
  readonly rules: OutboundRules
  readonly set: (some: Partial<OutboundRules>) => void
  readonly disabled: boolean
}

function Often({ rules, set, disabled }: PartProps) {
  const { t } = useTranslation()
  return (
    <section>
      <h2>{t('campaigns.ruleBook.attempts')}</h2>
      <p className="second">{t('campaigns.ruleBook.attemptsText')}</p>
      <div className="campaign-columns">
        <NumberField
          label={t('campaigns.ruleBook.perDay')}
          {...{ min: 1, max: 10, disabled }}
          value={rules.perDay}
          onChange={(perDay) => set({ perDay })}
        />
        <NumberField
          label={t('campaigns.ruleBook.gap')}
          {...{ min: 1, max: 1_440, disabled }}
          value={rules.gapMinutes}
          onChange={(gapMinutes) => set({ gapMinutes })}
        />
        <NumberField
          label={t('campaigns.ruleBook.inAll')}
          {...{ min: 1, max: 100, disabled }}
          value={rules.inAll}
          onChange={(inAll) => set({ inAll })}
        />
        <NumberField
          label={t('campaigns.ruleBook.inAllDays')}
          {...{ min: 1, max: 365, disabled }}
          value={rules.inAllDays}
          onChange={(inAllDays) => set({ inAllDays })}
        />
      </div>
    </section>
  )
}

function Lines({ rules, set, disabled }: PartProps) {
  const { t } = useTranslation()
  return (
    <section>
      <h2>{t('campaigns.ruleBook.lines')}</h2>
      <p className="second">{t('campaigns.ruleBook.linesText')}</p>
      <div className="campaign-columns">
        <NumberField
          label={t('campaigns.ruleBook.allLines')}
          {...{ min: 1, max: 10_000, disabled }}
          value={rules.lines}
          onChange={(lines) => set({ lines })}
        />
        <NumberField
          label={t('campaigns.ruleBook.inboundLines')}
          {...{ min: 0, max: 10_000, disabled }}
          value={rules.inboundLines}
          onChange={(inboundLines) => set({ inboundLines })}
        />
        <NumberField
          label={t('campaigns.ruleBook.perSecond')}
          {...{ min: 0.1, max: 200, step: 0.5, disabled }}
          value={rules.perSecond}
          onChange={(perSecond) => set({ perSecond })}
        />
      </div>
    </section>
  )
}
