import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOutboundRules } from '../campaign-queries.ts'
import type { SetupProps } from '../setup-tab.tsx'
import { WeekField } from '../week-field.tsx'

/** Hours of its own begin with those of the rules. */
export function HoursFields({ fields: { settings }, disabled, set }: SetupProps) {
  const { t } = useTranslation()
  const { data: book } = useOutboundRules()
  const { week } = settings
  return (
    <section>
      <h2>{t('campaigns.setup.hours')}</h2>
      <p className="second">{t('campaigns.setup.hoursText')}</p>
      <Checkbox
        checked={week !== undefined}
        disabled={disabled || book === undefined}
        onChange={({ target }) => set({ week: target.checked ? book?.rules.week : undefined })}
      >
        {t('campaigns.setup.ownHours')}
      </Checkbox>
      {week !== undefined && (
        <fieldset className="campaign-plain" disabled={disabled}>
          <WeekField week={week} onChange={(next) => set({ week: next })} />
        </fieldset>
      )}
    </section>
  )
}
