/** One rule in a drawer: when, if, then; tried before it acts. */
import { PlusOutlined } from '@ant-design/icons'
import { type AutomationRule, type RuleList, type RuleLoop, ruleEvent } from '@ringdesk/gateway/contract'
import { App, Button, Drawer, Form, Input, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionRow } from './action-fields.tsx'
import { ConditionRow } from './condition-fields.tsx'
import { fromRuleForm, type RuleForm, toRuleForm } from './rule-form.ts'
import { LoopWarning } from './rule-loops.tsx'
import { useDeleteRule, useSaveRule } from './rule-queries.ts'
import { RuleTrialPanel } from './rule-trial.tsx'
import { WebhookLog } from './webhook-log.tsx'

interface EditorProps {
  /** Absent: a new one. */
  readonly rule: AutomationRule | undefined
  readonly list: RuleList
  readonly canWrite: boolean
  readonly onClose: () => void
}

export function RuleEditor({ rule, list, canWrite, onClose }: EditorProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<RuleForm>()
  const [id] = useState(() => rule?.id ?? crypto.randomUUID())
  const [saved, setSaved] = useState(rule)
  const [loops, setLoops] = useState<readonly RuleLoop[]>([])
  const save = useSaveRule()
  const remove = useDeleteRule()
  const document = async () => {
    const valid = await form.validateFields().catch(() => undefined)
    return valid && fromRuleForm(form.getFieldsValue(true))
  }
  const showSecret = (secret: string) =>
    modal.info({
      title: t('rules.secret'),
      content: (
        <>
          <p>
            <code>{secret}</code>
          </p>
          <p className="second">{t('rules.secretText')}</p>
        </>
      ),
    })
  const keep = async () => {
    const next = await document()
    if (next === undefined) return
    save.mutate(
      { id, version: saved?.version, rule: next },
      {
        onSuccess: (answer) => {
          void message.success(t('rules.saved'))
          setSaved(answer.rule)
          const mine = answer.loops.filter((loop) => loop.some((step) => step.rule === answer.rule.name))
          setLoops(mine)
          if (answer.secret !== undefined && next.actions.some((action) => action.do === 'webhook'))
            showSecret(answer.secret)
          // A warning has to be seen.
          if (mine.length === 0) onClose()
        },
      },
    )
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={760}
      title={rule === undefined ? t('rules.add') : t('rules.edit')}
      data-testid="rule-editor"
      footer={
        canWrite && (
          <div className="drawer-foot">
            {saved && (
              <Button
                danger
                onClick={() =>
                  modal.confirm({
                    title: t('rules.removeQuestion', { name: saved.name }),
                    okText: t('rules.remove'),
                    okButtonProps: { danger: true },
                    cancelText: t('common.cancel'),
                    onOk: () => remove.mutateAsync({ id, version: saved.version }).then(onClose, () => {}),
                  })
                }
              >
                {t('rules.remove')}
              </Button>
            )}
            <span className="bar-space" />
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" loading={save.isPending} onClick={() => void keep()} data-testid="save-rule">
              {t('common.save')}
            </Button>
          </div>
        )
      }
    >
      <LoopWarning loops={loops} />
      <Form
        className="rule-editor"
        form={form}
        name="rule"
        layout="vertical"
        disabled={!canWrite}
        requiredMark={false}
        initialValues={toRuleForm(rule)}
      >
        <RuleFields list={list} />
      </Form>
      {canWrite && <RuleTrialPanel document={document} />}
      {canWrite && rule?.actions.some((action) => action.do === 'webhook') && (
        <WebhookLog ruleId={id} onSecret={showSecret} />
      )}
    </Drawer>
  )
}

function RuleFields({ list }: { list: RuleList }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="name" label={t('rules.name')} rules={[{ required: true, whitespace: true, max: 60 }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="enabled" label={t('rules.enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="event" label={t('rules.when')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={ruleEvent.options.map((value) => ({ value, label: t(`rules.event.${value}`) }))}
        />
      </Form.Item>
      <fieldset className="form-group">
        <legend>{t('rules.if')}</legend>
        <Form.Item name="join">
          <Segmented options={(['all', 'any'] as const).map((value) => ({ value, label: t(`rules.join.${value}`) }))} />
        </Form.Item>
        <Form.List name="conditions">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <ConditionRow key={key} at={name} list={list} onRemove={() => remove(name)} />
              ))}
              <Button
                size="small"
                icon={<PlusOutlined />}
                onClick={() => add({ field: 'category' })}
                data-testid="add-condition"
              >
                {t('rules.addCondition')}
              </Button>
            </>
          )}
        </Form.List>
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('rules.thenDo')}</legend>
        <Form.List name="actions">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <ActionRow key={key} at={name} list={list} onRemove={() => remove(name)} />
              ))}
              <Button
                size="small"
                icon={<PlusOutlined />}
                onClick={() => add({ do: 'set-priority' })}
                data-testid="add-action"
              >
                {t('rules.addAction')}
              </Button>
            </>
          )}
        </Form.List>
      </fieldset>
    </>
  )
}
