import { shortestPassword } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

export function AgentPassword({ agent }: { agent: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [form] = Form.useForm<{ password: string }>()
  const set = useMutation({
    mutationFn: (body: { password: string }) =>
      request<undefined>('POST', `/api/agents/${encodeURIComponent(agent)}/password`, { body }),
    onSuccess: () => {
      form.resetFields()
      void message.success(t('administration.password.done'))
    },
    onError: (error) => void message.error(words(error)),
  })
  return (
    <Form form={form} name="password" layout="vertical" requiredMark={false} onFinish={(values) => set.mutate(values)}>
      <h3>{t('administration.fields.password')}</h3>
      <p className="second">{t('administration.password.text')}</p>
      <div className="form-line">
        <Form.Item name="password" noStyle rules={[{ required: true, min: shortestPassword }]}>
          <Input.Password autoComplete="new-password" aria-label={t('administration.fields.password')} />
        </Form.Item>
        <Button htmlType="submit" loading={set.isPending}>
          {t('administration.password.set')}
        </Button>
      </div>
    </Form>
  )
}
