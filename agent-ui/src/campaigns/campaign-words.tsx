/** States and outcomes as tags: a word beside every colour. */
import type { CampaignContact, CampaignState } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

const stateTones: Readonly<Record<CampaignState, string>> = {
  draft: 'rest',
  running: 'ready',
  paused: 'wrap-up',
  ended: 'rest',
}

export function StateTag({ state }: { state: CampaignState }) {
  const { t } = useTranslation()
  return (
    <span className="tag" data-tone={stateTones[state]} data-testid="campaign-state">
      {t(`campaigns.state.${state}`)}
    </span>
  )
}

const contactTones: Readonly<Record<CampaignContact['state'], string>> = {
  waiting: 'rest',
  'in-hand': 'busy',
  done: 'ready',
}

export function ContactStateTag({ state }: { state: CampaignContact['state'] }) {
  const { t } = useTranslation()
  return (
    <span className="tag" data-tone={contactTones[state]}>
      {t(`campaigns.contacts.state.${state}`)}
    </span>
  )
}

const bad = new Set(['invalid-number', 'network-error', 'abandoned', 'do-not-call'])
const good = new Set(['person', 'reached'])

/** What became of an attempt; a word of our own where there is one. */
export function OutcomeWord({ outcome }: { outcome: string }) {
  const { t, i18n } = useTranslation()
  const key = `campaigns.outcome.${outcome}`
  return (
    <span className="tag" data-tone={good.has(outcome) ? 'ready' : bad.has(outcome) ? 'danger' : 'rest'}>
      {i18n.exists(key) ? t(key as 'campaigns.outcome.live') : outcome}
    </span>
  )
}
