import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { useDeliveries, useRenewSecret } from './rule-queries.ts'

const tones = { waiting: 'wrap-up', delivered: 'ready', failed: 'danger' } as const

/** What became of a rule's webhooks. @param onSecret a new secret was made: to be shown once */
export function WebhookLog({ ruleId, onSecret }: { ruleId: string; onSecret: (secret: string) => void }) {
  const { t } = useTranslation()
  const { data: deliveries = [] } = useDeliveries(ruleId)
  const renew = useRenewSecret()
  return (
    <section className="rule-trial" aria-label={t('rules.deliveries')}>
      <h3>{t('rules.deliveries')}</h3>
      <Button
        size="small"
        loading={renew.isPending}
        onClick={() => renew.mutate(ruleId, { onSuccess: ({ secret }) => onSecret(secret) })}
      >
        {t('rules.renewSecret')}
      </Button>
      <ul data-testid="deliveries">
        {deliveries.map(({ id, ticketId, url, state, attempts, error, createdAt }) => (
          <li key={id}>
            <span className="tag" data-tone={tones[state]}>
              {t(`rules.delivery.${state}`)}
            </span>{' '}
            <Link to={`/tickets/${ticketId}`}>{url}</Link> {t('rules.attempts', { count: attempts })}{' '}
            <Moment at={createdAt} /> <span className="second">{error}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
