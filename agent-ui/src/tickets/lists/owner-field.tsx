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

interface Option {
  readonly value: string
  readonly label: string
}

const asOption = ({ id, name, place }: Colleague): Option => ({
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
  const [picked, setPicked] = useState<Option>()
  const others = found.map(asOption).filter((one) => fixed.every((each) => each.value !== one.value))
  const named = [picked, known && { value: known.id, label: known.name }].find((one) => one?.value === value)
  // Whoever was found by typing is not among the first few any more once the typing is gone.
  const shown = [...fixed, ...others].some((one) => one.value === value) ? undefined : named
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
        ...(typed === '' && shown !== undefined ? [shown] : []),
        ...others,
      ]}
      onChange={(chosen: string | undefined) => {
        setTyped('')
        setPicked(others.find((one) => one.value === chosen) ?? picked)
        onChange(chosen)
      }}
      data-testid={testId}
    />
  )
}
