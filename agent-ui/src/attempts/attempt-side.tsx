import type { AttemptDetail, DeskContact } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { NumberText } from '../customers/number-text.tsx'
import { Moment } from '../frame/moment.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { duration } from '../messages/formats.ts'
import { useAttempt } from './attempt-queries.ts'
import { Dispositions } from './dispositions.tsx'
import './attempts.css'

/** Beside the customer: for which campaign we call, what to say, what came of it. */
export function AttemptSide({ call, phase }: Pick<DeskContact, 'call' | 'phase'>) {
  const { t } = useTranslation()
  const { data: attempt, error, refetch } = useAttempt(call)
  if (attempt === undefined)
    return error === null ? (
      <div className="attempt-side attempt-waiting">
        <Waiting lines={5} />
      </div>
    ) : (
      <Failed error={error} onRetry={() => void refetch()} />
    )
  return (
    <div className="attempt-side" data-testid="attempt">
      <section>
        <div className="side-row">
          <b className="cut" data-testid="attempt-campaign">
            {attempt.campaign?.name}
          </b>
          <span className="tag" data-tone="accent">
            {t('attempts.title')}
          </span>
        </div>
        {attempt.promised && <p className="attempt-promised">{t('attempts.promised')}</p>}
      </section>
      <Dispositions key={attempt.id} attempt={attempt} phase={phase} />
      <Script attempt={attempt} />
      <Details attempt={attempt} />
      <Earlier attempt={attempt} />
    </div>
  )
}

function Script({ attempt }: { attempt: AttemptDetail }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('attempts.script')}</h3>
      {attempt.script === '' ? (
        <p className="second">{t('attempts.scriptEmpty')}</p>
      ) : (
        <p className="attempt-script" data-testid="script">
          {attempt.script}
        </p>
      )}
    </section>
  )
}

function Details({ attempt }: { attempt: AttemptDetail }) {
  const { t } = useTranslation()
  const attributes = Object.entries(attempt.attributes)
  if (attributes.length === 0 && attempt.numbers.length < 2) return null
  return (
    <section>
      <h3>{t('attempts.details')}</h3>
      <dl className="attempt-details">
        {attributes.map(([name, value]) => (
          <div key={name}>
            <dt className="cut" title={name}>
              {name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {attempt.numbers.length > 1 && (
        <ul className="side-list" aria-label={t('attempts.numbers')}>
          {attempt.numbers.map(({ number, called, dead }) => (
            <li key={number.display} className="side-row">
              <NumberText number={number} />
              <span className="second">
                {called ? t('attempts.called') : dead === undefined ? '' : t(`attempts.dead.${dead}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Earlier({ attempt }: { attempt: AttemptDetail }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('attempts.earlier')}</h3>
      {attempt.earlier.length === 0 ? (
        <p className="second">{t('attempts.earlierNone')}</p>
      ) : (
        <ul className="side-list" data-testid="earlier">
          {attempt.earlier.map((one) => (
            <li key={one.id}>
              <div className="side-row">
                <span className="cut">
                  {one.disposition ?? (one.outcome === undefined ? '' : t(`attempts.outcome.${one.outcome}`))}
                </span>
                <Moment at={one.at} />
              </div>
              <div className="second cut">
                {[one.agent, one.talkMs ? duration(one.talkMs) : undefined, one.note].filter(Boolean).join(' · ')}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
