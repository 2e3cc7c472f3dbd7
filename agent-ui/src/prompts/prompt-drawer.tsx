/** One prompt: its title and words, a place to drop a new version, and all versions that there were. */
import type { PromptDetail } from '@ringdesk/gateway/contract'
import { App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed, Waiting } from '../frame/screens.tsx'
import { useEditPrompt, usePrompt } from './prompt-queries.ts'
import { PromptUpload } from './prompt-upload.tsx'
import { PromptVersions } from './prompt-versions.tsx'

interface DrawerProps {
  /** Absent: a new one. */
  readonly name: string | undefined
  readonly onMade: (name: string) => void
  readonly onClose: () => void
}

export function PromptDrawer({ name, onMade, onClose }: DrawerProps) {
  const { t } = useTranslation()
  const { data, error, refetch } = usePrompt(name)
  return (
    <Drawer
      open
      onClose={onClose}
      size={760}
      title={name === undefined ? t('prompts.add') : `${data?.prompt.title ?? ''} ${name}`.trim()}
      data-testid="prompt-drawer"
    >
      {name === undefined ? (
        <NewPrompt onMade={onMade} />
      ) : data !== undefined ? (
        <Known detail={data} />
      ) : error === null ? (
        <Waiting lines={8} />
      ) : (
        <Failed error={error} onRetry={() => void refetch()} />
      )}
    </Drawer>
  )
}

interface Texts {
  readonly title: string
  readonly words: string
}

function TextFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name="title"
        label={t('prompts.promptTitle')}
        rules={[{ required: true, whitespace: true, message: '' }]}
      >
        <Input maxLength={100} data-testid="prompt-title" />
      </Form.Item>
      <Form.Item name="words" label={t('prompts.words')} extra={t('prompts.wordsHint')}>
        <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 8 }} data-testid="prompt-words" />
      </Form.Item>
    </>
  )
}

function NewPrompt({ onMade }: { onMade: (name: string) => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Texts & { name: string }>()
  const name: string = Form.useWatch('name', form) ?? ''
  const fits = /^[a-z0-9][a-z0-9-]{0,63}$/.test(name)
  return (
    <>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ title: '', words: '' }}>
        <Form.Item
          name="name"
          label={t('prompts.name')}
          extra={t('prompts.nameHint')}
          rules={[{ pattern: /^[a-z0-9][a-z0-9-]{0,63}$/, message: t('prompts.nameWrong') }]}
        >
          <Input maxLength={64} autoFocus placeholder="survey-thanks" data-testid="prompt-name" />
        </Form.Item>
        <TextFields />
      </Form>
      <PromptUpload
        name={fits ? name : undefined}
        texts={() => ({ title: form.getFieldValue('title').trim(), words: form.getFieldValue('words').trim() })}
        onDone={({ current }) => {
          void message.success(t('prompts.done', { version: current?.version ?? 1 }))
          onMade(name)
        }}
      />
    </>
  )
}

function Known({ detail: { prompt, versions } }: { detail: PromptDetail }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Texts>()
  const [changed, setChanged] = useState(false)
  const edit = useEditPrompt()
  const save = (texts: Texts) =>
    edit.mutate(
      { name: prompt.name, edition: prompt.edition, ...texts },
      {
        onSuccess: () => {
          setChanged(false)
          void message.success(t('prompts.saved'))
        },
      },
    )
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: prompt.title, words: prompt.words }}
        onValuesChange={() => setChanged(true)}
        onFinish={save}
      >
        <TextFields />
        <Button htmlType="submit" disabled={!changed} loading={edit.isPending} data-testid="save-texts">
          {t('common.save')}
        </Button>
      </Form>
      <h2 className="prompt-heading">{t('prompts.upload')}</h2>
      <PromptUpload name={prompt.name} texts={() => ({ title: '', words: '' })} onDone={() => {}} />
      <h2 className="prompt-heading">{t('prompts.versions')}</h2>
      <PromptVersions prompt={prompt} versions={versions} />
    </>
  )
}
