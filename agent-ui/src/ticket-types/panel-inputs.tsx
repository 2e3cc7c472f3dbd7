/** The small inputs of the properties panel. */
import { Input, InputNumber } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

export function Labelled({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="panel-input">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint !== undefined && <span className="second">{hint}</span>}
    </div>
  )
}

interface TextProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly maxLength: number
  readonly autoFocus?: boolean
  readonly testId?: string
  readonly onChange: (text: string) => void
}
export function TextInput({ label, hint, value, maxLength, autoFocus = false, testId, onChange }: TextProps) {
  return (
    <Labelled label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <Input
          id={id}
          size="small"
          value={value}
          maxLength={maxLength}
          autoComplete="off"
          autoFocus={autoFocus}
          onChange={({ target }) => onChange(target.value)}
          data-testid={testId}
        />
      )}
    </Labelled>
  )
}

interface NumberProps {
  readonly label: string
  readonly value: number | undefined
  readonly precision?: number
  readonly onChange: (value: number | undefined) => void
}
export function NumberInput({ label, value, precision, onChange }: NumberProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <InputNumber
          id={id}
          size="small"
          value={value ?? null}
          {...(precision === undefined ? {} : { precision })}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )}
    </Labelled>
  )
}

interface LinesProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly testId?: string
  readonly onChange: (lines: string) => void
}
/** Lines are parsed while they are typed; what is typed stays as it is until the panel shows something else. */
export function LinesInput({ label, hint, value, testId, onChange }: LinesProps) {
  const [typed, setTyped] = useState(value)
  return (
    <Labelled label={label} hint={hint}>
      {(id) => (
        <Input.TextArea
          id={id}
          size="small"
          value={typed}
          autoSize={{ minRows: 4, maxRows: 16 }}
          onChange={({ target }) => {
            setTyped(target.value)
            onChange(target.value)
          }}
          data-testid={testId}
        />
      )}
    </Labelled>
  )
}

interface NameProps {
  readonly title: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly onChange: (name: { zh: string; en: string }) => void
}
export function NamePanel({ title, name, onChange }: NameProps) {
  const { t } = useTranslation()
  return (
    <>
      <h3>{title}</h3>
      <TextInput
        label={t('forms.builder.labelZh')}
        value={name.zh}
        maxLength={60}
        testId="label-zh"
        onChange={(zh) => onChange({ ...name, zh })}
      />
      <TextInput
        label={t('forms.builder.labelEn')}
        value={name.en}
        maxLength={60}
        testId="label-en"
        onChange={(en) => onChange({ ...name, en })}
      />
    </>
  )
}
