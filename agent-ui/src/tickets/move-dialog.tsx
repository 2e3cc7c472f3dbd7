import type { TicketDetail, TicketMove, TicketMoveField, TicketMoveName } from '@ringdesk/gateway/contract'
import { Form, Input, Modal, Segmented, TreeSelect } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRegions } from '../dispatch/region-queries.ts'
import { StoreField } from './store-field.tsx'

export type MoveAnswers = Pick<TicketMove, 'storeId' | 'poolId' | 'reason' | 'waitsFor' | 'resolution'>

interface Props {
  readonly ticket: TicketDetail
  readonly move: TicketMoveName
  readonly requires: readonly TicketMoveField[]
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onConfirm: (answers: MoveAnswers) => void
}

/** Moves for which a person may say more than they have to. */
const mayHaveReason: ReadonlySet<TicketMoveName> = new Set(['pool', 'recall', 'suspend', 'verify', 'close', 'reopen'])

/** Asks for what a move requires, and for nothing else. */
export function MoveDialog({ ticket, move, requires, busy, onCancel, onConfirm }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [answers, setAnswers] = useState<MoveAnswers>(move === 'suspend' ? { waitsFor: 'customer' } : {})
  const set = (change: MoveAnswers) => setAnswers({ ...answers, ...change })
  const words: Readonly<Record<TicketMoveField, string>> = {
    storeId: t('moves.store'),
    reason: t('moves.reason'),
    waitsFor: t('moves.waitsFor'),
    resolution: t('moves.resolution'),
  }
  const missing = requires.filter((field) => !answers[field]?.trim())
  const asksFor = (field: TicketMoveField) => requires.includes(field)
  return (
    <Modal
      open
      title={`${ticket.number} · ${t(`moves.moveOf.${move}`)}`}
      okText={t('moves.confirm', { move: t(`moves.moveOf.${move}`) })}
      okButtonProps={{ disabled: missing.length > 0, loading: busy }}
      onCancel={onCancel}
      onOk={() => onConfirm(answers)}
    >
      <Form layout="vertical" data-testid="move-dialog" onFinish={() => missing.length === 0 && onConfirm(answers)}>
        {asksFor('storeId') && (
          <Form.Item label={words.storeId} htmlFor={`${id}-store`} required>
            <StoreField
              id={`${id}-store`}
              value={answers.storeId ?? null}
              known={[]}
              disabled={busy}
              onChange={(storeId) => set({ storeId: storeId ?? undefined })}
            />
          </Form.Item>
        )}
        {move === 'pool' && (
          <Form.Item label={t('moves.pool')} htmlFor={`${id}-pool`}>
            <PoolField id={`${id}-pool`} value={answers.poolId ?? null} onChange={(poolId) => set({ poolId })} />
          </Form.Item>
        )}
        {asksFor('waitsFor') && (
          <Form.Item label={words.waitsFor} required>
            <Segmented<'customer' | 'supplier'>
              value={answers.waitsFor ?? 'customer'}
              options={[
                { value: 'customer', label: t('moves.customer') },
                { value: 'supplier', label: t('moves.supplier') },
              ]}
              onChange={(waitsFor) => set({ waitsFor })}
            />
          </Form.Item>
        )}
        {(move === 'resolve' || asksFor('resolution')) && (
          <Form.Item label={words.resolution} htmlFor={`${id}-resolution`} required={asksFor('resolution')}>
            <Input.TextArea
              id={`${id}-resolution`}
              rows={4}
              maxLength={4_000}
              placeholder={t('moves.resolutionHint')}
              value={answers.resolution ?? ''}
              onChange={(event) => set({ resolution: event.target.value })}
            />
          </Form.Item>
        )}
        {(asksFor('reason') || mayHaveReason.has(move)) && (
          <Form.Item label={words.reason} htmlFor={`${id}-reason`} required={asksFor('reason')}>
            <Input.TextArea
              id={`${id}-reason`}
              rows={3}
              maxLength={1_000}
              placeholder={t('moves.reasonHint')}
              value={answers.reason ?? ''}
              onChange={(event) => set({ reason: event.target.value })}
            />
          </Form.Item>
        )}
        {missing.length > 0 && (
          <p className="second" role="status">
            {t('moves.missing', { fields: missing.map((field) => words[field]).join('、') })}
          </p>
        )}
      </Form>
    </Modal>
  )
}

interface PoolProps {
  readonly id: string
  readonly value: string | null
  readonly onChange: (poolId: string | null) => void
}

/** A node of the tree, or headquarters. */
function PoolField({ id, value, onChange }: PoolProps) {
  const { t } = useTranslation()
  const { data: regions = [], isPending } = useRegions()
  return (
    <TreeSelect
      id={id}
      className="wide"
      value={value ?? ''}
      loading={isPending}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode={{ id: 'value', pId: 'parent', rootPId: '' }}
      treeData={[
        { value: '', title: t('moves.headquarters'), parent: '' },
        ...regions.map((node) => ({ value: node.id, title: node.name, parent: node.parentId ?? '' })),
      ]}
      onChange={(chosen: string) => onChange(chosen || null)}
    />
  )
}
