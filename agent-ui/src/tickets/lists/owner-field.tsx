import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useColleagues } from '../../dispatch/colleague-queries.ts'

interface Props {
  readonly value: string | undefined
  /** Choices beside the colleagues: me, nobody. */
  readonly fixed: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string | undefined) => void
  readonly testId: string
}

/** Somebody of headquarters or the regions, found by name. */
export function OwnerField({ value, fixed, onChange, testId }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const { data: found = [], isFetching } = useColleagues(typed.trim())
  return (
    <Select
      className="wide"
      allowClear
      value={value}
      placeholder={t('ticketLists.owner')}
      aria-label={t('ticketLists.owner')}
      loading={isFetching}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      options={[
        ...fixed.filter(({ label }) => label.includes(typed.trim())),
        ...found.map(({ id, name, place }) => ({
          value: id,
          label: place === undefined ? name : `${name} · ${place}`,
        })),
      ]}
      onChange={(chosen: string | undefined) => {
        setTyped('')
        onChange(chosen)
      }}
      data-testid={testId}
    />
  )
}
