/** One's own password, changed by who knows the old one. */
import { type OwnPassword, shortestPassword } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

interface PasswordForm extends OwnPassword {
  readonly again: string
}

export default function OwnPasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [form] = Form.useForm<PasswordForm>()
  const change = useMutation({
    mutationFn: (body: OwnPassword) => request<undefined>('PUT', '/api/session/password', { body }),
    onSuccess: () => {
      void message.success(t('accounts.ownDone'))
      onClose()
    },
  })
  return (
    <Modal
      open
      title={t('accounts.own')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={400}
      data-testid="own-password"
    >
      <p className="second">{t('accounts.ownText')}</p>
      {change.error !== null && <Alert type="error" title={words(change.error)} />}
      <Form
        form={form}
        name="own-password"
        layout="vertical"
        requiredMark={false}
        onFinish={({ current, password }) => change.mutate({ current, password })}
      >
        <Form.Item name="current" label={t('accounts.current')} rules={[{ required: true }]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('accounts.next')}
          rules={[{ required: true, min: shortestPassword, message: t('accounts.short') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('accounts.again')}
          dependencies={['password']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value: string | undefined) =>
                value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('accounts.different'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} onPressEnter={() => form.submit()} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
