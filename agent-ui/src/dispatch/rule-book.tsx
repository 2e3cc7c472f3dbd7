import type { DispatchRuleBook } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { GatewayError, request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { type EditedRule, RuleCard, readRule, writtenRule } from './rule-card.tsx'

/** The dispatch rules in their order; edited together, saved together, refused with the place that is wrong. */
export function RuleBook({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['dispatch-rules'],
    queryFn: ({ signal }) => request<DispatchRuleBook>('GET', '/api/dispatch/rules', { signal }),
  })
  if (data === undefined)
    return error === null ? <Waiting lines={8} /> : <Failed error={error} onRetry={() => void refetch()} />
  return <Rules key={data.version} book={data} canWrite={canWrite} />
}

function Rules({ book, canWrite }: { book: DispatchRuleBook; canWrite: boolean }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [rules, setRules] = useState<readonly EditedRule[]>(() => book.rules.map(readRule))
  const [changed, setChanged] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      request<DispatchRuleBook>('PUT', '/api/dispatch/rules', {
        body: { version: book.version, rules: rules.map(writtenRule) },
      }),
    onSuccess: (saved) => {
      queries.setQueryData(['dispatch-rules'], saved)
      void message.success(t('dispatchRules.saved'))
    },
  })
  const problems = save.error instanceof GatewayError ? save.error.fields : []
  const set = (next: readonly EditedRule[]) => {
    setRules(next)
    setChanged(true)
    save.reset()
  }
  const moved = (from: number, to: number) => {
    const rule = rules[from]
    if (rule) set(rules.toSpliced(from, 1).toSpliced(to, 0, rule))
  }
  return (
    <div className="page-scroll rule-book" data-testid="rule-book">
      <p className="second">{t('dispatchRules.text')}</p>
      <p className="second">
        {t('dispatchRules.changedBy', { version: book.version, name: book.changedBy ?? t('ticket.system') })}{' '}
        <Moment at={book.changedAt} />
        {!canWrite && ` · ${t('dispatchRules.readOnly')}`}
      </p>
      {rules.length === 0 && <p>{t('dispatchRules.empty')}</p>}
      <ol>
        {rules.map((rule, place) => (
          <li key={rule.key}>
            <RuleCard
              rule={rule}
              disabled={!canWrite}
              problems={problems.filter((problem) => problem.path.startsWith(`rules.${place}.`))}
              onChange={(next) => set(rules.with(place, next))}
            />
            {canWrite && (
              <Space>
                <Button size="small" disabled={place === 0} onClick={() => moved(place, place - 1)}>
                  {t('dispatchRules.up')}
                </Button>
                <Button size="small" disabled={place === rules.length - 1} onClick={() => moved(place, place + 1)}>
                  {t('dispatchRules.down')}
                </Button>
                <Button size="small" danger onClick={() => set(rules.toSpliced(place, 1))}>
                  {t('dispatchRules.remove')}
                </Button>
              </Space>
            )}
          </li>
        ))}
      </ol>
      {canWrite && (
        <div className="rule-book-foot">
          <Button onClick={() => set([...rules, readRule({ name: '', when: {}, do: {} })])} data-testid="add-rule">
            {t('dispatchRules.add')}
          </Button>
          <Button
            type="primary"
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate()}
            data-testid="save-rules"
          >
            {t('dispatchRules.save')}
          </Button>
          {changed && <span className="second">{t('dispatchRules.unsaved')}</span>}
          {save.error !== null && (
            <span role="alert" className="ticket-error">
              {words(save.error)}
            </span>
          )}
        </div>
      )}
    </div>
  )
}
