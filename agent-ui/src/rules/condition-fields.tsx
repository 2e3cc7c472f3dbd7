import { CloseOutlined } from '@ant-design/icons'
import { type RuleCondition, type RuleList, ticketStatus } from '@ringdesk/gateway/contract'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useChoices } from '../tickets/ticket-queries.ts'

const fields = [
  'category',
  'priority',
  'text',
  'region',
  'store',
  'tag',
  'no-tag',
  'customer',
  'status',
  'channel',
  'value',
  'similar',
  'answer',
] as const satisfies readonly RuleCondition['field'][]
const operators = ['is', 'contains', 'at-least', 'at-most', 'filled'] as const
const priorities = ['normal', 'high', 'urgent'] as const

/** One condition of the list: what it looks at, then what it wants. */
export function ConditionRow({ at, list, onRemove }: { at: number; list: RuleList; onRemove: () => void }) {
  const { t } = useTranslation()
  const field = Form.useWatch<RuleCondition['field'] | undefined>(['conditions', at, 'field'])
  return (
    <div className="rule-row" data-testid="condition">
      <Form.Item name={[at, 'field']} className="wide">
        <Select
          aria-label={t('rules.if')}
          options={fields.map((value) => ({ value, label: t(`rules.field.${value}`) }))}
        />
      </Form.Item>
      {field && <Wanted at={at} field={field} list={list} />}
      <Button type="text" icon={<CloseOutlined />} aria-label={t('rules.removeRow')} onClick={onRemove} />
    </div>
  )
}

function Wanted({ at, field, list }: { at: number; field: RuleCondition['field']; list: RuleList }) {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const label = t(`rules.field.${field}`)
  const several = (name: string, options: readonly { value: string; label: string }[] | undefined) => (
    <Form.Item name={[at, name]} className="wide" rules={[{ required: true }]}>
      <Select
        mode={options ? 'multiple' : 'tags'}
        aria-label={label}
        {...(options ? { options: [...options] } : { open: false, suffixIcon: null })}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  )
  switch (field) {
    case 'category':
      return several(
        'is',
        choices?.categories.map(({ code, zh, en }) => ({ value: code, label: i18n.language === 'en' ? en : zh })) ?? [],
      )
    case 'status':
      return several(
        'is',
        ticketStatus.options.map((value) => ({ value, label: t(`ticket.statusOf.${value}`) })),
      )
    case 'region':
      return several(
        'is',
        list.regions.map(({ id, name }) => ({ value: id, label: name })),
      )
    case 'channel':
    case 'store':
    case 'customer':
      return several('is', undefined)
    case 'tag':
    case 'no-tag':
      return several('has', undefined)
    case 'text':
      return several('contains', undefined)
    case 'priority':
      return (
        <Form.Item name={[at, 'atLeast']} rules={[{ required: true }]}>
          <Select
            aria-label={label}
            options={priorities.map((name, value) => ({ value, label: t(`ticket.priorityOf.${name}`) }))}
          />
        </Form.Item>
      )
    case 'value':
      return (
        <>
          <Form.Item name={[at, 'name']} rules={[{ required: true }]}>
            <Input placeholder={t('rules.fieldName')} maxLength={64} />
          </Form.Item>
          <Form.Item name={[at, 'operator']} rules={[{ required: true }]}>
            <Select
              aria-label={label}
              options={operators.map((value) => ({ value, label: t(`rules.operator.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name={[at, 'value']}>
            <Input placeholder={t('rules.value')} maxLength={200} />
          </Form.Item>
        </>
      )
    case 'answer':
      return (
        <>
          <Form.Item name={[at, 'question']} rules={[{ required: true }]}>
            <Input placeholder={t('rules.question')} aria-label={t('rules.question')} maxLength={64} />
          </Form.Item>
          <Form.Item name={[at, 'is']} className="wide">
            <Select
              mode="tags"
              placeholder={t('rules.answers')}
              aria-label={t('rules.answers')}
              open={false}
              suffixIcon={null}
            />
          </Form.Item>
          <Form.Item name={[at, 'atMost']}>
            <InputNumber min={0} max={100} precision={0} prefix={t('rules.atMost')} aria-label={t('rules.atMost')} />
          </Form.Item>
        </>
      )
    case 'similar':
      return (
        <>
          <Form.Item name={[at, 'atLeast']} rules={[{ required: true }]}>
            <InputNumber min={2} max={1_000} precision={0} suffix={t('rules.atLeast')} aria-label={label} />
          </Form.Item>
          <Form.Item name={[at, 'hours']} rules={[{ required: true }]}>
            <InputNumber min={1} max={720} precision={0} suffix={t('rules.hours')} aria-label={t('rules.hours')} />
          </Form.Item>
        </>
      )
  }
}
