/** The forms of documents with two or three fields. */
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { SwitchField, TextField, WordsField } from './fields.tsx'

export function SkillFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <TextField name="id" label="id" hint={isNew ? t('administration.hints.id') : undefined} fixed={!isNew} max={64} />
      <TextField name="label" label="label" />
    </>
  )
}

export function RegionFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <TextField name="id" label="id" hint={isNew ? t('administration.hints.id') : undefined} fixed={!isNew} max={64} />
      <TextField name="name" label="name" />
      <WordsField name="provinces" label="provinces" hint={t('administration.hints.teams')} />
    </>
  )
}

export function HolidayFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name="date"
        label={t('administration.fields.date')}
        rules={[{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: 'YYYY-MM-DD' }]}
      >
        <Input type="date" disabled={!isNew} />
      </Form.Item>
      <TextField name="name" label="name" />
      <SwitchField name="open" label="open" />
    </>
  )
}
