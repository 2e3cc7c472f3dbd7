/** Fields of a ticket type's form for one thumb: the browser's own controls, each 48 px high. */
import {
  type FormDocument,
  type FormField,
  type FormValue,
  type TicketAttachment,
  usualLimits,
  type ValueProblem,
} from '@ringdesk/gateway/contract'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProducts } from '../products/product-queries.ts'
import { useMe } from '../session/session.ts'
import { limitWords } from '../ticket-types/limit-words.ts'
import { photoIds, type Typing, withTyping } from './form-typing.ts'
import { PhotoPicker } from './photo-picker.tsx'
import type { QueuedPhoto } from './queued-actions.ts'
import './phone-fields.css'

export interface FieldsProps {
  readonly document: FormDocument
  readonly fields: readonly FormField[]
  readonly saved: Readonly<Record<string, unknown>>
  readonly typing: Typing
  readonly onTyping: (typing: Typing) => void
  /** By field; shown once somebody wants to send. */
  readonly problems: ReadonlyMap<string, ValueProblem>
  /** Photos of the ticket, that fields point at. */
  readonly pictures: readonly TicketAttachment[]
  readonly onBusy: (busy: boolean) => void
}

export function PhoneFields({ document, fields, saved, typing, onTyping, problems, pictures, onBusy }: FieldsProps) {
  const { t, i18n } = useTranslation()
  const english = i18n.language === 'en'
  const values = withTyping(saved, typing)
  const change = (field: string, value: FormValue | null) =>
    onTyping({ ...typing, values: { ...typing.values, [field]: value } })
  return document.sections.map((section) => {
    const inside = section.fields.filter(({ id }) => fields.some((field) => field.id === id))
    if (inside.length === 0) return null
    return (
      <fieldset key={section.id} className="phone-fields">
        <legend>{english ? section.title.en : section.title.zh}</legend>
        {inside.map((field) => {
          const problem = problems.get(field.id)
          return (
            <div key={field.id} className="phone-field" data-wrong={problem !== undefined}>
              <PhoneField
                field={field}
                value={values[field.id]}
                onChange={(value) => change(field.id, value)}
                kept={pictures.filter(({ id }) => photoIds(values[field.id]).includes(id))}
                taken={typing.photos[field.id] ?? []}
                onTaken={(taken) => onTyping({ ...typing, photos: { ...typing.photos, [field.id]: taken } })}
                onBusy={onBusy}
              />
              {problem !== undefined && (
                <p className="store-phone-problem" role="alert">
                  {t(`forms.problem.${problem.code}`, { limit: limitWords(field, problem) })}
                  {problem.code === 'pattern'
                    ? ` ${(english ? field.patternHint?.en : field.patternHint?.zh) ?? ''}`
                    : ''}
                </p>
              )}
            </div>
          )
        })}
      </fieldset>
    )
  })
}

interface FieldProps {
  readonly field: FormField
  readonly value: unknown
  readonly onChange: (value: FormValue | null) => void
  readonly kept: readonly TicketAttachment[]
  readonly taken: readonly QueuedPhoto[]
  readonly onTaken: (taken: readonly QueuedPhoto[]) => void
  readonly onBusy: (busy: boolean) => void
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function PhoneField({ field, value, onChange, kept, taken, onTaken, onBusy }: FieldProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const me = useMe()
  const [refused, setRefused] = useState('')
  const english = i18n.language === 'en'
  const word = english ? field.label.en : field.label.zh
  const label = (
    <label htmlFor={id}>
      {word}
      {field.requiredFrom !== undefined && (
        <span className="phone-field-required" title={t(`forms.before.${field.requiredFrom}`)}>
          {' *'}
        </span>
      )}
    </label>
  )
  const help = english ? field.help?.en : field.help?.zh
  const control = { id, 'data-testid': `value-${field.id}` }
  const typed = (given: string) => onChange(given === '' ? null : given)
  const chosen = Array.isArray(value) ? value.map(String) : []
  switch (field.kind) {
    case 'photo':
      return (
        <fieldset>
          <legend>{word}</legend>
          {kept.length > 0 && (
            <ul className="phone-field-kept">
              {kept.map((picture) => (
                <li key={picture.id}>
                  <img src={picture.previewUrl} alt={t('store.photoAlt', { name: picture.name })} loading="lazy" />
                  <button
                    type="button"
                    aria-label={t('store.removePhoto')}
                    onClick={() =>
                      onChange(photoIds(value).filter((each) => each !== picture.id && !each.includes(':')))
                    }
                  >
                    ×
                  </button>
                </li>
              ))}
            </ul>
          )}
          <PhotoPicker
            photos={taken}
            most={Math.max(0, (field.maxItems ?? usualLimits.photos) - kept.length)}
            onChange={onTaken}
            onProblem={setRefused}
            onBusy={onBusy}
            testId={`value-${field.id}`}
          />
          {refused !== '' && <p className="store-phone-problem">{refused}</p>}
        </fieldset>
      )
    case 'multi-choice':
      return (
        <fieldset>
          <legend>{word}</legend>
          <div className="store-phone-choices">
            {(field.choices ?? []).map(({ code, zh, en }) => (
              <label key={code}>
                <input
                  type="checkbox"
                  checked={chosen.includes(code)}
                  onChange={({ target }) => {
                    const next = target.checked ? [...chosen, code] : chosen.filter((each) => each !== code)
                    onChange(next.length === 0 ? null : next)
                  }}
                />
                {english ? en : zh}
              </label>
            ))}
          </div>
        </fieldset>
      )
    case 'choice':
    case 'store': {
      const options =
        field.kind === 'choice'
          ? (field.choices ?? []).map(({ code, zh, en }) => ({ code, name: english ? en : zh }))
          : storeChoices(text(value), me.store, t('store.fields.otherStore'))
      return (
        <>
          {label}
          <select {...control} value={text(value)} onChange={({ target }) => typed(target.value)}>
            <option value="">{t('store.fields.choose')}</option>
            {options.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </>
      )
    }
    case 'long-text':
      return (
        <>
          {label}
          <textarea
            {...control}
            rows={2}
            maxLength={field.maxLength ?? usualLimits['long-text']}
            value={text(value)}
            onChange={({ target }) => typed(target.value)}
          />
        </>
      )
    case 'number':
    case 'money':
      return (
        <>
          {label}
          <NumberInput field={field} value={value} onChange={onChange} control={control} />
        </>
      )
    case 'product':
      return (
        <>
          {label}
          <ProductInput value={text(value)} onTyped={typed} control={control} />
        </>
      )
    default:
      return (
        <>
          {label}
          <input
            {...control}
            type={field.kind === 'date' ? 'date' : field.kind === 'phone' ? 'tel' : 'text'}
            maxLength={field.maxLength ?? usualLimits.text}
            value={text(value)}
            autoComplete="off"
            onChange={({ target }) =>
              typed(field.kind === 'phone' ? target.value.replaceAll(/[\s-]/g, '') : target.value)
            }
          />
          {help !== undefined && help !== '' && <span className="second">{help}</span>}
        </>
      )
  }
}

interface ProductProps {
  readonly value: string
  readonly onTyped: (name: string) => void
  readonly control: object
}

/** What the chain sells is offered; without a network, or for what it does not sell, the words are typed. */
function ProductInput({ value, onTyped, control }: ProductProps) {
  const list = useId()
  const [looked, setLooked] = useState(false)
  const { data: found = [] } = useProducts(value.trim(), looked)
  return (
    <>
      <input
        {...control}
        list={list}
        maxLength={usualLimits.product}
        value={value}
        autoComplete="off"
        onFocus={() => setLooked(true)}
        onChange={({ target }) => onTyped(target.value)}
      />
      <datalist id={list}>
        {found.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  )
}

interface Named {
  readonly code: string
  readonly name: string
}

/** Somebody at a store knows their own; another one stays what it is. */
function storeChoices(value: string, own: { id: string; name: string } | undefined, other: string): readonly Named[] {
  return [
    ...(own === undefined ? [] : [{ code: own.id, name: own.name }]),
    ...(value === '' || value === own?.id ? [] : [{ code: value, name: other }]),
  ]
}

interface NumberProps {
  readonly field: FormField
  readonly value: unknown
  readonly onChange: (value: FormValue | null) => void
  readonly control: object
}

/** Yuan on the screen, fen in the ticket. What is no number yet stays on the screen, and is said to be none. */
function NumberInput({ field, value, onChange, control }: NumberProps) {
  const { t } = useTranslation()
  const money = field.kind === 'money'
  const shown = typeof value === 'number' ? String(money ? value / 100 : value) : text(value)
  const [typed, setTyped] = useState(shown)
  return (
    <span className="phone-field-number">
      <input
        {...control}
        inputMode="decimal"
        value={typed}
        autoComplete="off"
        onChange={({ target }) => {
          setTyped(target.value)
          const given = target.value.trim()
          const number = Number(given)
          if (given === '') onChange(null)
          else onChange(Number.isFinite(number) ? (money ? Math.round(number * 100) : number) : given)
        }}
      />
      {money && <span>{t('store.fields.yuan')}</span>}
    </span>
  )
}
