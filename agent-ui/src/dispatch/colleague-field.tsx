import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../frame/settled.ts'
import { useColleagues } from './colleague-queries.ts'

interface Props {
  readonly label: string
  readonly value: { readonly id: string; readonly name: string } | undefined
  readonly placeholder: string
  readonly disabled?: boolean
  readonly onChange: (id: string | null) => void
}

/** Somebody of headquarters or the regions, found by name. */
export function ColleagueField({ label, value, placeholder, disabled = false, onChange }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const asked = useSettled(typed.trim())
  const [open, setOpen] = useState(false)
  const { data: found, isFetching } = useColleagues(asked, open)
  return (
    <Select
      size="small"
      className="wide"
      aria-label={label}
      value={value === undefined ? undefined : { value: value.id, label: value.name }}
      labelInValue
      allowClear
      disabled={disabled}
      placeholder={placeholder}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      loading={isFetching}
      notFoundContent={isFetching ? t('common.loading') : t('owner.empty')}
      options={(found ?? []).map((one) => ({
        value: one.id,
        label: one.place === undefined ? one.name : `${one.name} · ${one.place}`,
      }))}
      onOpenChange={setOpen}
      onChange={(choice) => {
        setTyped('')
        onChange(choice?.value ?? null)
      }}
    />
  )
}
