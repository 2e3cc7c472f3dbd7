import { useTranslation } from 'react-i18next'
import { Failed, Waiting } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useEligible } from './configuration-queries.ts'

/** Who could take this queue's contacts, requirement by requirement. */
export function EligiblePreview({ queue }: { queue: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useEligible(queue, true)
  return (
    <section className="eligible" data-testid="eligible">
      <h3>{t('administration.eligible.title')}</h3>
      <p className="second">{t('administration.eligible.text')}</p>
      {data === undefined ? (
        error === null ? (
          <Waiting lines={3} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : (
        data.rings.map(({ index, afterMs, eligible, loggedIn, agents }) => (
          <div key={index} className="eligible-ring">
            <strong>
              {index === 0
                ? t('administration.eligible.entry')
                : t('administration.eligible.ring', { seconds: count(afterMs / 1_000) })}
            </strong>{' '}
            {eligible === 0 ? (
              <span className="tag" data-tone="danger">
                {t('administration.eligible.nobody')}
              </span>
            ) : (
              <span className="second">
                {t('administration.eligible.count', { eligible: count(eligible), loggedIn: count(loggedIn) })}
              </span>
            )}
            <ul className="eligible-agents">
              {agents.map((agent) => (
                <li
                  key={agent.id}
                  className="tag"
                  data-tone={agent.added ? 'accent' : agent.loggedIn ? 'ready' : undefined}
                  title={agent.added ? t('administration.eligible.added') : undefined}
                >
                  {agent.added && '+ '}
                  {agent.name} {Object.values(agent.levels).join('/')}
                </li>
              ))}
              {eligible > agents.length && <li className="second">{t('administration.eligible.more')}</li>}
            </ul>
          </div>
        ))
      )}
    </section>
  )
}
