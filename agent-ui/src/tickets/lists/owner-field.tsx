import type { Colleague } from '@ringdesk/gateway/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useColleagues } from '../../dispatch/colleague-queries.ts'

interface Props {
  readonly id?: string
  readonly value: string | undefined
  /** Choices beside the colleagues: me, nobody. */
  readonly fixed: readonly { readonly value: string; readonly label: string }[]
  /** The person that is chosen already, by name. */
  readonly known?: { readonly id: string; readonly name: string }
  readonly disabled?: boolean
  readonly onChange: (value: string | undefined) => void
  readonly testId: string
}

const asOption = ({ id, name, place }: Colleague) => ({
  value: id,
  label: place === undefined ? name : `${name} · ${place}`,
})

/** Somebody of headquarters or the regions, found by name. */
export function OwnerField({ id, value, fixed, known, disabled = false, onChange, testId }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  // Nobody is asked for before somebody looks: the field stands on every ticket.
  const [opened, setOpened] = useState(false)
  const { data: found = [], isFetching } = useColleagues(typed.trim(), opened)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      className="wide"
      disabled={disabled}
      allowClear
      value={value}
      placeholder={t('ticketLists.owner')}
      aria-label={t('ticketLists.owner')}
      loading={isFetching}
      onOpenChange={(open) => open && setOpened(true)}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      options={[
        ...fixed.filter(({ label }) => label.includes(typed.trim())),
        ...(known !== undefined &&
        known.id === value &&
        typed === '' &&
        [...fixed, ...found.map(asOption)].every((one) => one.value !== known.id)
          ? [{ value: known.id, label: known.name }]
          : []),
        ...found.map(asOption).filter((one) => fixed.every(({ value }) => value !== one.value)),
      ]}
      onChange={(chosen: string | undefined) => {
        setTyped('')
        onChange(chosen)
      }}
      data-testid={testId}
    />
  )
}
