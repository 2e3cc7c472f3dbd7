/** Form fields that all documents use. Times are ms in documents and seconds or minutes on the screen. */

import type { FormItemProps } from 'antd'
import { Form, Input, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Catalogue } from '../messages/zh-CN.ts'

export type FieldName = keyof Catalogue['administration']['fields']
export type Path = (string | number)[]

interface FieldProps {
  readonly name: string | Path
  readonly label: FieldName
  readonly hint?: ReactNode
}

export function TextField({ name, label, hint, max = 100, fixed }: FieldProps & { max?: number; fixed?: boolean }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`administration.fields.${label}`)} extra={hint} rules={[{ required: true }]}>
      <Input maxLength={max} disabled={fixed === true} autoComplete="off" />
    </Form.Item>
  )
}

export function NumberField({
  name,
  label,
  hint,
  min,
  max,
  step,
}: FieldProps & { min: number; max: number; step?: number }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`administration.fields.${label}`)} extra={hint} rules={[{ required: true }]}>
      <InputNumber min={min} max={max} step={step ?? 1} />
    </Form.Item>
  )
}

/** @param unitMs 1,000 for seconds, 60,000 for minutes; `min` and `max` are in that unit */
export function TimeField({
  name,
  label,
  hint,
  min,
  max,
  unitMs = 1_000,
}: FieldProps & { min: number; max: number; unitMs?: number }) {
  const { t } = useTranslation()
  return (
    <Form.Item
      name={name}
      label={t(`administration.fields.${label}`)}
      extra={hint}
      rules={[{ required: true }]}
      {...inUnit(unitMs)}
    >
      <InputNumber min={min} max={max} />
    </Form.Item>
  )
}

/** Shows ms in another unit and takes it back as ms. */
export const inUnit = (unitMs: number): Pick<FormItemProps, 'getValueProps' | 'normalize'> => ({
  getValueProps: (ms: unknown) => ({ value: typeof ms === 'number' ? ms / unitMs : ms }),
  normalize: (shown: unknown) => (typeof shown === 'number' ? Math.round(shown * unitMs) : shown),
})

export function SwitchField({ name, label, hint }: FieldProps) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`administration.fields.${label}`)} extra={hint} valuePropName="checked">
      <Switch />
    </Form.Item>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export function ChoiceField({
  name,
  label,
  hint,
  options,
  optional,
}: FieldProps & { options: Choice[]; optional?: boolean }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`administration.fields.${label}`)} extra={hint} rules={[{ required: !optional }]}>
      <Select options={options} allowClear={optional === true} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
  )
}

/** Words that people type one after the other. */
export function WordsField({ name, label, hint }: FieldProps) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`administration.fields.${label}`)} extra={hint}>
      <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
    </Form.Item>
  )
}
