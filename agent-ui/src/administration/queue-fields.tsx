import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { ConfigurationState } from '@ringdesk/gateway/contract'
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { queueChoices, skillChoices } from './choices.ts'
import { type Choice, ChoiceField, inUnit, NumberField, SwitchField, TextField, TimeField } from './fields.tsx'
import { NeedsField } from './needs-field.tsx'

const rules = ['longest-idle', 'most-skilled', 'least-occupied', 'round-robin', 'scarce-last'] as const
const conditions = ['wait', 'depth', 'estimated-wait', 'no-staff'] as const
const actions = ['queue', 'offer-callback', 'voicemail', 'announce', 'external'] as const

export function QueueFields({ state, isNew }: { state: ConfigurationState; isNew: boolean }) {
  const { t } = useTranslation()
  const skills = skillChoices(state)
  const queues = queueChoices(state)
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
      </div>
      <h3>{t('administration.fields.needs')}</h3>
      <p className="second">{t('administration.hints.needs')}</p>
      <NeedsField name={['needs']} skills={skills} />
      <RequirementSwitches path={[]} />
      <h3>{t('administration.fields.rings')}</h3>
      <p className="second">{t('administration.hints.rings')}</p>
      <Rings skills={skills} />
      <div className="form-columns">
        <ChoiceField
          name="choose"
          label="choose"
          options={rules.map((value) => ({ value, label: t(`administration.choose.${value}`) }))}
        />
        <NumberField
          name="weight"
          label="weight"
          min={0.1}
          max={100}
          step={0.1}
          hint={t('administration.hints.weight')}
        />
        <NumberField name="priority" label="priority" min={0} max={120} />
        <NumberField name="vipPriority" label="vipPriority" min={0} max={120} />
        <TimeField name="holdForAgentMs" label="holdForAgentMs" min={0} max={600} />
        <NumberField name="missesAllowed" label="missesAllowed" min={1} max={10} />
        <TimeField name="serviceLevelMs" label="serviceLevelMs" min={1} max={600} />
        <TimeField name="offerTimeoutMs" label="offerTimeoutMs" min={3} max={120} />
        <TimeField name="wrapUpMs" label="wrapUpMs" min={0} max={3_600} />
        <TimeField name="maxWaitMs" label="maxWaitMs" min={10} max={7_200} />
        <TimeField name="announceEveryMs" label="announceEveryMs" min={0} max={600} />
        <SwitchField name="announceWait" label="announceWait" />
        <TextField name="music" label="music" max={64} hint={t('administration.hints.prompt')} />
      </div>
      <h3>{t('administration.fields.overflow')}</h3>
      <p className="second">{t('administration.hints.overflow')}</p>
      <Overflow queues={queues} />
      <h3>{t('administration.fields.callback')}</h3>
      <Callback />
    </>
  )
}

function RequirementSwitches({ path }: { path: (string | number)[] }) {
  return (
    <div className="form-columns">
      <SwitchField name={[...path, 'sameRegion']} label="sameRegion" />
      <SwitchField name={[...path, 'sameLanguage']} label="sameLanguage" />
    </div>
  )
}

function Rings({ skills }: { skills: Choice[] }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  return (
    <Form.List name="rings">
      {(rings, { add, remove }) => (
        <>
          {rings.map((ring, index) => (
            <fieldset key={ring.key} className="form-group">
              <legend>
                {t('administration.needs.ring', { index: index + 1 })}{' '}
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t('administration.needs.remove')}
                  onClick={() => remove(ring.name)}
                />
              </legend>
              <TimeField name={[ring.name, 'afterMs']} label="afterMs" min={1} max={3_600} />
              <NeedsField name={[ring.name, 'needs']} skills={skills} />
              <RequirementSwitches path={[ring.name]} />
            </fieldset>
          ))}
          {rings.length < 6 && (
            <Button
              icon={<PlusOutlined />}
              data-testid="add-ring"
              onClick={() => {
                const before = form.getFieldValue(['rings', rings.length - 1]) ?? form.getFieldsValue(true)
                const { needs, sameRegion, sameLanguage, afterMs = 0 } = before
                add({ needs, sameRegion, sameLanguage, afterMs: afterMs + 30_000 })
              }}
            >
              {t('administration.needs.addRing')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  )
}

function Overflow({ queues }: { queues: Choice[] }) {
  const { t } = useTranslation()
  return (
    <Form.List name="overflow">
      {(overflowRules, { add, remove }) => (
        <>
          {overflowRules.map((rule) => (
            <div key={rule.key} className="overflow-row">
              <Form.Item name={[rule.name, 'when', 'kind']} noStyle>
                <Select
                  options={conditions.map((value) => ({ value, label: t(`administration.overflow.when.${value}`) }))}
                />
              </Form.Item>
              <Form.Item noStyle dependencies={[['overflow', rule.name, 'when', 'kind']]}>
                {({ getFieldValue }) => (
                  <Threshold name={rule.name} kind={getFieldValue(['overflow', rule.name, 'when', 'kind'])} />
                )}
              </Form.Item>
              <span aria-hidden="true">→</span>
              <Form.Item name={[rule.name, 'action', 'kind']} noStyle>
                <Select
                  options={actions.map((value) => ({ value, label: t(`administration.overflow.action.${value}`) }))}
                />
              </Form.Item>
              <Form.Item noStyle dependencies={[['overflow', rule.name, 'action', 'kind']]}>
                {({ getFieldValue }) => (
                  <Target
                    name={rule.name}
                    kind={getFieldValue(['overflow', rule.name, 'action', 'kind'])}
                    queues={queues}
                  />
                )}
              </Form.Item>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('administration.needs.remove')}
                onClick={() => remove(rule.name)}
              />
            </div>
          ))}
          {overflowRules.length < 10 && (
            <Button
              icon={<PlusOutlined />}
              onClick={() => add({ when: { kind: 'wait', ms: 120_000 }, action: { kind: 'offer-callback' } })}
            >
              {t('administration.overflow.add')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  )
}

function Threshold({ name, kind }: { name: number; kind: (typeof conditions)[number] }) {
  const { t } = useTranslation()
  if (kind === 'no-staff') return null
  if (kind === 'depth')
    return (
      <Form.Item name={[name, 'when', 'items']} noStyle rules={[{ required: true }]} initialValue={10}>
        <InputNumber min={1} max={10_000} suffix={t('administration.overflow.people')} />
      </Form.Item>
    )
  return (
    <Form.Item
      name={[name, 'when', 'ms']}
      noStyle
      rules={[{ required: true }]}
      initialValue={120_000}
      {...inUnit(1_000)}
    >
      <InputNumber min={5} max={7_200} suffix={t('administration.overflow.seconds')} />
    </Form.Item>
  )
}

function Target({ name, kind, queues }: { name: number; kind: (typeof actions)[number]; queues: Choice[] }) {
  const { t } = useTranslation()
  if (kind === 'queue')
    return (
      <Form.Item name={[name, 'action', 'queue']} noStyle rules={[{ required: true }]}>
        <Select options={queues} aria-label={t('administration.fields.queue')} />
      </Form.Item>
    )
  if (kind === 'announce')
    return (
      <Form.Item name={[name, 'action', 'prompt']} noStyle rules={[{ required: true }]}>
        <Input aria-label={t('administration.fields.prompt')} placeholder={t('administration.fields.prompt')} />
      </Form.Item>
    )
  if (kind === 'external')
    return (
      <Form.Item name={[name, 'action', 'number']} noStyle rules={[{ required: true }]}>
        <Input aria-label={t('administration.fields.number')} placeholder={t('administration.fields.number')} />
      </Form.Item>
    )
  return null
}

const usualCallback = { key: '1', first: 'agent', attempts: 3, retryMs: 900_000, untilMinute: 1_260, limit: 500 }

function Callback() {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const used = Form.useWatch('callback', { form, preserve: true }) !== undefined
  return (
    <>
      <div className="form-switch">
        <Switch
          id="callback-used"
          checked={used}
          onChange={(on) => form.setFieldValue('callback', on ? usualCallback : undefined)}
        />
        <label htmlFor="callback-used">{t('administration.fields.callbackUsed')}</label>
      </div>
      {used && (
        <div className="form-columns">
          <TextField name={['callback', 'key']} label="callbackKey" max={1} />
          <ChoiceField
            name={['callback', 'first']}
            label="callbackFirst"
            hint={t('administration.hints.callbackFirst')}
            options={(['agent', 'customer'] as const).map((value) => ({
              value,
              label: t(`administration.first.${value}`),
            }))}
          />
          <NumberField name={['callback', 'attempts']} label="attempts" min={1} max={10} />
          <TimeField name={['callback', 'retryMs']} label="retryMs" min={1} max={1_440} unitMs={60_000} />
          <NumberField name={['callback', 'limit']} label="limit" min={1} max={10_000} />
        </div>
      )}
    </>
  )
}
