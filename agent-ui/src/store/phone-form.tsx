/** The ticket type's form on the phone: what is filled in, and a sheet to fill in the rest. */
import {
  type FormDocument,
  type FormField,
  isFilled,
  type TicketAttachment,
  type TicketDetail,
  visibleFields,
} from '@ringdesk/gateway/contract'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AttachmentList } from '../collaboration/attachment-list.tsx'
import { newId } from '../collaboration/new-id.ts'
import { money } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { nothingTyped, photoIds, typingProblems, valuesDeed, withTyping } from './form-typing.ts'
import { PhoneFields } from './phone-fields.tsx'
import type { Deed } from './queued-actions.ts'
import { useDo } from './ticket-actions.tsx'

interface Props {
  readonly ticket: Pick<TicketDetail, 'id' | 'number'>
  readonly document: FormDocument
  /** With what waits to be sent. */
  readonly values: Readonly<Record<string, unknown>>
  readonly pictures: readonly TicketAttachment[]
  /** Nothing is left to do with the ticket: it is only read. */
  readonly readOnly: boolean
}

export function PhoneForm({ ticket, document, values, pictures, readOnly }: Props) {
  const { t, i18n } = useTranslation()
  const carryOut = useDo(ticket)
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string>()
  const spoken = useSpoken(pictures)
  const filled = visibleFields(document, values).filter(({ id }) => isFilled(values[id]))
  if (filled.length === 0 && (readOnly || visibleFields(document, values).length === 0)) return null
  return (
    <section className="phone-form" aria-label={t('store.fields.title')} data-testid="phone-form">
      <h2>{t('store.fields.title')}</h2>
      {filled.length === 0 && <p className="second">{t('store.fields.empty')}</p>}
      <dl>
        {filled.map((field) => (
          <div key={field.id} data-testid={`filled-${field.id}`}>
            <dt>{i18n.language === 'en' ? field.label.en : field.label.zh}</dt>
            <dd>{spoken(field, values[field.id])}</dd>
          </div>
        ))}
      </dl>
      {!readOnly && (
        <button type="button" className="store-phone-plain" onClick={() => setOpen(true)} data-testid="fill-form">
          {t('store.fields.fill')}
        </button>
      )}
      <p className="store-phone-problem" role="alert">
        {problem}
      </p>
      {open && (
        <FormSheet
          document={document}
          saved={values}
          pictures={pictures}
          onCancel={() => setOpen(false)}
          onDone={(deed) => {
            setOpen(false)
            if (deed !== undefined) void carryOut(deed).then(setProblem)
          }}
        />
      )}
    </section>
  )
}

/** A value as people read it. */
function useSpoken(pictures: readonly TicketAttachment[]) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const english = i18n.language === 'en'
  return (field: FormField, value: unknown) => {
    const choice = (code: unknown) => {
      const found = field.choices?.find((each) => each.code === code)
      return found === undefined ? String(code) : english ? found.en : found.zh
    }
    switch (field.kind) {
      case 'photo': {
        const shown = pictures.filter(({ id }) => photoIds(value).includes(id))
        const coming = photoIds(value).length - shown.length
        return (
          <>
            <AttachmentList attachments={shown} />
            {coming > 0 && <span className="second">{t('store.fields.photosToCome', { count: coming })}</span>}
          </>
        )
      }
      case 'money':
        return money(Number(value))
      case 'store':
        return value === me.store?.id ? me.store?.name : t('store.fields.otherStore')
      default:
        return Array.isArray(value) ? value.map(choice).join(english ? ', ' : '、') : choice(value)
    }
  }
}

interface SheetProps {
  readonly document: FormDocument
  readonly saved: Readonly<Record<string, unknown>>
  readonly pictures: readonly TicketAttachment[]
  /** undefined: nothing was typed. */
  readonly onDone: (deed: Deed | undefined) => void
  readonly onCancel: () => void
}

function FormSheet({ document, saved, pictures, onDone, onCancel }: SheetProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typing, setTyping] = useState(nothingTyped)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const problems = typingProblems(document, saved, typing)
  return (
    <dialog ref={dialog} className="store-phone-sheet" aria-labelledby={`${id}-title`} onCancel={onCancel}>
      <form
        data-testid="form-sheet"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (problems.size > 0) return
          onDone(
            valuesDeed(
              document,
              saved,
              typing,
              (field) => (i18n.language === 'en' ? field.label.en : field.label.zh),
              newId,
            ),
          )
        }}
      >
        <h2 id={`${id}-title`}>{t('store.fields.title')}</h2>
        <PhoneFields
          document={document}
          fields={visibleFields(document, withTyping(saved, typing))}
          saved={saved}
          typing={typing}
          onTyping={setTyping}
          problems={tried ? problems : new Map()}
          pictures={pictures}
          onBusy={setBusy}
        />
        <div className="store-phone-buttons">
          <button type="button" className="store-phone-plain" onClick={onCancel}>
            {t('store.form.cancel')}
          </button>
          <button type="submit" className="store-phone-main" disabled={busy} data-testid="form-save">
            {t('store.fields.save')}
          </button>
        </div>
      </form>
    </dialog>
  )
}
