/** One policy in a drawer: whom it is for, its limits, its reminders, and what it would mean now. */
import { clockHours, clockKind, type SlaPolicy } from '@ringdesk/gateway/contract'
import { App, Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRules } from '../rules/rule-queries.ts'
import { useChoices } from '../tickets/ticket-queries.ts'
import { fromPolicyForm, type PolicyForm, toPolicyForm } from './policy-form.ts'
import { PolicyPreview } from './policy-preview.tsx'
import { useDeletePolicy, useSavePolicy } from './sla-queries.ts'

interface EditorProps {
  /** Absent: a new one. */
  readonly policy: SlaPolicy | undefined
  readonly canWrite: boolean
  readonly onClose: () => void
}

export function PolicyEditor({ policy, canWrite, onClose }: EditorProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const [form] = Form.useForm<PolicyForm>()
  const [id] = useState(() => policy?.id ?? crypto.randomUUID())
  const save = useSavePolicy()
  const remove = useDeletePolicy()
  const document = () => fromPolicyForm(form.getFieldsValue(true))
  const keep = async () => {
    const valid = await form.validateFields().catch(() => undefined)
    if (valid !== undefined) save.mutate({ id, version: policy?.version, policy: document() }, { onSuccess: onClose })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={640}
      title={policy === undefined ? t('sla.add') : t('sla.edit')}
      data-testid="policy-editor"
      footer={
        canWrite && (
          <div className="drawer-foot">
            {policy && (
              <Button
                danger
                onClick={() =>
                  modal.confirm({
                    title: t('sla.removeQuestion', { name: policy.name }),
                    okText: t('sla.remove'),
                    okButtonProps: { danger: true },
                    cancelText: t('common.cancel'),
                    onOk: () => remove.mutateAsync({ id, version: policy.version }).then(onClose, () => {}),
                  })
                }
              >
                {t('sla.remove')}
              </Button>
            )}
            <span className="bar-space" />
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" loading={save.isPending} onClick={() => void keep()} data-testid="save-policy">
              {t('common.save')}
            </Button>
          </div>
        )
      }
    >
      <Form
        className="sla-editor"
        form={form}
        name="policy"
        layout="vertical"
        disabled={!canWrite}
        requiredMark={false}
        initialValues={toPolicyForm(policy)}
      >
        <PolicyFields />
        <p className="second">{t('sla.editNote')}</p>
        <PolicyPreview policyId={policy?.id} document={document} />
      </Form>
    </Drawer>
  )
}

function PolicyFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="name" label={t('sla.name')} rules={[{ required: true, whitespace: true, max: 60 }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="enabled" label={t('sla.enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <fieldset className="form-group">
        <legend>{t('sla.forWhich')}</legend>
        <ForWhich />
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('sla.targets')}</legend>
        {clockKind.options.map((kind) => (
          <div key={kind} className="sla-row">
            <span>{t(`sla.kind.${kind}`)}</span>
            <Form.Item name={['targets', kind, 'minutes']}>
              <InputNumber
                min={1}
                max={86_400}
                precision={0}
                placeholder={t('sla.noTarget')}
                suffix={t('sla.minutes')}
                aria-label={`${t(`sla.kind.${kind}`)} ${t('sla.minutes')}`}
              />
            </Form.Item>
            <Form.Item name={['targets', kind, 'hours']}>
              <Select
                aria-label={`${t(`sla.kind.${kind}`)} ${t('sla.week')}`}
                options={clockHours.options.map((value) => ({ value, label: t(`sla.hours.${value}`) }))}
              />
            </Form.Item>
          </div>
        ))}
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('sla.reminders')}</legend>
        <Form.Item name={['reminders', 'beforeMinutes']} label={t('sla.beforeMinutes')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name={['reminders', 'beforePercent']} label={t('sla.beforePercent')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name={['reminders', 'escalateEveryMinutes']} label={t('sla.escalateEvery')}>
          <InputNumber min={0} max={10_080} precision={0} />
        </Form.Item>
        <p className="second">{t('sla.escalation')}</p>
      </fieldset>
    </>
  )
}

function ForWhich() {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const { data: rules } = useRules()
  const priorities = ['normal', 'high', 'urgent'] as const
  return (
    <div className="form-columns">
      <Form.Item name="category" label={t('sla.category')}>
        <Select
          allowClear
          placeholder={t('sla.any')}
          options={choices?.categories.map(({ code, zh, en }) => ({
            value: code,
            label: i18n.language === 'en' ? en : zh,
          }))}
        />
      </Form.Item>
      <Form.Item name="priority" label={t('sla.priority')}>
        <Select
          allowClear
          placeholder={t('sla.any')}
          options={priorities.map((name, value) => ({ value, label: t(`ticket.priorityOf.${name}`) }))}
        />
      </Form.Item>
      <Form.Item name="regionId" label={t('sla.region')}>
        <Select
          allowClear
          placeholder={t('sla.any')}
          showSearch={{ optionFilterProp: 'label' }}
          options={rules?.regions.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="customerClass" label={t('sla.customerClass')}>
        <Input maxLength={64} placeholder={t('sla.any')} />
      </Form.Item>
    </div>
  )
}
