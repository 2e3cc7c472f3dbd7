import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { ConfigurationState } from '@ringdesk/gateway/contract'
import { Button, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { regionChoices, skillChoices } from './choices.ts'
import { ChoiceField, NumberField, SwitchField, TextField, WordsField } from './fields.tsx'

const blends = ['both', 'inbound-only', 'outbound-only'] as const

export function AgentFields({ state, isNew }: { state: ConfigurationState; isNew: boolean }) {
  const { t } = useTranslation()
  const skills = skillChoices(state)
  return (
    <>
      <div className="form-columns">
        <TextField
          name="id"
          label="id"
          hint={isNew ? t('administration.hints.id') : undefined}
          fixed={!isNew}
          max={64}
        />
        <TextField name="name" label="name" />
        <TextField name="extension" label="extension" max={8} />
        <TextField
          name="username"
          label="username"
          max={64}
          hint={isNew ? t('administration.hints.newAgentPassword') : undefined}
        />
        <ChoiceField name="region" label="region" options={regionChoices(state)} optional />
        <ChoiceField
          name="blend"
          label="blend"
          options={blends.map((value) => ({ value, label: t(`administration.blend.${value}`) }))}
        />
        <SwitchField name="enabled" label="enabled" />
      </div>
      <h3>{t('administration.fields.skills')}</h3>
      <Form.List name="skillList">
        {(held, { add, remove }) => (
          <div className="needs">
            {held.map((row) => (
              <div key={row.key} className="needs-row">
                <Form.Item name={[row.name, 'skill']} noStyle rules={[{ required: true }]}>
                  <Select
                    options={skills}
                    aria-label={t('administration.needs.skill')}
                    placeholder={t('administration.needs.skill')}
                    showSearch={{ optionFilterProp: 'label' }}
                  />
                </Form.Item>
                <Form.Item name={[row.name, 'level']} noStyle rules={[{ required: true }]}>
                  <InputNumber min={1} max={10} aria-label={t('administration.summary.staff')} />
                </Form.Item>
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t('administration.needs.remove')}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => add({ level: 5 })}>
              {t('administration.needs.addSkill')}
            </Button>
          </div>
        )}
      </Form.List>
      <div className="form-columns">
        <WordsField name="teams" label="teams" hint={t('administration.hints.teams')} />
        <WordsField name="languages" label="languages" hint={t('administration.hints.languages')} />
      </div>
      <h3>{t('administration.fields.capacity')}</h3>
      <div className="form-columns">
        <NumberField name={['capacity', 'voice']} label="voice" min={0} max={1} />
        <NumberField name={['capacity', 'chat']} label="chat" min={0} max={20} />
        <NumberField name={['capacity', 'total']} label="total" min={1} max={20} />
      </div>
    </>
  )
}
