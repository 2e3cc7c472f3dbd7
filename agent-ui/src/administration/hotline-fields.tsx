import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { ConfigurationState } from '@ringdesk/gateway/contract'
import { Button, Form, Input, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFlows } from '../flows/flow-queries.ts'
import { queueChoices } from './choices.ts'
import { type Choice, ChoiceField, NumberField, SwitchField, TextField, TimeField } from './fields.tsx'
import { HoursField } from './hours-field.tsx'

const usualMenu = { prompt: 'menu-main', timeoutMs: 5_000, tries: 2 }

export function HotlineFields({ state, isNew }: { state: ConfigurationState; isNew: boolean }) {
  const { t } = useTranslation()
  const queues = queueChoices(state)
  const prompt = t('administration.hints.prompt')
  return (
    <>
      <div className="form-columns">
        <TextField name="number" label="number" fixed={!isNew} max={18} />
        <TextField name="name" label="name" />
        <ChoiceField name="queue" label="queue" options={queues} />
        <TextField name="greeting" label="greeting" max={64} hint={prompt} />
        <TextField name="recordingNotice" label="recordingNotice" max={64} hint={prompt} />
      </div>
      <h3>{t('administration.fields.hours')}</h3>
      <SwitchField name="holidays" label="holidays" hint={t('administration.hints.holidays')} />
      <Form.Item name="hours" noStyle>
        <HoursField />
      </Form.Item>
      <h3>{t('administration.fields.menu')}</h3>
      <FlowField />
      <Menu queues={queues} />
    </>
  )
}

/** A published menu flow takes the place of the menu below. */
function FlowField() {
  const { t } = useTranslation()
  const { data } = useFlows()
  const options = (data ?? []).flatMap(({ id, name, kind, published }) =>
    kind === 'menu' && published !== undefined ? [{ value: id, label: name }] : [],
  )
  return (
    <div className="form-columns">
      <ChoiceField name="flow" label="flow" options={options} optional hint={t('administration.hints.flow')} />
    </div>
  )
}

function Menu({ queues }: { queues: Choice[] }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const used = Form.useWatch('menu', { form, preserve: true }) !== undefined
  return (
    <>
      <div className="form-switch">
        <Switch
          id="menu-used"
          checked={used}
          onChange={(on) => {
            form.setFieldValue('menu', on ? usualMenu : undefined)
            form.setFieldValue('menuOptions', on ? [{ key: '1' }] : [])
          }}
        />
        <label htmlFor="menu-used">{t('administration.fields.menuUsed')}</label>
      </div>
      {used && (
        <>
          <div className="form-columns">
            <TextField name={['menu', 'prompt']} label="prompt" max={64} hint={t('administration.hints.prompt')} />
            <TimeField name={['menu', 'timeoutMs']} label="timeout" min={1} max={30} />
            <NumberField name={['menu', 'tries']} label="tries" min={1} max={5} />
          </div>
          <Form.List name="menuOptions">
            {(options, { add, remove }) => (
              <>
                {options.map((option) => (
                  <div key={option.key} className="menu-row">
                    <Form.Item name={[option.name, 'key']} noStyle rules={[{ required: true, pattern: /^[0-9*#]$/ }]}>
                      <Input maxLength={1} aria-label={t('administration.menuOptions.key')} />
                    </Form.Item>
                    <Form.Item name={[option.name, 'queue']} noStyle rules={[{ required: true }]}>
                      <Select options={queues} aria-label={t('administration.fields.queue')} />
                    </Form.Item>
                    <Form.Item name={[option.name, 'label']} noStyle rules={[{ required: true }]}>
                      <Input
                        maxLength={50}
                        aria-label={t('administration.menuOptions.label')}
                        placeholder={t('administration.menuOptions.label')}
                      />
                    </Form.Item>
                    <Button
                      type="text"
                      size="small"
                      icon={<CloseOutlined />}
                      aria-label={t('administration.needs.remove')}
                      onClick={() => remove(option.name)}
                    />
                  </div>
                ))}
                <Button icon={<PlusOutlined />} onClick={() => add({})}>
                  {t('administration.menuOptions.add')}
                </Button>
              </>
            )}
          </Form.List>
        </>
      )}
    </>
  )
}
