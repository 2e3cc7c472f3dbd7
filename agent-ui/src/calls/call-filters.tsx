/** What the call log is narrowed to; all of it stands in the address. */
import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFilterChoices } from '../tickets/lists/list-queries.ts'
import { callOutcomes } from './outcome-tag.tsx'

export const callFilterNames = ['queue', 'agent', 'outcome', 'number', 'from', 'to'] as const
export type CallFilters = Readonly<Partial<Record<(typeof callFilterNames)[number], string>>>

interface Props {
  readonly filters: CallFilters
  readonly onFilter: (change: Readonly<Partial<Record<keyof CallFilters, string | undefined>>>) => void
}

export function CallFilterBar({ filters, onFilter }: Props) {
  const { t } = useTranslation()
  const { data } = useFilterChoices(true)
  const named = (choices: readonly { id: string; name: string }[] | undefined) =>
    (choices ?? []).map(({ id: value, name: label }) => ({ value, label }))
  const choice = (name: 'queue' | 'agent' | 'outcome', any: string, options: { value: string; label: string }[]) => (
    <Select
      className="calls-filter"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={filters[name]}
      placeholder={any}
      aria-label={any}
      options={options}
      onChange={(value: string | undefined) => onFilter({ [name]: value })}
      data-testid={`calls-${name}`}
    />
  )
  return (
    <search className="page-head" aria-label={t('calls.filter')}>
      <NumberField key={filters.number} number={filters.number} onSearch={(number) => onFilter({ number })} />
      {choice('queue', t('calls.anyQueue'), named(data?.queues))}
      {choice('agent', t('calls.anyAgent'), named(data?.agents))}
      {choice(
        'outcome',
        t('calls.anyOutcome'),
        callOutcomes.map((value) => ({ value, label: t(`calls.outcomeOf.${value}`) })),
      )}
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        aria-label={t('calls.days')}
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to).subtract(1, 'ms') : null]}
        onChange={(days) =>
          onFilter({
            from: days?.[0]?.startOf('day').toISOString(),
            to: days?.[1]?.add(1, 'day').startOf('day').toISOString(),
          })
        }
      />
    </search>
  )
}

/** Sent with Enter: a number is looked for whole. */
function NumberField({
  number = '',
  onSearch,
}: {
  number?: string | undefined
  onSearch: (number: string | undefined) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(number)
  return (
    <Input
      className="calls-number"
      allowClear
      maxLength={40}
      value={typed}
      placeholder={t('calls.number')}
      aria-label={t('calls.number')}
      onChange={({ target }) => {
        setTyped(target.value)
        if (target.value === '') onSearch(undefined)
      }}
      onPressEnter={() => onSearch(typed.trim() || undefined)}
    />
  )
}
