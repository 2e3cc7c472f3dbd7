/** One control a kind of field. A cleared control says undefined. */
import { type FormField, isMasked } from '@ringdesk/gateway/contract'
import type { WidgetProps } from '@rjsf/utils'
import { AutoComplete, DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { type ComponentType, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProducts } from '../products/product-queries.ts'
import { StoreField } from '../tickets/store-field.tsx'
import { type FormContext, Surroundings } from './form-surroundings.ts'
import { HiddenNumber } from './hidden-number.tsx'

type Widget = ComponentType<WidgetProps>

function useField({ options, registry, disabled, readonly }: WidgetProps) {
  const { i18n } = useTranslation()
  const { fields } = registry.formContext as FormContext
  const field = fields.get(String(options.field)) as FormField
  const choices = (field.choices ?? []).map(({ code, zh, en }) => ({
    value: code,
    label: i18n.language === 'en' ? en : zh,
  }))
  return { field, choices, off: disabled === true || readonly === true, testId: `value-${field.id}` }
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

const TextWidget: Widget = (props) => {
  const { field, off, testId } = useField(props)
  const telephone = field.kind === 'phone'
  return (
    <Input
      // Always there, or the input would lose its focus when it comes.
      {...(telephone
        ? { suffix: <span>{isMasked(field, props.value) && <HiddenNumber field={field.id} />}</span> }
        : {})}
      id={props.id}
      value={text(props.value)}
      maxLength={field.maxLength ?? 200}
      readOnly={off}
      autoComplete="off"
      {...(telephone ? { inputMode: 'tel' } : {})}
      {...(field.kind === 'batch' ? { spellCheck: false } : {})}
      // People type numbers as they say them: 138 0013 8000.
      onChange={({ target }) =>
        props.onChange((telephone ? target.value.replaceAll(/[\s-]/g, '') : target.value) || undefined)
      }
      data-testid={testId}
    />
  )
}

const LongTextWidget: Widget = (props) => {
  const { field, off, testId } = useField(props)
  return (
    <Input.TextArea
      id={props.id}
      value={text(props.value)}
      maxLength={field.maxLength ?? 4_000}
      readOnly={off}
      autoSize={{ minRows: 2, maxRows: 8 }}
      onChange={({ target }) => props.onChange(target.value || undefined)}
      data-testid={testId}
    />
  )
}

const NumberWidget: Widget = (props) => {
  const { field, off, testId } = useField(props)
  return (
    <InputNumber
      id={props.id}
      value={number(props.value)}
      disabled={off}
      {...(field.integer ? { precision: 0 } : {})}
      onChange={(value) => props.onChange(value ?? undefined)}
      data-testid={testId}
    />
  )
}

/** Yuan on the screen, fen in the ticket. */
const MoneyWidget: Widget = (props) => {
  const { off, testId } = useField(props)
  const fen = number(props.value)
  return (
    <InputNumber
      id={props.id}
      value={fen === null ? null : fen / 100}
      disabled={off}
      precision={2}
      prefix="¥"
      onChange={(yuan) => props.onChange(yuan === null ? undefined : Math.round(Number(yuan) * 100))}
      data-testid={testId}
    />
  )
}

const ChoiceWidget: Widget = (props) => {
  const { choices, off, testId } = useField(props)
  return (
    <Select
      id={props.id}
      value={text(props.value) || undefined}
      disabled={off}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={choices}
      onChange={(code) => props.onChange(code)}
      data-testid={testId}
    />
  )
}

const MultiChoiceWidget: Widget = (props) => {
  const { choices, off, testId } = useField(props)
  return (
    <Select
      id={props.id}
      mode="multiple"
      value={list(props.value)}
      disabled={off}
      showSearch={{ optionFilterProp: 'label' }}
      options={choices}
      onChange={(codes) => props.onChange(codes.length === 0 ? undefined : codes)}
      data-testid={testId}
    />
  )
}

const DateWidget: Widget = (props) => {
  const { off, testId } = useField(props)
  const value = text(props.value)
  return (
    <DatePicker
      id={props.id}
      value={value === '' ? null : dayjs(value)}
      disabled={off}
      onChange={(date) => props.onChange(date ? date.format('YYYY-MM-DD') : undefined)}
      data-testid={testId}
    />
  )
}

const StoreWidget: Widget = (props) => {
  const { off } = useField(props)
  const { stores } = useContext(Surroundings)
  return (
    <StoreField
      id={props.id}
      value={text(props.value) || null}
      known={stores}
      disabled={off}
      onChange={(store) => props.onChange(store ?? undefined)}
    />
  )
}

const ProductWidget: Widget = (props) => {
  const { off, testId } = useField(props)
  const { orders } = useContext(Surroundings)
  const [asked, setAsked] = useState<string>()
  const { data: found = [] } = useProducts((asked ?? '').trim(), asked !== undefined && !off)
  const ordered = orders.flatMap((order) => order.items.map((item) => item.name))
  const names = [...new Set([...ordered, ...found.map(({ name }) => name)])]
  return (
    <AutoComplete
      id={props.id}
      value={text(props.value)}
      disabled={off}
      options={names.map((value) => ({ value }))}
      showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }}
      onFocus={() => setAsked(text(props.value))}
      onSearch={setAsked}
      onChange={(value: string) => props.onChange(value || undefined)}
      data-testid={testId}
    />
  )
}

/** Points at the ticket's photos by their attachments' ids. */
const PhotoWidget: Widget = (props) => {
  const { t } = useTranslation()
  const { field, off, testId } = useField(props)
  const { photos } = useContext(Surroundings)
  return (
    <Select
      id={props.id}
      mode="multiple"
      value={list(props.value)}
      disabled={off}
      maxCount={field.maxItems ?? 9}
      placeholder={t('forms.photoHint')}
      notFoundContent={t('forms.noPhotos')}
      options={photos.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(ids) => props.onChange(ids.length === 0 ? undefined : ids)}
      data-testid={testId}
    />
  )
}

export const widgetOf: Readonly<Record<FormField['kind'], Widget>> = {
  text: TextWidget,
  'long-text': LongTextWidget,
  number: NumberWidget,
  choice: ChoiceWidget,
  'multi-choice': MultiChoiceWidget,
  date: DateWidget,
  photo: PhotoWidget,
  store: StoreWidget,
  product: ProductWidget,
  batch: TextWidget,
  money: MoneyWidget,
  phone: TextWidget,
}
