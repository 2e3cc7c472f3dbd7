/** What is known of a customer, changed in a small dialog over whatever is on the screen. */
import type { CustomerCard, CustomerEdit, StoreCard } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { learnCustomer } from '../desk/desk-store.ts'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { useFilterChoices } from '../tickets/lists/list-queries.ts'
import { StoreField } from '../tickets/store-field.tsx'
import { changedFields } from './changed-fields.ts'

/** BCP 47; what callers of a Chinese chain speak. Another one stays what it is. */
const languages = ['zh', 'yue', 'nan', 'wuu', 'hak', 'ug', 'bo', 'mn', 'en', 'ja', 'ko'] as const

interface Props {
  readonly customer: CustomerCard
  /** Their usual store, when it is at hand. */
  readonly store: StoreCard | undefined
  readonly onClose: () => void
}

export default function EditCustomer({ customer, store, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const me = useMe()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [form] = Form.useForm<CustomerEdit>()
  const leads = me.role !== 'agent'
  const save = useMutation({
    mutationFn: (body: CustomerEdit) =>
      request<CustomerCard>('PATCH', `/api/customers/${encodeURIComponent(customer.id)}`, { body }),
    onSuccess: (card) => {
      learnCustomer(card)
      void queries.invalidateQueries({ queryKey: ['ticket'] })
      void message.success(t('customer.edit.saved'))
      onClose()
    },
    onError: (error) => void message.error(words(error)),
  })
  const keep = (values: CustomerEdit) => {
    const changes = changedFields(customer, values)
    if (Object.keys(changes).length === 0) onClose()
    else save.mutate(changes)
  }
  return (
    <Modal
      open
      title={t('customer.edit.title')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={440}
      data-testid="edit-customer"
    >
      <Form
        form={form}
        name="customer"
        layout="vertical"
        requiredMark={false}
        onFinish={keep}
        initialValues={{
          name: customer.name,
          language: customer.language,
          storeId: customer.storeId ?? null,
          tags: customer.tags,
          ownerId: customer.owner?.id,
        }}
      >
        <Form.Item name="name" label={t('customer.edit.name')}>
          <Input autoFocus maxLength={60} onPressEnter={() => form.submit()} />
        </Form.Item>
        <Form.Item name="language" label={t('customer.edit.language')} extra={t('customer.edit.languageText')}>
          <Select
            allowClear
            placeholder={t('customer.edit.noLanguage')}
            options={[...new Set([...languages, ...(customer.language === undefined ? [] : [customer.language])])].map(
              (value) => ({ value, label: t(`customer.languages.${value}`, { defaultValue: value }) }),
            )}
          />
        </Form.Item>
        <Form.Item name="storeId" label={t('customer.store')}>
          <UsualStore known={store === undefined ? [] : [store]} />
        </Form.Item>
        <Form.Item
          name="tags"
          label={t('customer.edit.tags')}
          extra={leads ? t('customer.edit.tagsText') : t('customer.edit.leadsOnly')}
        >
          <Select
            mode="tags"
            disabled={!leads}
            maxCount={20}
            open={false}
            suffixIcon={null}
            tokenSeparators={['，', ',', ' ']}
          />
        </Form.Item>
        <OwnerField customer={customer} disabled={!leads} />
      </Form>
    </Modal>
  )
}

/** As a form's field: the form gives value and change. */
function UsualStore({
  id = '',
  value = null,
  known,
  onChange = () => {},
}: {
  id?: string
  value?: string | null
  known: readonly StoreCard[]
  onChange?: (id: string | null) => void
}) {
  return <StoreField id={id} value={value} known={known} disabled={false} onChange={onChange} />
}

function OwnerField({ customer, disabled }: { customer: CustomerCard; disabled: boolean }) {
  const { t } = useTranslation()
  const { data } = useFilterChoices(!disabled)
  const agents = data?.agents ?? (customer.owner ? [customer.owner] : [])
  return (
    <Form.Item name="ownerId" label={t('customer.edit.owner')} extra={t('customer.edit.ownerText')}>
      <Select
        allowClear
        disabled={disabled}
        placeholder={t('customer.edit.noOwner')}
        showSearch={{ optionFilterProp: 'label' }}
        options={agents.map(({ id: value, name }) => ({ value, label: `${name} · ${value}` }))}
      />
    </Form.Item>
  )
}
