import type { SimulatedTraffic, SimulatorStatus } from '@ringdesk/gateway/contract'
import { Button, Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSimulatorCommand } from './simulator-queries.ts'

const usual: SimulatedTraffic = { callsPerMinute: 6, patienceSec: 90, talkSec: 45 }

export function Traffic({ traffic }: Pick<SimulatorStatus, 'traffic'>) {
  const { t } = useTranslation()
  const change = useSimulatorCommand()
  return (
    <section className="simulator-card">
      <div className="side-row">
        <h2>{t('simulator.traffic')}</h2>
        <span className="tag" data-tone={traffic === null ? 'rest' : 'ready'} data-testid="traffic-state">
          {traffic === null ? t('simulator.stopped') : t('simulator.running', { count: traffic.callsPerMinute })}
        </span>
      </div>
      <Form<SimulatedTraffic>
        name="traffic"
        layout="vertical"
        initialValues={traffic ?? usual}
        requiredMark={false}
        onFinish={(body) => change.mutate({ method: 'PUT', path: '/traffic', body })}
      >
        <div className="simulator-fields simulator-three">
          <Form.Item name="callsPerMinute" label={t('simulator.perMinute')} rules={[{ required: true }]}>
            <InputNumber min={0.1} max={12_000} />
          </Form.Item>
          <Form.Item name="patienceSec" label={t('simulator.patience')} rules={[{ required: true }]}>
            <InputNumber min={1} max={3600} />
          </Form.Item>
          <Form.Item name="talkSec" label={t('simulator.talk')} rules={[{ required: true }]}>
            <InputNumber min={1} max={3600} />
          </Form.Item>
        </div>
        <div className="simulator-buttons">
          <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="traffic-start">
            {traffic === null ? t('simulator.start') : t('simulator.change')}
          </Button>
          <Button
            disabled={traffic === null || change.isPending}
            onClick={() => change.mutate({ method: 'DELETE', path: '/traffic' })}
            data-testid="traffic-stop"
          >
            {t('simulator.stop')}
          </Button>
        </div>
      </Form>
    </section>
  )
}
