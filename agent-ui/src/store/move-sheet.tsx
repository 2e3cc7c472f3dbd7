/** Asks what a move needs: a reason, whom one waits for, what was done. Comes up from below, where the thumb is. */
import type { StoreTicket, TicketMove } from '@ringdesk/gateway/contract'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { PhotoPicker } from './photo-picker.tsx'
import type { QueuedPhoto } from './queued-actions.ts'

export type OpenMove = StoreTicket['moves'][number]

interface Props {
  readonly open: OpenMove
  readonly onDone: (move: TicketMove, photos: readonly QueuedPhoto[]) => void
  readonly onCancel: () => void
}

export function MoveSheet({ open: { move, requires }, onDone, onCancel }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [waitsFor, setWaitsFor] = useState<'customer' | 'supplier'>('customer')
  const [photos, setPhotos] = useState<readonly QueuedPhoto[]>([])
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
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
    onDone(
      {
        commandId: newId(),
        move,
        ...(said === '' ? {} : { [asks]: said }),
        ...(move === 'suspend' ? { waitsFor } : {}),
      },
      photos,
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
