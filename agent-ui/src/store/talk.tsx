import type { TicketCollaboration, TicketDetail } from '@ringdesk/gateway/contract'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AttachmentList } from '../collaboration/attachment-list.tsx'
import { newId } from '../collaboration/new-id.ts'
import { Moment } from '../frame/moment.tsx'
import { useMe } from '../session/session.ts'
import { PhotoPicker, Thumbnail } from './photo-picker.tsx'
import { useMyActions } from './queue-bar.tsx'
import { isWaiting, type QueuedPhoto } from './queued-actions.ts'
import { useDo } from './ticket-actions.tsx'

interface Props {
  readonly ticket: Pick<TicketDetail, 'id' | 'number'>
  readonly shared: TicketCollaboration
}

/** What headquarters, region and store have said, what this phone has not sent yet, and a line to write in. */
export function Talk({ ticket, shared }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const carryOut = useDo(ticket)
  const [text, setText] = useState('')
  const [photos, setPhotos] = useState<readonly QueuedPhoto[]>([])
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const known = new Set(shared.comments.map(({ id }) => id))
  const waiting = useMyActions(ticket.id)
    .filter(isWaiting)
    .flatMap(({ deed, at }) => (deed.kind === 'comment' && !known.has(deed.commandId) ? [{ ...deed, at }] : []))

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() === '' && photos.length === 0) return
    // At once: whoever writes on must not lose it to this one's being kept.
    setText('')
    setPhotos([])
    const failed = await carryOut({ kind: 'comment', commandId: newId(), text: text.trim(), photos })
    setProblem(failed)
    if (failed === undefined) return
    setText(text)
    setPhotos(photos)
  }
  return (
    <section className="store-phone-talk" aria-label={t('store.talk')}>
      <h2>{t('store.talk')}</h2>
      {shared.comments.length + waiting.length === 0 && <p className="second">{t('store.talkEmpty')}</p>}
      <ol data-testid="talk">
        {shared.comments.map((comment) => (
          <li key={comment.id} data-mine={comment.author.id === me.id}>
            <p className="store-phone-said-by">
              <b>{comment.author.name}</b> <span className="second">{t(`role.${comment.author.role}`)}</span>{' '}
              <Moment at={comment.at} />
              {comment.customerVisible && (
                <span className="tag" data-tone="ready">
                  {t('store.customerVisible')}
                </span>
              )}
            </p>
            {comment.text !== '' && <p className="store-phone-said">{comment.text}</p>}
            <AttachmentList attachments={comment.attachments} />
          </li>
        ))}
        {waiting.map((comment) => (
          <li key={comment.commandId} data-mine="true" data-waiting="true">
            <p className="store-phone-said-by">
              <b>{me.name}</b>{' '}
              <span className="tag" data-tone="busy">
                {t('store.waitsToSend')}
              </span>
            </p>
            {comment.text !== '' && <p className="store-phone-said">{comment.text}</p>}
            {comment.photos.length > 0 && (
              <div className="store-phone-photos">
                {comment.photos.map((photo) => (
                  <Thumbnail key={photo.uploadId} photo={photo} />
                ))}
              </div>
            )}
          </li>
        ))}
      </ol>
      <form onSubmit={(event) => void submit(event)}>
        <PhotoPicker photos={photos} onChange={setPhotos} onProblem={setProblem} onBusy={setBusy} testId="talk" />
        <div className="store-phone-write">
          <textarea
            rows={2}
            maxLength={4_000}
            value={text}
            placeholder={t('store.say')}
            aria-label={t('store.say')}
            onChange={(event) => setText(event.target.value)}
            data-testid="talk-text"
          />
          <button type="submit" className="store-phone-main" disabled={busy} data-testid="talk-send">
            {t('store.send')}
          </button>
        </div>
        <p className="store-phone-problem" role="alert">
          {problem}
        </p>
      </form>
    </section>
  )
}
