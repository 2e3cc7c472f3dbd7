import type { HistoryEntry, TicketDetail } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { ContactLine } from '../calls/contact-line.tsx'
import { useCollaboration } from '../collaboration/collaboration-queries.ts'
import { CommentLine } from '../collaboration/comment-line.tsx'
import { SurveyWords } from '../follow-up/survey-words.tsx'
import { Moment } from '../frame/moment.tsx'
import { useMe } from '../session/session.ts'
import { SystemWords } from '../sla/system-words.tsx'
import { useFieldWords } from './field-words.ts'
import { useChoices } from './ticket-queries.ts'
import { changesIn, timelineOf } from './timeline.ts'

/** Contacts, what people said and did (black) and what the system did (grey), in one line of time. */
export function Timeline({ ticket, readBefore }: { ticket: TicketDetail; readBefore?: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const { data: shared } = useCollaboration(ticket.id)
  const entries = timelineOf(ticket, shared?.comments)
  if (entries.length === 0) return <p className="second">{t('ticket.timelineEmpty')}</p>
  return (
    <ol className="timeline" data-testid="timeline">
      {entries.map((one) =>
        one.type === 'contact' ? (
          <li key={`contact-${one.contact.callId}`} className="timeline-contact">
            <ul>
              <ContactLine contact={one.contact} ticketId={ticket.id} />
            </ul>
          </li>
        ) : one.type === 'comment' ? (
          <CommentLine
            key={one.comment.id}
            comment={one.comment}
            isNew={readBefore !== undefined && one.at > readBefore && one.comment.author.id !== me.id}
          />
        ) : (
          <HistoryLine key={one.entry.id} entry={one.entry} comments={ticket.surveyComments ?? []} />
        ),
      )}
    </ol>
  )
}

function HistoryLine({
  entry,
  comments,
}: {
  entry: HistoryEntry
  comments: NonNullable<TicketDetail['surveyComments']>
}) {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const words = useFieldWords(choices)
  const key = `history.${entry.kind}`
  const what = i18n.exists(key) ? t(key as 'history.created') : t('history.other', { kind: entry.kind })
  // Ids and the like are for machines; a person finds the call itself in the timeline.
  const changes = changesIn(entry.detail).filter(({ field, label }) => label !== undefined || words.isKnown(field))
  return (
    <li className="timeline-history" data-system={entry.actor === undefined}>
      <div className="side-row">
        <span>
          <b>{entry.actor ?? t('history.system')}</b> {what}
        </span>
        <span className="second">
          <Moment at={entry.at} />
        </span>
      </div>
      <SystemWords entry={entry} />
      <SurveyWords entry={entry} comments={comments} />
      {changes.map(({ field, label, from, to }) => (
        <p key={field} className="timeline-change">
          {from === undefined
            ? t('history.set', { field: label ?? words.field(field), to: words.value(field, to) })
            : t('history.changed', {
                field: label ?? words.field(field),
                from: words.value(field, from),
                to: words.value(field, to),
              })}
        </p>
      ))}
    </li>
  )
}
