import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useForm } from '../ticket-types/type-queries.ts'
import type { FieldName, FieldValue } from './draft.ts'
import { useFieldWords } from './field-words.ts'
import { useFilterNames } from './lists/list-queries.ts'
import { useChoices } from './ticket-queries.ts'
import type { OpenConflict } from './use-ticket-save.ts'

interface Props {
  readonly conflict: OpenConflict
  readonly saving: boolean
  readonly onDecide: (choice: Readonly<Partial<Record<FieldName, 'mine' | 'theirs'>>>) => void
  readonly onCancel: () => void
}

/** Both sides of every field that two people changed. Mine is chosen at first: it is what I have just typed. */
export function ConflictDialog({ conflict, saving, onDecide, onCancel }: Props) {
  const { t } = useTranslation()
  const { data: choices } = useChoices()
  const { theirs: ticket } = conflict
  const { data: form } = useForm(ticket.category, ticket.formVersion)
  const words = useFieldWords(choices, form?.document)
  const [choice, setChoice] = useState<Partial<Record<FieldName, 'mine' | 'theirs'>>>({})
  const mine = (of: FieldName) => {
    const value = conflict.fields.find(({ name }) => name === of)?.mine
    return typeof value === 'string' ? { [of === 'storeId' ? 'store' : 'owner']: value } : {}
  }
  const { data: names } = useFilterNames({ ...mine('storeId'), ...mine('ownerId') }, true)
  const people = [ticket.store, ticket.owner, names?.store, names?.owner]
  /** Ids of a store or a person by their names. */
  const spoken = (name: FieldName, value: FieldValue) =>
    (name === 'storeId' || name === 'ownerId' ? people.find((one) => one?.id === value)?.name : undefined) ??
    words.value(name, value)
  const side = (name: FieldName, which: 'mine' | 'theirs', value: FieldValue) => (
    <label className="conflict-side" data-chosen={(choice[name] ?? 'mine') === which}>
      <input
        type="radio"
        name={name}
        checked={(choice[name] ?? 'mine') === which}
        onChange={() => setChoice({ ...choice, [name]: which })}
        data-testid={`conflict-${name}-${which}`}
      />
      <span>
        <b>{which === 'mine' ? t('ticket.mine') : t('ticket.theirs')}</b>
        <span className="conflict-value">{spoken(name, value)}</span>
      </span>
    </label>
  )
  return (
    <Modal
      open
      title={t('ticket.conflictTitle')}
      okText={t('ticket.conflictSave')}
      confirmLoading={saving}
      onOk={() => onDecide(choice)}
      onCancel={onCancel}
      width={640}
    >
      <div className="conflict" data-testid="conflict">
        <p className="second">{t('ticket.conflictText')}</p>
        {conflict.fields.map(({ name, mine, theirs }) => (
          <fieldset key={name}>
            <legend>{words.field(name)}</legend>
            {side(name, 'mine', mine)}
            {side(name, 'theirs', theirs)}
          </fieldset>
        ))}
      </div>
    </Modal>
  )
}
