import { abandonRate, averageAnswerMs, serviceLevel } from '@ringdesk/gateway/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../messages/formats.ts'
import { callListPath } from './call-list-path.ts'
import { Figure } from './figure.tsx'
import { percent, span, thresholdOf } from './figure-words.ts'
import { Since } from './server-time.tsx'
import { useServiceWords } from './service-words.tsx'
import { useModel } from './supervision-store.ts'
import { totalsOf } from './totals.ts'
import { viewPath } from './use-view.ts'

/** The whole centre in one line; every figure opens its list. */
export function Summary() {
  const { t } = useTranslation()
  const queues = useModel((model) => model.queues)
  const agents = useModel((model) => model.agents)
  const { rules, dayStart, timeZone, figuresComplete } = useModel(({ settings }) => settings)
  const words = useServiceWords()
  const totals = useMemo(() => totalsOf(queues, agents), [queues, agents])
  const waitLimit = thresholdOf(rules, 'longest-wait')
  const target = thresholdOf(rules, 'service-level')
  const abandonLimit = thresholdOf(rules, 'abandon-rate')
  const level = serviceLevel(totals.today)
  const recent = serviceLevel(totals.recent)
  const abandoned = abandonRate(totals.today)
  const below = (value: number | undefined) => value !== undefined && target !== undefined && value < target
  const waitingList = viewPath({ tab: 'contacts', phase: 'waiting' })
  const all = callListPath({ from: dayStart })
  return (
    <>
      <dl className="summary" data-testid="summary">
        <div>
          <dt>{t('supervision.figures.waiting')}</dt>
          <dd>
            <Figure to={waitingList} testId="total-waiting">
              {count(totals.waiting)}
            </Figure>
          </dd>
        </div>
        <div>
          <dt>{t('supervision.figures.longest')}</dt>
          <dd>
            {totals.longestSince === undefined ? (
              '–'
            ) : (
              <Figure to={waitingList}>
                <Since at={totals.longestSince} limitMs={waitLimit === undefined ? undefined : waitLimit * 1000} />
              </Figure>
            )}
          </dd>
        </div>
        <div>
          <dt>
            {t('supervision.figures.serviceLevel')} <small>{t('supervision.figures.today')}</small>
          </dt>
          <dd>
            <Figure to={all} over={below(level)} title={words.whole(totals.today)}>
              {percent(level)}
            </Figure>
          </dd>
        </div>
        <div>
          <dt>
            {t('supervision.figures.serviceLevel')} <small>{t('supervision.figures.recent')}</small>
          </dt>
          <dd>
            <Figure to={all} over={below(recent)} title={words.whole(totals.recent)}>
              {percent(recent)}
            </Figure>
          </dd>
        </div>
        <div>
          <dt>{t('supervision.figures.asa')}</dt>
          <dd>
            <Figure to={callListPath({ outcome: 'answered', from: dayStart })} title={t('supervision.formula.asa')}>
              {span(averageAnswerMs(totals.today))}
            </Figure>
          </dd>
        </div>
        <div>
          <dt>{t('supervision.figures.abandon')}</dt>
          <dd>
            <Figure
              to={callListPath({ outcome: 'abandoned', from: dayStart })}
              over={abandoned !== undefined && abandonLimit !== undefined && abandoned > abandonLimit}
              title={t('supervision.formula.abandon')}
            >
              {percent(abandoned)}
            </Figure>
          </dd>
        </div>
        <div>
          <dt>{t('supervision.figures.ready')}</dt>
          <dd>
            <Figure to={viewPath({ tab: 'agents', state: 'ready' })}>{count(totals.staff.ready)}</Figure>
          </dd>
        </div>
        <div>
          <dt>{t('supervision.figures.loggedIn')}</dt>
          <dd>
            <Figure to={viewPath({ tab: 'agents', state: 'logged-in' })}>{count(totals.loggedIn)}</Figure>
          </dd>
        </div>
      </dl>
      <p className="legend second" title={t('supervision.formula.counted', { zone: timeZone })}>
        {figuresComplete ? words.formula() : <b>{t('supervision.formula.incomplete')}</b>}
      </p>
    </>
  )
}
