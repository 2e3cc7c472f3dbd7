import type { SimulatedCall } from '@ringdesk/gateway/contract'
import { Button, Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSimulatorCommand } from './simulator-queries.ts'

/** The contract's rule for numbers. */
const number = /^(anonymous|\+?[0-9][0-9-]{2,19})$/
/** The demo hotline asks for a key: 1 goes straight to a queue. */
const usual: SimulatedCall = { from: '13800138000', to: '4008001234', patienceSec: 120, talkSec: 60, digits: '1' }
const presets = {
  known: { ...usual, name: '' },
  unknown: { ...usual, from: '18612345678', name: '' },
  withheld: { ...usual, from: 'anonymous', name: '' },
  international: { ...usual, from: '+8613800138000', name: '' },
  outOfHours: { ...usual, to: '4008009999', name: '' },
  impatient: { ...usual, from: '13912345678', patienceSec: 3, name: '' },
} as const satisfies Readonly<Record<string, SimulatedCall>>
const presetNames = Object.keys(presets) as readonly (keyof typeof presets)[]

export function PlaceCall() {
  const { t } = useTranslation()
  const [form] = Form.useForm<SimulatedCall>()
  const place = useSimulatorCommand(t('simulator.placed'))
  const call = ({ name, digits, ...rest }: SimulatedCall) =>
    place.mutate({
      method: 'POST',
      path: '/calls',
      body: { ...rest, ...(name ? { name } : {}), ...(digits ? { digits } : {}) },
    })
  return (
    <section className="simulator-card">
      <h2>{t('simulator.place')}</h2>
      <ul className="simulator-presets" aria-label={t('simulator.presets')}>
        {presetNames.map((name) => (
          <li key={name}>
            <Button
              size="small"
              onClick={() => {
                form.setFieldsValue(presets[name])
                call(presets[name])
              }}
              data-testid={`preset-${name}`}
            >
              {t(`simulator.preset.${name}`)}
            </Button>
          </li>
        ))}
      </ul>
      <Form
        name="call"
        form={form}
        layout="vertical"
        size="middle"
        initialValues={usual}
        requiredMark={false}
        onFinish={call}
      >
        <div className="simulator-fields">
          <Form.Item
            name="from"
            label={t('simulator.from')}
            rules={[{ required: true, pattern: number, message: t('simulator.numberHint') }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="to"
            label={t('simulator.to')}
            rules={[{ required: true, pattern: number, message: t('simulator.numberHint') }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={t('simulator.name')}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="digits"
            label={t('simulator.digits')}
            rules={[{ pattern: /^[0-9*#]{0,10}$/, message: '0–9 * #' }]}
          >
            <Input maxLength={10} autoComplete="off" />
          </Form.Item>
          <Form.Item name="patienceSec" label={t('simulator.patience')} rules={[{ required: true }]}>
            <InputNumber min={1} max={3600} />
          </Form.Item>
          <Form.Item name="talkSec" label={t('simulator.talk')} rules={[{ required: true }]}>
            <InputNumber min={1} max={3600} />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={place.isPending} data-testid="place-call">
          {t('simulator.call')}
        </Button>
      </Form>
    </section>
  )
}
