import { type AttemptOutcome, attemptOutcomes, type CadenceRule } from '@ringdesk/gateway/contract'
import { InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { NumberField } from '../labelled.tsx'
import type { SetupProps } from '../setup-tab.tsx'
import { mayMeetMachines } from './pacing-fields.tsx'

const nexts = ['retry', 'next-number', 'done'] as const
/** Nobody decides about these: one was never dialled, the other happens only when a machine broke down. */
const decided = attemptOutcomes.filter((outcome) => outcome !== 'cancelled' && outcome !== 'lost')

/** What follows each outcome. */
export function RetryFields({ fields: { mode, settings }, disabled, set }: SetupProps) {
  const { t } = useTranslation()
  const { cadence } = settings
  const change = (outcome: AttemptOutcome, rule: CadenceRule) => set({ cadence: { ...cadence, [outcome]: rule } })
  const shown = decided.filter(
    (outcome) =>
      (outcome !== 'abandoned' || mode === 'power' || mode === 'predictive') &&
      (outcome !== 'machine' || (settings.detectMachines && mayMeetMachines(mode))),
  )
  return (
    <section>
      <h2>{t('campaigns.setup.retry')}</h2>
      <div className="campaign-columns">
        <NumberField
          label={t('campaigns.setup.maxAttempts')}
          {...{ min: 1, max: 20, disabled }}
          value={settings.maxAttempts}
          onChange={(maxAttempts) => set({ maxAttempts })}
        />
      </div>
      <p className="second">{t('campaigns.setup.cadenceText')}</p>
      <table className="grid-table campaign-cadence" data-testid="cadence">
        <thead>
          <tr>
            <th>{t('campaigns.setup.outcome')}</th>
            <th>{t('campaigns.setup.next')}</th>
            <th>{t('campaigns.setup.after')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((outcome) => {
            const rule = cadence[outcome]
            const name = t(`campaigns.outcome.${outcome}`)
            return (
              <tr key={outcome}>
                <td>{name}</td>
                <td>
                  <Select
                    size="small"
                    aria-label={`${name}: ${t('campaigns.setup.next')}`}
                    value={rule.next}
                    disabled={disabled}
                    onChange={(next) => change(outcome, { ...rule, next })}
                    options={nexts.map((value) => ({ value, label: t(`campaigns.setup.nextOf.${value}`) }))}
                  />
                </td>
                <td>
                  {rule.next !== 'done' && (
                    <InputNumber
                      size="small"
                      min={0}
                      max={43_200}
                      aria-label={`${name}: ${t('campaigns.setup.after')}`}
                      value={rule.afterMinutes}
                      disabled={disabled}
                      onChange={(afterMinutes) => afterMinutes !== null && change(outcome, { ...rule, afterMinutes })}
                    />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
