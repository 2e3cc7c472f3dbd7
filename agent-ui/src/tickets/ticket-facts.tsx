import type { DeskContact, TicketDetail } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { homeArea } from '../customers/caller-words.ts'
import { SurveyResult } from '../follow-up/survey-result.tsx'
import { Moment } from '../frame/moment.tsx'
import { hotlineNumber } from '../messages/formats.ts'

/** What the system has filled in, as facts with the system's mark: nothing here waits for a person. */
export function TicketFacts({ ticket, contact }: { ticket?: TicketDetail; contact?: DeskContact }) {
  const { t } = useTranslation()
  const hotline = ticket?.hotline ?? contact?.hotline.number
  const area = homeArea(ticket?.province === undefined && contact !== undefined ? contact.number : (ticket ?? {}))
  const facts: readonly (readonly [word: string, value: React.ReactNode])[] = [
    [t('ticket.hotline'), contact?.hotline.name ?? (hotline && hotlineNumber(hotline))],
    [t('ticket.queue'), ticket?.queueName ?? contact?.queue?.name],
    [t('ticket.area'), area],
    [t('ticket.region'), ticket?.regionName],
    [t('ticket.agent'), ticket?.agentName],
    [t('ticket.createdAt'), ticket && <Moment at={ticket.createdAt} />],
    [t('followUp.survey'), ticket?.surveyedAt && <SurveyResult ticket={ticket} />],
  ]
  return (
    <dl className="facts" data-testid="facts">
      <span className="tag" title={t('ticket.system')}>
        {t('ticket.system')}
      </span>
      {facts.map(
        ([word, value]) =>
          value !== undefined &&
          value !== '' && (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
