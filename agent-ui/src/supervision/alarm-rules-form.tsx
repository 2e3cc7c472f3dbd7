import { DeleteOutlined } from '@ant-design/icons'
import type { AlarmKind, AlarmRule } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { unitOf } from './alarm-words.ts'
import { useNames } from './names.ts'
import { useModel } from './supervision-store.ts'

const ofQueues: readonly AlarmKind[] = ['longest-wait', 'waiting', 'service-level', 'abandon-rate', 'nobody-ready']

/** The thresholds as they were when it was opened; saving replaces the whole set. */
export function AlarmRulesForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const names = useNames()
  const { message } = App.useApp()
  const present = useModel(({ settings }) => settings.rules)
  const [rules, setRules] = useState<readonly AlarmRule[]>(present)
  const [adding, setAdding] = useState<{ readonly kind?: AlarmKind; readonly queue?: string }>({})
  const save = useMutation({
    mutationFn: () => request('PUT', '/api/alarm-rules', { body: rules }),
    onSuccess: () => {
      void message.success(t('supervision.alarm.saved'))
      onClose()
    },
  })
  const change = (id: string, next: Partial<AlarmRule>) =>
    setRules((before) => before.map((rule) => (rule.id === id ? { ...rule, ...next } : rule)))
  const taken = rules.some((rule) => rule.kind === adding.kind && rule.queue === adding.queue)
  const add = ({ kind, queue }: { readonly kind: AlarmKind; readonly queue: string }) => {
    const general = rules.find((rule) => rule.kind === kind && rule.queue === undefined)
    const rule: AlarmRule = { id: crypto.randomUUID(), kind, queue, threshold: general?.threshold ?? 60, enabled: true }
    setRules((before) => [...before, rule])
    setAdding({})
  }
  return (
    <Modal
      open
      title={t('supervision.alarm.thresholds')}
      width={640}
      onCancel={onClose}
      onOk={() => save.mutate()}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: save.isPending, id: 'save-thresholds' }}
    >
      <p className="second">{t('supervision.alarm.thresholdsText')}</p>
      <table className="grid-table rules" data-testid="alarm-rules">
        <tbody>
          {rules.map((rule) => {
            const word = t(`supervision.alarm.kind.${rule.kind}`)
            const unit = t(`supervision.alarm.unit.${unitOf(rule.kind)}`)
            return (
              <tr key={rule.id} data-rule={rule.id}>
                <td>
                  {word}
                  {rule.state !== undefined && `：${t(`state.${rule.state}`)}`}
                </td>
                <td className="second">
                  {rule.queue === undefined
                    ? ofQueues.includes(rule.kind) && t('supervision.alarm.allQueues')
                    : names.queue(rule.queue)}
                </td>
                <td className="nowrap">
                  {rule.kind === 'service-level' ? t('supervision.alarm.below') : t('supervision.alarm.above')}{' '}
                  <InputNumber
                    size="small"
                    min={1}
                    max={unitOf(rule.kind) === 'percent' ? 100 : 86_400}
                    precision={0}
                    value={rule.threshold}
                    aria-label={`${word} ${unit}`}
                    onChange={(value) => value !== null && change(rule.id, { threshold: value })}
                  />{' '}
                  {unit}
                </td>
                <td>
                  <Switch
                    size="small"
                    checked={rule.enabled}
                    aria-label={`${t('supervision.alarm.enabled')} ${word}`}
                    onChange={(enabled) => change(rule.id, { enabled })}
                  />
                </td>
                <td>
                  {rule.queue !== undefined && (
                    <Button
                      size="small"
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('supervision.alarm.remove')}
                      onClick={() => setRules((before) => before.filter(({ id }) => id !== rule.id))}
                    />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className="rules-add">
        <Select
          placeholder={t('supervision.column.queue')}
          aria-label={t('supervision.column.queue')}
          value={adding.queue}
          onChange={(queue) => setAdding((before) => ({ ...before, queue }))}
          options={[...names.queues.values()].map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          placeholder={t('supervision.alarm.figure')}
          aria-label={t('supervision.alarm.figure')}
          value={adding.kind}
          onChange={(kind: AlarmKind) => setAdding((before) => ({ ...before, kind }))}
          options={ofQueues.map((kind) => ({ value: kind, label: t(`supervision.alarm.kind.${kind}`) }))}
        />
        <Button
          disabled={adding.kind === undefined || adding.queue === undefined || taken}
          onClick={() => {
            const { kind, queue } = adding
            if (kind !== undefined && queue !== undefined) add({ kind, queue })
          }}
        >
          {t('supervision.alarm.add')}
        </Button>
      </div>
      {save.error !== null && (
        <p className="form-failed" role="alert">
          {words(save.error)}
        </p>
      )}
    </Modal>
  )
}
