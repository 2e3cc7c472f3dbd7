import type { CampaignFigures } from '@ringdesk/gateway/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../messages/formats.ts'
import { NOTHING, seconds } from './figure-words.ts'

const agentStates = ['free', 'talking', 'wrapping', 'taken'] as const

/** What holds the dialling, the agents and the lines: from the process that dials. */
export function Pace({ figures: { live, state, mode } }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const pacing = live?.pacing
  return (
    <section className="watch-part" aria-label={t('campaignWatch.pace')} data-testid="pace">
      <header>
        <h2>{t('campaignWatch.pace')}</h2>
      </header>
      <dl className="watch-facts">
        <Fact name={t('campaignWatch.hold')}>
          {state === 'running' && live?.reason !== undefined ? t(`campaignWatch.reason.${live.reason}`) : NOTHING}
        </Fact>
        <Fact name={t('campaignWatch.linesInUse')}>
          {live === undefined
            ? NOTHING
            : t('campaignWatch.linesOf', {
                inUse: count(live.lines.inUse),
                all: count(live.lines.all),
                kept: count(live.lines.keptForInbound),
              })}
          {live !== undefined && (
            <span className="watch-meter" aria-hidden="true">
              <span
                style={{ inlineSize: `${Math.min(100, (100 * live.lines.inUse) / Math.max(1, live.lines.all))}%` }}
              />
            </span>
          )}
        </Fact>
        {mode !== 'flow' && (
          <>
            <Fact name={t('campaignWatch.agents')}>
              <ul className="watch-agents">
                {agentStates.map((each) => (
                  <li key={each} data-state={each}>
                    <b>{pacing === undefined ? NOTHING : count(pacing.agents[each])}</b>{' '}
                    {t(`campaignWatch.agent.${each}`)}
                  </li>
                ))}
              </ul>
            </Fact>
            <Fact name={t('campaignWatch.ringing')}>{pacing === undefined ? NOTHING : count(pacing.ringing)}</Fact>
            <Fact name={t('campaignWatch.waiting')}>{pacing === undefined ? NOTHING : count(pacing.waiting)}</Fact>
            <Fact name={t('campaignWatch.means')}>
              {pacing === undefined
                ? NOTHING
                : t('campaignWatch.meansOf', {
                    ring: seconds(pacing.ringMs),
                    talk: seconds(pacing.talkMs),
                    wrap: seconds(pacing.wrapMs),
                  })}
            </Fact>
          </>
        )}
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
