import type { ContactCard } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { duration } from '../messages/formats.ts'
import { DirectionTag } from './direction-tag.tsx'
import { OutcomeTag } from './outcome-tag.tsx'
import { RecordingPlayer } from './recording-player.tsx'

/** One past contact in a narrow column: when, how it ended, with whom, and what can be heard of it. */
export function ContactLine({ contact, ticketId }: { contact: ContactCard; ticketId?: string }) {
  const { t } = useTranslation()
  return (
    <li className="contact-line">
      <div className="contact-line-head">
        <OutcomeTag outcome={contact.outcome} />
        <DirectionTag {...contact} />
        <Moment at={contact.arrivedAt} />
        {contact.talkMs !== undefined && contact.talkMs > 0 && (
          <span className="second">
            {t('calls.talk')} {duration(contact.talkMs)}
          </span>
        )}
        {contact.talkMs === 0 && contact.waitMs !== undefined && (
          <span className="second">
            {t('calls.wait')} {duration(contact.waitMs)}
          </span>
        )}
      </div>
      <div className="contact-line-rest second">
        <span className="cut">{[contact.queueName, contact.agentName].filter(Boolean).join(' · ')}</span>
        {contact.ticketId !== undefined && contact.ticketId !== ticketId && (
          <Link to={`/tickets/${contact.ticketId}`}>{contact.ticketNumber}</Link>
        )}
      </div>
      {contact.recordings.map((recording) => (
        <RecordingPlayer key={recording.id} recording={recording} />
      ))}
    </li>
  )
}
