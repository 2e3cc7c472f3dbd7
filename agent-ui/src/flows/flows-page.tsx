/** All flows: what is in use, what is being drawn; a new one. */
import { type FlowCard, type FlowKind, flowKind } from '@ringdesk/gateway/contract'
import { App, Button, Form, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { createFlow, useFlows, useFlowsChanged } from './flow-queries.ts'

export default function FlowsPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Flows />
}

function Flows() {
  const { t } = useTranslation()
  const { data: flows, error, refetch } = useFlows()
  const [adding, setAdding] = useState(false)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('flows.title')}</h1>
        <span className="second">{t('flows.text')}</span>
        <span className="bar-space" />
        <Button type="primary" onClick={() => setAdding(true)} data-testid="add-flow">
          {t('flows.add')}
        </Button>
      </div>
      <div className="page-scroll">
        {flows === undefined ? (
          error === null ? (
            <Waiting lines={6} />
          ) : (
            <Failed error={error} onRetry={() => void refetch()} />
          )
        ) : flows.length === 0 ? (
          <Empty title={t('flows.empty')} text={t('flows.emptyText')} />
        ) : (
          <FlowTable flows={flows} />
        )}
      </div>
      {adding && <NewFlow onClose={() => setAdding(false)} />}
    </div>
  )
}

function FlowTable({ flows }: { flows: readonly FlowCard[] }) {
  const { t } = useTranslation()
  return (
    <table className="grid-table" data-testid="flows">
      <thead>
        <tr>
          <th>{t('flows.name')}</th>
          <th>{t('flows.kindLabel')}</th>
          <th>{t('flows.state')}</th>
          <th className="figure">{t('flows.nodes')}</th>
          <th>{t('flows.saved')}</th>
        </tr>
      </thead>
      <tbody>
        {flows.map(({ id, name, kind, version, published, nodes, savedAt, savedBy }) => (
          <tr key={id}>
            <td>
              <Link to={`/administration/flows/${encodeURIComponent(id)}`}>{name}</Link>
            </td>
            <td>{t(`flows.kind.${kind}`)}</td>
            <td>
              <span className="tag" data-tone={published === undefined ? 'rest' : 'ready'}>
                {published === undefined ? t('flows.neverPublished') : t('flows.published', { version: published })}
              </span>{' '}
              {published !== undefined && published !== version && (
                <span className="tag" data-tone="busy">
                  {t('flows.newer', { version })}
                </span>
              )}
            </td>
            <td className="figure">{nodes}</td>
            <td className="nowrap">
              {savedBy ?? t('flows.product')} <Moment at={savedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NewFlow({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const navigate = useNavigate()
  const changed = useFlowsChanged()
  const [form] = Form.useForm<{ name: string; kind: FlowKind }>()
  const [busy, setBusy] = useState(false)
  const create = async ({ name, kind }: { name: string; kind: FlowKind }) => {
    setBusy(true)
    try {
      const { flow } = await createFlow(name, kind)
      await changed()
      await navigate(`/administration/flows/${encodeURIComponent(flow.id)}`)
    } catch (error) {
      void message.error(words(error))
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('flows.add')}
      okText={t('flows.create')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        name="new-flow"
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'survey' }}
        onFinish={(values) => void create(values)}
      >
        <Form.Item name="name" label={t('flows.name')} rules={[{ required: true, whitespace: true, max: 60 }]}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('flows.kindLabel')}>
          <Segmented options={flowKind.options.map((value) => ({ value, label: t(`flows.kind.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
