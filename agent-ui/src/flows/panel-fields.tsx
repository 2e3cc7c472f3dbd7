/** The inputs that several panels use. What is typed only gets into the document when the schema takes it. */
import type { FlowDocumentShape, FlowSurroundingsShape } from '@ringdesk/gateway/contract'
import { Input, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isKey } from './flow-editing.ts'
import { inOrder } from './flow-layout.ts'
import type { FlowWords } from './flow-words.ts'

interface LabelledProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly children: (id: string) => ReactNode
}

/** A control under its label; the control takes the id. */
export function Labelled({ label, hint, error, children }: LabelledProps) {
  const id = useId()
  return (
    <div className="flow-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {error !== undefined && (
        <span className="flow-error" role="alert">
          {error}
        </span>
      )}
      {hint !== undefined && <span className="second">{hint}</span>}
    </div>
  )
}

interface NodeSelectProps {
  readonly id?: string
  readonly label?: string
  readonly value: string | undefined
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly onChange: (id: string | undefined) => void
  readonly testId?: string
  /** Nowhere is no choice. */
  readonly needed?: boolean
}

export function NodeSelect({ id, label, value, document, words, onChange, testId, needed = false }: NodeSelectProps) {
  const { t } = useTranslation()
  const options = inOrder(document).map((one) => ({ value: one, label: words.node(one) }))
  const isGone = value !== undefined && !options.some((one) => one.value === value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="flow-wide"
      allowClear={!needed}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('flows.nowhere')}
      value={value ?? null}
      status={value === undefined || isGone ? 'warning' : ''}
      options={isGone ? [{ value, label: t('flows.missing', { name: value }) }, ...options] : options}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    />
  )
}

interface PromptSelectProps {
  readonly id?: string
  readonly label?: string
  readonly value: string
  readonly around: FlowSurroundingsShape
  readonly onChange: (name: string) => void
  /** What no prompt is called here; absent: one has to be chosen. */
  readonly none?: string
}

export function PromptSelect({ id, label, value, around, onChange, none }: PromptSelectProps) {
  const { t } = useTranslation()
  const known = around.prompts.map(({ name, title }) => ({ value: name, label: title ? `${title}（${name}）` : name }))
  const isGone = value !== '' && !around.prompts.some(({ name }) => name === value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="flow-wide"
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={none ?? t('flows.choosePrompt')}
      value={value === '' ? null : value}
      status={isGone || (value === '' && none === undefined) ? 'error' : ''}
      allowClear={none !== undefined}
      options={isGone ? [{ value, label: t('flows.missing', { name: value }) }, ...known] : known}
      onChange={(name: string | null | undefined) => onChange(name ?? '')}
    />
  )
}

interface KeyInputProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (key: string) => void
}

/** A name that values are kept under. */
export function KeyInput({ label, hint, value, onChange }: KeyInputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  const [last, setLast] = useState(value)
  if (value !== last) {
    // Changed from outside, as by undo.
    setLast(value)
    setTyped(value)
  }
  return (
    <Labelled
      label={label}
      {...(hint === undefined ? {} : { hint })}
      error={isKey(typed) ? undefined : t('flows.badKey')}
    >
      {(id) => (
        <Input
          id={id}
          value={typed}
          maxLength={40}
          status={isKey(typed) ? '' : 'error'}
          onChange={({ target }) => {
            setTyped(target.value)
            if (!isKey(target.value)) return
            setLast(target.value)
            onChange(target.value)
          }}
          onBlur={() => setTyped(last)}
        />
      )}
    </Labelled>
  )
}
