/** What changes the do-not-call list. */
import type { DoNotCallEntry } from '@ringdesk/gateway/contract'
import { App, Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberText } from '../customers/number-text.tsx'
import { count } from '../messages/formats.ts'
import { useAddRefusal, useImportRefusals, useRemoveRefusal } from './campaign-queries.ts'
import { Labelled } from './labelled.tsx'

const MOST_NOTE = 300

export function AddRefusal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState<'agent' | 'administrator'>('agent')
  const [note, setNote] = useState('')
  const add = useAddRefusal()
  const submit = () =>
    add.mutate(
      { of: { kind: 'number', number: number.trim() }, reason, ...(note.trim() ? { note: note.trim() } : {}) },
      {
        onSuccess: () => {
          void message.success(t('campaigns.refusals.added'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      title={t('campaigns.refusals.add')}
      okText={t('campaigns.refusals.add')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: number.trim() === '' }}
      confirmLoading={add.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <p className="second">{t('campaigns.refusals.addText')}</p>
      <Labelled label={t('campaigns.refusals.number')}>
        <Input autoFocus inputMode="tel" value={number} onChange={({ target }) => setNumber(target.value)} />
      </Labelled>
      <Radio.Group
        className="campaign-kinds"
        aria-label={t('campaigns.refusals.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value as typeof reason)}
      >
        <Radio value="agent">{t('campaigns.refusals.customerSaid')}</Radio>
        <Radio value="administrator">{t('campaigns.refusals.ourDecision')}</Radio>
      </Radio.Group>
      <Labelled label={t('campaigns.refusals.note')}>
        <Input maxLength={MOST_NOTE} value={note} onChange={({ target }) => setNote(target.value)} />
      </Labelled>
    </Modal>
  )
}

export function ImportRefusals({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [numbers, setNumbers] = useState('')
  const send = useImportRefusals()
  const looked = send.data
  const write = () =>
    send.mutate(
      { numbers, agreed: true },
      {
        onSuccess: ({ good }) => {
          void message.success(t('campaigns.refusals.written', { numbers: count(good) }))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      title={t('campaigns.refusals.import')}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {looked === undefined || looked.good === 0 ? (
            <Button
              type="primary"
              disabled={numbers.trim() === ''}
              loading={send.isPending}
              onClick={() => send.mutate({ numbers, agreed: false })}
            >
              {t('campaigns.refusals.look')}
            </Button>
          ) : (
            <Button type="primary" loading={send.isPending} onClick={write}>
              {t('campaigns.refusals.write', { numbers: count(looked.good) })}
            </Button>
          )}
        </>
      }
    >
      <p className="second">{t('campaigns.refusals.importText')}</p>
      <Input.TextArea
        rows={8}
        aria-label={t('campaigns.refusals.import')}
        value={numbers}
        onChange={({ target }) => {
          setNumbers(target.value)
          send.reset()
        }}
      />
      {looked !== undefined && (
        <div role="status">
          <p>
            {t('campaigns.refusals.looked', {
              good: count(looked.good),
              known: count(looked.known),
              bad: count(looked.bad),
            })}
          </p>
          <ul className="list-scroll">
            {looked.problems.map(({ row, value, message: what }) => (
              <li key={row}>
                {t('campaigns.refusals.line', { row })} {value} <span className="second">{what}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  )
}

export function RemoveRefusal({ entry, onClose }: { entry: DoNotCallEntry; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [why, setWhy] = useState('')
  const remove = useRemoveRefusal()
  return (
    <Modal
      open
      title={t('campaigns.refusals.removeTitle')}
      okText={t('campaigns.refusals.remove')}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: true, disabled: why.trim() === '' }}
      confirmLoading={remove.isPending}
      onOk={() =>
        remove.mutate(
          { id: entry.id, why: why.trim() },
          {
            onSuccess: () => {
              void message.success(t('campaigns.refusals.removed'))
              onClose()
            },
          },
        )
      }
      onCancel={onClose}
    >
      <p>
        <NumberText number={entry.number} />
      </p>
      <Labelled label={t('campaigns.refusals.why')}>
        <Input autoFocus maxLength={MOST_NOTE} value={why} onChange={({ target }) => setWhy(target.value)} />
      </Labelled>
    </Modal>
  )
}
