import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { useFailedEvents, useRetryEvent } from './rule-queries.ts'

/** Events that were given up: what, why, and once more. */
export function FailedEvents() {
  const { t } = useTranslation()
  const { data: events = [] } = useFailedEvents(true)
  const retry = useRetryEvent()
  if (events.length === 0) return null
  return (
    <section className="rule-trial" aria-label={t('rules.failed')}>
      <h3>{t('rules.failed')}</h3>
      <p className="second">{t('rules.failedText')}</p>
      <ul>
        {events.map(({ id, ticketId, number, kind, failedAt, error }) => (
          <li key={id}>
            <Link to={`/tickets/${ticketId}`}>{number}</Link> {kind} <Moment at={failedAt} />{' '}
            <span className="second">{error}</span>{' '}
            <Button size="small" loading={retry.isPending} onClick={() => retry.mutate(id)}>
              {t('rules.retry')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
