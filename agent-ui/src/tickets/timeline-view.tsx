import type { HistoryEntry, TicketDetail } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { ContactLine } from '../calls/contact-line.tsx'
import { Moment } from '../frame/moment.tsx'
import { SystemWords } from '../sla/system-words.tsx'
import { useFieldWords } from './field-words.ts'
import { useChoices } from './ticket-queries.ts'
import { changesIn, timelineOf } from './timeline.ts'

/** Contacts, what people did (black) and what the system did (grey), in one line of time. */
export function Timeline({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const entries = timelineOf(ticket)
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
        ) : (
          <HistoryLine key={one.entry.id} entry={one.entry} />
        ),
      )}
    </ol>
  )
}

function HistoryLine({ entry }: { entry: HistoryEntry }) {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const words = useFieldWords(choices)
  const key = `history.${entry.kind}`
  const what = i18n.exists(key) ? t(key as 'history.created') : t('history.other', { kind: entry.kind })
  // Ids and the like are for machines; a person finds the call itself in the timeline.
  const changes = changesIn(entry.detail).filter(({ field }) => words.isKnown(field))
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
      {changes.map(({ field, from, to }) => (
        <p key={field} className="timeline-change">
          {from === undefined
            ? t('history.set', { field: words.field(field), to: words.value(field, to) })
            : t('history.changed', {
                field: words.field(field),
                from: words.value(field, from),
                to: words.value(field, to),
              })}
        </p>
      ))}
    </li>
  )
}
