import type { OutboundAttempt } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { NumberText } from '../customers/number-text.tsx'
import { Moment } from '../frame/moment.tsx'
import { duration } from '../messages/formats.ts'
import { OutcomeWord } from './campaign-words.tsx'

interface TableProps {
  readonly attempts: readonly OutboundAttempt[]
  /** Left out where it is the same in every line. */
  readonly withContact: boolean
  /** Ids of the campaign's dispositions with their names. */
  readonly dispositions: ReadonlyMap<string, string>
}

export function AttemptsTable({ attempts, withContact, dispositions }: TableProps) {
  const { t } = useTranslation()
  return (
    <table className="grid-table" data-testid="attempts">
      <thead>
        <tr>
          <th>{t('campaigns.attempts.at')}</th>
          {withContact && <th>{t('campaigns.attempts.contact')}</th>}
          <th>{t('campaigns.attempts.number')}</th>
          <th>{t('campaigns.attempts.outcome')}</th>
          <th className="figure">{t('campaigns.attempts.ring')}</th>
          <th className="figure">{t('campaigns.attempts.talk')}</th>
          <th>{t('campaigns.attempts.agent')}</th>
          <th>{t('campaigns.attempts.disposition')}</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.id}>
            <td className="nowrap">
              <Moment at={attempt.claimedAt} />
            </td>
            {withContact && <td className="nowrap">{attempt.contactName ?? t('campaigns.contacts.nobody')}</td>}
            <td className="nowrap">
              <NumberText number={attempt.number} />
            </td>
            <td>
              <OutcomeWord outcome={attempt.outcome ?? 'live'} />
            </td>
            <td className="figure">{attempt.ringMs === undefined ? '' : duration(attempt.ringMs)}</td>
            <td className="figure">{attempt.talkMs === undefined ? '' : duration(attempt.talkMs)}</td>
            <td className="nowrap">{attempt.agentId}</td>
            <td>
              {attempt.disposition !== undefined && (dispositions.get(attempt.disposition) ?? attempt.disposition)}{' '}
              <span className="second">{attempt.note}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
