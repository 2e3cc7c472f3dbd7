/** What the whole is made of: the funnel, contacts by state, attempts by outcome. Bars with their figures in words beside them. */
import { type AttemptOutcome, type CampaignFigures, percentOf } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { count } from '../../messages/formats.ts'
import { percent } from './figure-words.ts'

const steps = ['contacts', 'attempted', 'reached', 'success'] as const

export function Funnel({ figures: { funnel, kind } }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const most = Math.max(1, funnel.contacts)
  return (
    <section className="watch-part" aria-label={t('campaignWatch.funnel')} data-testid="funnel">
      <header>
        <h2>{t('campaignWatch.funnel')}</h2>
      </header>
      <ol className="watch-bars">
        {steps.map((step, index) => {
          const before = steps[index - 1]
          const word = step === 'success' && kind === 'survey' ? 'answered' : step
          return (
            <Bar
              key={step}
              name={t(`campaignWatch.funnelStep.${word}`)}
              value={funnel[step]}
              share={funnel[step] / most}
              tone={step === 'success' ? 'ready' : 'accent'}
              under={
                before === undefined
                  ? ''
                  : t('campaignWatch.ofBefore', {
                      value: percent(percentOf({ part: funnel[step], of: funnel[before] })),
                    })
              }
            />
          )
        })}
      </ol>
    </section>
  )
}

const contactStates = ['due', 'later', 'inHand', 'done'] as const
const outcomeTones: Readonly<Partial<Record<AttemptOutcome, string>>> = {
  person: 'ready',
  abandoned: 'danger',
  'network-error': 'danger',
  lost: 'danger',
}

export function Breakdown({ figures: { contacts, attempts } }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...attempts.outcomes.map((each) => each.count))
  const ended = attempts.total - attempts.live
  return (
    <>
      <section className="watch-part" aria-label={t('campaignWatch.contacts')} data-testid="contacts-by-state">
        <header>
          <h2>{t('campaignWatch.contacts')}</h2>
          <span className="second">
            {contacts.again > 0 && t('campaignWatch.againCount', { count: contacts.again })}
          </span>
        </header>
        {contacts.total === 0 ? (
          <p className="watch-empty second">{t('campaignWatch.noContacts')}</p>
        ) : (
          <ul className="watch-bars">
            {contactStates.map((state) => (
              <Bar
                key={state}
                name={t(`campaignWatch.contactState.${state}`)}
                value={contacts[state]}
                share={contacts[state] / contacts.total}
                tone={state === 'done' ? 'ready' : state === 'inHand' ? 'accent' : 'rest'}
                under={percent(percentOf({ part: contacts[state], of: contacts.total }))}
              />
            ))}
          </ul>
        )}
      </section>
      <section className="watch-part" aria-label={t('campaignWatch.outcomes')} data-testid="outcomes">
        <header>
          <h2>{t('campaignWatch.outcomes')}</h2>
          <span className="second">{t('campaignWatch.outcomesText', { count: ended, live: attempts.live })}</span>
        </header>
        {attempts.outcomes.length === 0 ? (
          <p className="watch-empty second">{t('campaignWatch.noAttempts')}</p>
        ) : (
          <ul className="watch-bars">
            {attempts.outcomes.map((each) => (
              <Bar
                key={each.outcome}
                name={t(`campaignWatch.outcome.${each.outcome}`)}
                value={each.count}
                share={each.count / most}
                tone={outcomeTones[each.outcome] ?? 'rest'}
                under={percent(percentOf({ part: each.count, of: ended }))}
              />
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

/** @param share of the longest bar, 0–1 */
export function Bar(props: {
  readonly name: string
  readonly value: number
  readonly share: number
  readonly under: string
  readonly tone: string
}) {
  const { name, value, share, under, tone } = props
  return (
    <li className="watch-bar">
      <span className="cut" title={name}>
        {name}
      </span>
      <span className="watch-track" aria-hidden="true">
        {share > 0 && <span data-tone={tone} style={{ inlineSize: `${100 * share}%` }} />}
      </span>
      <b>{count(value)}</b>
      <span className="second">{under}</span>
    </li>
  )
}
