/** Asks what a move needs: a reason, whom one waits for, what was done. Comes up from below, where the thumb is. */
import type { FormDocument, StoreTicket, TicketAttachment, TicketMove } from '@ringdesk/gateway/contract'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { askedFor, nothingTyped, typingProblems, valuesDeed } from './form-typing.ts'
import { PhoneFields } from './phone-fields.tsx'
import { PhotoPicker } from './photo-picker.tsx'
import type { Deed, QueuedPhoto } from './queued-actions.ts'

export type OpenMove = StoreTicket['moves'][number]

export interface FilledForm {
  readonly document: FormDocument
  readonly values: Readonly<Record<string, unknown>>
  readonly pictures: readonly TicketAttachment[]
}

interface Props {
  readonly open: OpenMove
  /** Of its category, with what is filled in: what it requires before the move is asked for here. */
  readonly form?: FilledForm
  /** @param filled what was typed into the form */
  readonly onDone: (move: TicketMove, photos: readonly QueuedPhoto[], filled: Deed | undefined) => void
  readonly onCancel: () => void
}

export function MoveSheet({ open: { move, requires }, form, onDone, onCancel }: Props) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [waitsFor, setWaitsFor] = useState<'customer' | 'supplier'>('customer')
  const [photos, setPhotos] = useState<readonly QueuedPhoto[]>([])
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [typing, setTyping] = useState(nothingTyped)
  const [tried, setTried] = useState(false)
  const asked = form && move === 'resolve' ? askedFor(form.document, form.values, typing, 'resolved') : []
  const wrong =
    form && asked.length > 0 ? typingProblems(form.document, form.values, typing, 'resolved') : new Map<string, never>()
  useEffect(() => dialog.current?.showModal(), [])

  const asks = move === 'resolve' ? 'resolution' : 'reason'
  const field = move === 'resolve' ? t('store.form.resolution') : t('store.form.reason')
  const hints = {
    resolve: t('store.form.resolutionHint'),
    return: t('store.form.returnHint'),
    suspend: t('store.form.suspendHint'),
  }
  const words = { resolve: t('store.move.resolve'), return: t('store.move.return'), suspend: t('store.move.suspend') }
  const known = move === 'resolve' || move === 'return' || move === 'suspend' ? move : 'resolve'

  function submit(event: FormEvent) {
    event.preventDefault()
    const said = text.trim()
    if (said === '' && requires.includes(asks)) return setProblem(t('store.form.required', { field }))
    setTried(true)
    if (wrong.size > 0) return setProblem(t('store.fields.wrong'))
    const word = ({ label }: { label: { zh: string; en: string } }) => (i18n.language === 'en' ? label.en : label.zh)
    onDone(
      {
        commandId: newId(),
        move,
        ...(said === '' ? {} : { [asks]: said }),
        ...(move === 'suspend' ? { waitsFor } : {}),
      },
      photos,
      form && valuesDeed(form.document, form.values, typing, word, newId),
    )
  }

  return (
    <dialog ref={dialog} className="store-phone-sheet" aria-labelledby={`${id}-title`} onCancel={onCancel}>
      <form onSubmit={submit} data-testid={`sheet-${move}`}>
        <h2 id={`${id}-title`}>{words[known]}</h2>
        {move === 'suspend' && (
          <fieldset>
            <legend>{t('store.form.waits')}</legend>
            <div className="store-phone-choices">
              {(['customer', 'supplier'] as const).map((each) => (
                <label key={each}>
                  <input type="radio" name="waits" checked={waitsFor === each} onChange={() => setWaitsFor(each)} />
                  {t(`store.waitsFor.${each}`)}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        {form !== undefined && asked.length > 0 && (
          <PhoneFields
            document={form.document}
            fields={asked}
            saved={form.values}
            typing={typing}
            onTyping={(next) => {
              setTyping(next)
              setProblem('')
            }}
            problems={tried ? wrong : new Map()}
            pictures={form.pictures}
            onBusy={setBusy}
          />
        )}
        <label htmlFor={`${id}-text`}>{field}</label>
        <textarea
          id={`${id}-text`}
          rows={3}
          maxLength={move === 'resolve' ? 4_000 : 1_000}
          value={text}
          placeholder={hints[known]}
          onChange={(event) => {
            setText(event.target.value)
            setProblem('')
          }}
          data-testid="sheet-text"
        />
        {move === 'resolve' && (
          <PhotoPicker photos={photos} onChange={setPhotos} onProblem={setProblem} onBusy={setBusy} testId="sheet" />
        )}
        <p className="store-phone-problem" role="alert">
          {problem}
        </p>
        <div className="store-phone-buttons">
          <button type="button" className="store-phone-plain" onClick={onCancel}>
            {t('store.form.cancel')}
          </button>
          <button type="submit" className="store-phone-main" disabled={busy} data-testid="sheet-confirm">
            {words[known]}
          </button>
        </div>
      </form>
    </dialog>
  )
}
