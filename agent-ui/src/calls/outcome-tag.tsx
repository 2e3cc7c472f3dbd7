import type { ContactCard } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** As CallOutcome of the call centre. */
const tones = {
  answered: 'ready',
  abandoned: 'busy',
  'out-of-hours': 'rest',
  'nobody-logged-in': 'danger',
  'max-wait': 'danger',
  'callback-requested': 'busy',
  voicemail: 'busy',
  announced: 'rest',
  forwarded: 'rest',
  failed: 'danger',
} as const
type Outcome = keyof typeof tones
export const callOutcomes = Object.keys(tones) as readonly Outcome[]
const isOutcome = (text: string): text is Outcome => text in tones

export function OutcomeTag({ outcome }: Pick<ContactCard, 'outcome'>) {
  const { t } = useTranslation()
  if (outcome === undefined)
    return (
      <span className="tag" data-tone="accent">
        {t('calls.live')}
      </span>
    )
  return (
    <span className="tag" data-tone={isOutcome(outcome) ? tones[outcome] : 'rest'}>
      {isOutcome(outcome) ? t(`calls.outcomeOf.${outcome}`) : outcome}
    </span>
  )
}
