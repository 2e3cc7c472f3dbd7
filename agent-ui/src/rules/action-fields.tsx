import { CloseOutlined } from '@ant-design/icons'
import type { RuleAction, RuleList } from '@ringdesk/gateway/contract'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'

const actions = [
  'set-priority',
  'add-tag',
  'assign',
  'notify',
  'webhook',
  'follow-up',
  'survey',
  'reopen',
  'store-task',
] as const
const priorities = ['normal', 'high', 'urgent'] as const
const roles = ['owner', 'region-owner', 'store'] as const

/** One action of the list: what is done, then with what. */
export function ActionRow({ at, list, onRemove }: { at: number; list: RuleList; onRemove: () => void }) {
  const { t } = useTranslation()
  const what = Form.useWatch<RuleAction['do'] | undefined>(['actions', at, 'do'])
  return (
    <div className="rule-row" data-testid="action">
      <Form.Item name={[at, 'do']} className="wide">
        <Select
          aria-label={t('rules.thenDo')}
          options={actions.map((value) => ({ value, label: t(`rules.do.${value}`) }))}
        />
      </Form.Item>
      {what && <With at={at} what={what} list={list} />}
      <Button type="text" icon={<CloseOutlined />} aria-label={t('rules.removeRow')} onClick={onRemove} />
    </div>
  )
}

const choices = (of: readonly { readonly id: string; readonly name: string }[]) =>
  of.map(({ id, name }) => ({ value: id, label: name }))

function With({ at, what, list }: { at: number; what: RuleAction['do']; list: RuleList }) {
  const { t } = useTranslation()
  const required = [{ required: true }]
  switch (what) {
    case 'set-priority':
      return (
        <Form.Item name={[at, 'priority']} rules={required}>
          <Select
            aria-label={t('ticket.priority')}
            options={priorities.map((name, value) => ({ value, label: t(`ticket.priorityOf.${name}`) }))}
          />
        </Form.Item>
      )
    case 'add-tag':
      return (
        <Form.Item name={[at, 'tag']} rules={required}>
          <Input placeholder={t('rules.tag')} aria-label={t('rules.tag')} maxLength={40} />
        </Form.Item>
      )
    case 'assign':
      return (
        <Form.Item name={[at, 'accountId']} className="wide" rules={required}>
          <Select
            aria-label={t('rules.person')}
            showSearch={{ optionFilterProp: 'label' }}
            options={choices(list.people)}
          />
        </Form.Item>
      )
    case 'notify':
      return (
        <>
          <Many at={at} name="accounts" label={t('rules.people')} options={choices(list.people)} />
          <Many at={at} name="departments" label={t('rules.departments')} options={choices(list.departments)} />
          <Many
            at={at}
            name="roles"
            label={t('rules.roles')}
            options={roles.map((value) => ({ value, label: t(`rules.role.${value}`) }))}
          />
          <Form.Item name={[at, 'text']} className="wide">
            <Input placeholder={t('rules.noticeText')} aria-label={t('rules.noticeText')} maxLength={200} />
          </Form.Item>
        </>
      )
    case 'webhook':
      return (
        <Form.Item name={[at, 'url']} className="wide" rules={[{ required: true, type: 'url' }]}>
          <Input placeholder={t('rules.url')} aria-label={t('rules.url')} maxLength={500} />
        </Form.Item>
      )
    case 'follow-up':
      return (
        <>
          <Form.Item name={[at, 'text']} className="wide" rules={required}>
            <Input placeholder={t('rules.followUpText')} aria-label={t('rules.followUpText')} maxLength={200} />
          </Form.Item>
          <Hours at={at} name="afterHours" min={0} />
        </>
      )
    case 'survey':
      return (
        <>
          <Form.Item name={[at, 'campaignId']} className="wide" rules={required}>
            <Select
              placeholder={t('rules.surveyCampaign')}
              aria-label={t('rules.surveyCampaign')}
              showSearch={{ optionFilterProp: 'label' }}
              options={choices(list.surveys)}
            />
          </Form.Item>
          <Hours at={at} name="afterHours" min={0} />
        </>
      )
    case 'reopen':
      return (
        <Form.Item name={[at, 'reason']} className="wide" rules={required}>
          <Input placeholder={t('rules.reopenReason')} aria-label={t('rules.reopenReason')} maxLength={200} />
        </Form.Item>
      )
    case 'store-task':
      return (
        <>
          <Form.Item name={[at, 'text']} className="wide" rules={required}>
            <Input placeholder={t('rules.taskText')} aria-label={t('rules.taskText')} maxLength={200} />
          </Form.Item>
          <Hours at={at} name="dueHours" min={1} />
        </>
      )
  }
}

function Hours({ at, name, min }: { at: number; name: 'afterHours' | 'dueHours'; min: number }) {
  const { t } = useTranslation()
  const label = t(`rules.${name}`)
  return (
    <Form.Item name={[at, name]} rules={[{ required: true }]}>
      <InputNumber min={min} max={720} precision={0} suffix={label} aria-label={label} />
    </Form.Item>
  )
}

interface ManyProps {
  readonly at: number
  readonly name: string
  readonly label: string
  readonly options: { value: string; label: string }[]
}

function Many({ at, name, label, options }: ManyProps) {
  return (
    <Form.Item name={[at, name]} className="wide">
      <Select
        mode="multiple"
        placeholder={label}
        aria-label={label}
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  )
}
