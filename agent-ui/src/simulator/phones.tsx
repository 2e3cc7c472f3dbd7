import type { PhoneBehaviour, SimulatorStatus } from '@ringdesk/gateway/contract'
import { InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSimulatorCommand } from './simulator-queries.ts'

const modes = [
  'desk',
  'auto',
  'ignore',
  'busy',
  'reject',
  'unreachable',
  'drop',
] as const satisfies readonly PhoneBehaviour['mode'][]
/** ms, when a phone begins to answer or to drop by itself. */
const usualAfterMs = 2_000

export function Phones({ phones }: Pick<SimulatorStatus, 'phones'>) {
  const { t } = useTranslation()
  const change = useSimulatorCommand()
  const put = (extension: string, behaviour: PhoneBehaviour) =>
    change.mutate({ method: 'PUT', path: `/phones/${encodeURIComponent(extension)}`, body: behaviour })
  return (
    <section className="simulator-card simulator-phones">
      <h2>{t('simulator.phones')}</h2>
      <ul>
        {phones.map(({ extension, behaviour }) => {
          const timed = behaviour.mode === 'auto' || behaviour.mode === 'drop'
          return (
            <li key={extension}>
              <span id={`phone-${extension}`}>{extension}</span>
              <Select
                value={behaviour.mode}
                aria-labelledby={`phone-${extension}`}
                options={modes.map((mode) => ({ value: mode, label: t(`simulator.mode.${mode}`) }))}
                onChange={(mode) =>
                  put(extension, mode === 'auto' || mode === 'drop' ? { mode, afterMs: usualAfterMs } : { mode })
                }
              />
              <InputNumber
                aria-label={`${extension} ${t('simulator.after')}`}
                title={t('simulator.after')}
                disabled={!timed}
                min={0}
                max={600_000}
                step={500}
                value={timed ? (behaviour.afterMs ?? 0) : null}
                onBlur={(event) => {
                  const afterMs = Number(event.target.value)
                  if (timed && Number.isInteger(afterMs) && afterMs !== behaviour.afterMs)
                    put(extension, { ...behaviour, afterMs })
                }}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
