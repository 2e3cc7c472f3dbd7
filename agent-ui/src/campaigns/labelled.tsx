import { InputNumber, type InputNumberProps } from 'antd'
import type { ReactNode } from 'react'

/** A field with its name above and what it means below. */
export function Labelled({ label, text, children }: { label: string; text?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="campaign-field">
      <span>{label}</span>
      {children}
      {text !== undefined && <small className="second">{text}</small>}
    </label>
  )
}

interface NumberProps extends Pick<InputNumberProps<number>, 'min' | 'max' | 'step' | 'disabled'> {
  readonly label: string
  readonly text?: string
  readonly value: number
  readonly onChange: (value: number) => void
}

/** An emptied field keeps its number: none would be no setting. */
export function NumberField({ label, text, value, onChange, ...limits }: NumberProps) {
  return (
    <Labelled label={label} {...(text === undefined ? {} : { text })}>
      <InputNumber {...limits} value={value} onChange={(next) => next !== null && onChange(next)} />
    </Labelled>
  )
}
