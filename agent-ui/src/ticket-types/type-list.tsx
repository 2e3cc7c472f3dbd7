/** All ticket types in the order of the forms: what state each is in, and the way into its builder. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import type { TicketTypeCard, TicketTypeDraft } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { emptyDocument } from './building.ts'
import { draftQuery, typePath, useTypes } from './type-queries.ts'
import './type-builder.css'

interface Props {
  readonly canWrite: boolean
  readonly onOpen: (id: string) => void
}

export function TypeList({ canWrite, onOpen }: Props) {
  const { t, i18n } = useTranslation()
  const { message, modal } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { data: types, error, refetch } = useTypes()
  const [making, setMaking] = useState(false)
  const change = useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) => request('PUT', path, { body }),
    onError: (failed) => void message.error(words(failed)),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['ticket-types'] }),
        queries.invalidateQueries({ queryKey: ['ticket-choices'] }),
      ]),
  })
  if (types === undefined)
    return error === null ? <Waiting lines={10} /> : <Failed error={error} onRetry={() => void refetch()} />
  const nameOf = (type: TicketTypeCard) => (i18n.language === 'en' ? type.en : type.zh)
  const move = (at: number, step: -1 | 1) => {
    const ids = types.map(({ id }) => id)
    const [moving, other] = [ids[at], ids[at + step]]
    if (moving === undefined || other === undefined) return
    change.mutate({ path: '/api/ticket-types/order', body: { ids: ids.with(at, other).with(at + step, moving) } })
  }
  const retire = (type: TicketTypeCard, retired: boolean) =>
    change.mutate({ path: `${typePath(type.id)}/retirement`, body: { retired } })
  return (
    <>
      {canWrite && (
        <div className="page-head type-list-head">
          <span className="bar-space" />
          <Button onClick={() => setMaking(true)} data-testid="new-type">
            {t('forms.builder.new')}
          </Button>
        </div>
      )}
      {!canWrite && <p className="second type-list-head">{t('forms.builder.readOnly')}</p>}
      <table className="grid-table" data-testid="type-list">
        <thead>
          <tr>
            <th>{t('forms.builder.order')}</th>
            <th>{t('forms.builder.name')}</th>
            <th>{t('forms.builder.id')}</th>
            <th>{t('forms.builder.versionColumn')}</th>
            <th>{t('forms.builder.state')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {types.map((type, at) => (
            <tr key={type.id}>
              <td className="nowrap">
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowUpOutlined />}
                  aria-label={`${t('forms.builder.up')} ${nameOf(type)}`}
                  disabled={!canWrite || at === 0}
                  onClick={() => move(at, -1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowDownOutlined />}
                  aria-label={`${t('forms.builder.down')} ${nameOf(type)}`}
                  disabled={!canWrite || at === types.length - 1}
                  onClick={() => move(at, 1)}
                />
              </td>
              <td>
                {canWrite ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onOpen(type.id)}
                    data-testid={`type-${type.id}`}
                  >
                    {nameOf(type)}
                  </button>
                ) : (
                  nameOf(type)
                )}
              </td>
              <td>{type.id}</td>
              <td>{type.version ?? '—'}</td>
              <td>
                {type.retired
                  ? t('forms.builder.retired')
                  : type.version === undefined
                    ? t('forms.builder.unpublished')
                    : t('forms.builder.inUse')}
                {type.draft !== undefined && (
                  <span className="tag" data-tone="busy">
                    {t('forms.builder.draftBy', { name: type.draft.by })}
                  </span>
                )}
              </td>
              <td>
                {canWrite && type.version !== undefined && (
                  <Button
                    size="small"
                    onClick={() =>
                      type.retired
                        ? retire(type, false)
                        : modal.confirm({
                            title: t('forms.builder.retireQuestion', { name: nameOf(type) }),
                            okText: t('forms.builder.retire'),
                            cancelText: t('common.cancel'),
                            onOk: () => retire(type, true),
                          })
                    }
                  >
                    {type.retired ? t('forms.builder.restore') : t('forms.builder.retire')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {making && <NewType types={types} onClose={() => setMaking(false)} onMade={onOpen} />}
    </>
  )
}

interface NewTypeProps {
  readonly types: readonly TicketTypeCard[]
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}

function NewType({ types, onClose, onMade }: NewTypeProps) {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ id: string; zh: string; en: string; like?: string }>()
  const [busy, setBusy] = useState(false)
  const make = async () => {
    const wanted = await form.validateFields().catch(() => undefined)
    if (wanted === undefined) return
    setBusy(true)
    try {
      const like =
        wanted.like === undefined ? emptyDocument : (await queries.fetchQuery(draftQuery(wanted.like))).document
      const document = { ...like, words: [], name: { zh: wanted.zh, en: wanted.en } }
      await request<TicketTypeDraft>('POST', '/api/ticket-types', { body: { id: wanted.id, document } })
      await queries.invalidateQueries({ queryKey: ['ticket-types'] })
      onMade(wanted.id)
    } catch (error) {
      void message.error(words(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('forms.builder.newTitle')}
      okText={t('forms.builder.create')}
      confirmLoading={busy}
      onOk={() => void make()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical">
        <Form.Item
          name="id"
          label={t('forms.builder.newId')}
          rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{1,39}$/ }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="zh" label={t('forms.builder.nameZh')} rules={[{ required: true }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="en" label={t('forms.builder.nameEn')} rules={[{ required: true }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="like" label={t('forms.builder.copyOf')}>
          <Select
            allowClear
            placeholder={t('forms.builder.blank')}
            options={types.map(({ id, zh, en }) => ({ value: id, label: i18n.language === 'en' ? en : zh }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
