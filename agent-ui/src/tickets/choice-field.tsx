import type { TicketChoices } from '@ringdesk/gateway/contract'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Choice = TicketChoices['categories'][number]

interface Props {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string
  readonly disabled: boolean
  readonly touched: boolean
  readonly onChoose: (code: string) => void
  /** After a choice by key: on to the next question. */
  readonly onChosen: () => void
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly testId: string
}

/**
 * One question with few answers: a click, the answer's number, or some of its letters and Enter. The focus sits in the small input,
 * so that Chinese can be typed into it; a digit there chooses at once.
 */
export function ChoiceField({ label, choices, value, disabled, touched, onChoose, onChosen, inputRef, testId }: Props) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const wordOf = (choice: Choice) => (i18n.language === 'en' ? choice.en : choice.zh)
  const wanted = typed.trim().toLowerCase()
  const shown = choices
    .map((choice, index) => ({ choice, number: index + 1 }))
    .filter(
      ({ choice }) =>
        wanted === '' || [choice.zh, choice.en, choice.code].some((text) => text.toLowerCase().includes(wanted)),
    )

  function choose(choice: Choice | undefined) {
    if (choice === undefined) return
    setTyped('')
    onChoose(choice.code)
    onChosen()
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (typed === '' && /^[0-9]$/.test(event.key)) {
      event.preventDefault()
      choose(choices[event.key === '0' ? 9 : Number(event.key) - 1])
    } else if (event.key === 'Enter' && wanted !== '') {
      event.preventDefault()
      choose(shown[0]?.choice)
    } else if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation()
      setTyped('')
    }
  }

  return (
    <div className="choice-field" data-touched={touched} data-testid={testId}>
      <span className="field-label" id={id}>
        {label}
      </span>
      <div className="choice-box" data-disabled={disabled}>
        <div className="choice-answers" role="radiogroup" aria-labelledby={id}>
          {shown.map(({ choice, number }, index) => (
            // biome-ignore lint/a11y/useSemanticElements: a radio input cannot carry the number beside its word
            <button
              key={choice.code}
              type="button"
              role="radio"
              className="choice"
              aria-checked={choice.code === value}
              data-first={wanted !== '' && index === 0}
              disabled={disabled}
              tabIndex={-1}
              onClick={() => onChoose(choice.code)}
              data-testid={`${testId}-${choice.code}`}
            >
              {number <= 10 && <span className="choice-number">{number % 10}</span>}
              {wordOf(choice)}
            </button>
          ))}
          {shown.length === 0 && <span className="second">{t('ticket.noChoice')}</span>}
        </div>
        <input
          ref={inputRef}
          className="choice-input"
          value={typed}
          disabled={disabled}
          placeholder={t('ticket.choicePlaceholder')}
          aria-label={t('ticket.filterChoice', { field: label })}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setTyped('')}
          data-testid={`${testId}-input`}
        />
      </div>
    </div>
  )
}
