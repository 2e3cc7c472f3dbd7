import type { StoreCard } from '@ringdesk/gateway/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../frame/settled.ts'
import { useStores } from './ticket-queries.ts'

interface Props {
  readonly id: string
  readonly value: string | null
  /** Names for ids already known: the ticket's store, the guess. */
  readonly known: readonly Pick<StoreCard, 'id' | 'name'>[]
  /** Shown as a guess while nothing is chosen; not saved until confirmed. */
  readonly guess?: Pick<StoreCard, 'id' | 'name'>
  readonly disabled: boolean
  readonly onChange: (id: string | null) => void
}

export function StoreField({ id, value, known, guess, disabled, onChange }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const asked = useSettled(typed.trim())
  const { data: found, isFetching } = useStores(asked)
  const [picked, setPicked] = useState<Pick<StoreCard, 'id' | 'name'>>()

  const names = [...known, ...(picked === undefined ? [] : [picked])]
  const current = names.find((store) => store.id === value)
  const options =
    asked === '' || found === undefined
      ? (current ?? guess) === undefined
        ? []
        : [{ value: (current ?? guess)?.id, label: (current ?? guess)?.name }]
      : found.map((store) => ({
          value: store.id,
          label: store.name,
          detail: `${store.code} · ${store.region}`,
        }))
  const guessed = value === null && guess !== undefined
  return (
    <div className="store-field" data-guess={guessed}>
      <Select
        id={id}
        value={value === null ? undefined : { value, label: current?.name ?? value }}
        labelInValue
        disabled={disabled}
        allowClear
        placeholder={guessed ? guess.name : t('ticket.storeHint')}
        showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
        loading={isFetching}
        notFoundContent={
          asked === '' ? t('ticket.storeType') : isFetching ? t('common.loading') : t('ticket.storeEmpty')
        }
        options={options}
        optionRender={(option) => (
          <span className="store-option">
            <span className="cut">{option.label}</span>
            <span className="second">{'detail' in option.data ? String(option.data.detail) : ''}</span>
          </span>
        )}
        onChange={(choice) => {
          const store = found?.find((one) => one.id === choice?.value)
          if (store !== undefined) setPicked(store)
          setTyped('')
          onChange(choice?.value ?? null)
        }}
      />
      {guessed && (
        <span className="guess" title={t('ticket.guessHint')}>
          <span className="tag" data-tone="busy">
            {t('ticket.guess')}
          </span>
          <Button size="small" disabled={disabled} onClick={() => onChange(guess.id)} data-testid="confirm-store">
            {t('ticket.confirmGuess')}
          </Button>
        </span>
      )}
    </div>
  )
}
