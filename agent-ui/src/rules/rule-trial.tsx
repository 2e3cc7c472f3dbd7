import type { RuleDocument } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { useTrial } from './rule-queries.ts'

/** What the rule would have done in the last 30 days. @param document what the form says now, undefined while it is not complete */
export function RuleTrialPanel({ document }: { document: () => Promise<RuleDocument | undefined> }) {
  const { t } = useTranslation()
  const trial = useTrial()
  const run = async () => {
    const rule = await document()
    if (rule !== undefined) trial.mutate(rule)
  }
  const { data } = trial
  return (
    <section className="rule-trial" aria-label={t('rules.trial')}>
      <Button loading={trial.isPending} onClick={() => void run()} data-testid="try-rule">
        {t('rules.trial')}
      </Button>{' '}
      <span className="second">{t('rules.trialText')}</span>
      {data && (
        <div data-testid="trial-result">
          <p>{t('rules.trialResult', { examined: data.examined, fired: data.fired })}</p>
          {data.truncated && <p className="second">{t('rules.trialTruncated')}</p>}
          {data.fired === 0 && <p className="second">{t('rules.trialNone')}</p>}
          <ul>
            {data.tickets.map(({ id, number, subject, at, why }) => (
              <li key={`${id} ${at}`}>
                <Link to={`/tickets/${id}`} target="_blank">
                  {number}
                </Link>{' '}
                {subject} <Moment at={at} /> <span className="second">{why.join('、')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
