import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { hotlineNumber } from '../../messages/formats.ts'
import { useCampaignChoices } from '../campaign-queries.ts'
import { Labelled, NumberField } from '../labelled.tsx'
import type { SetupProps } from '../setup-tab.tsx'

/** Whom a callback campaign calls. */
export function MissedFields({ fields: { settings }, disabled, set }: SetupProps) {
  const { t } = useTranslation()
  const { data: choices } = useCampaignChoices()
  const { missed } = settings
  return (
    <section>
      <h2>{t('campaigns.setup.missed')}</h2>
      <p className="second">{t('campaigns.setup.missedText')}</p>
      <div className="campaign-columns">
        <Labelled label={t('campaigns.setup.missedQueues')}>
          <Select
            mode="multiple"
            value={missed.queues}
            disabled={disabled}
            placeholder={t('campaigns.setup.everything')}
            onChange={(queues) => set({ missed: { ...missed, queues } })}
            options={choices?.queues.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Labelled>
        <Labelled label={t('campaigns.setup.missedHotlines')}>
          <Select
            mode="multiple"
            value={missed.hotlines}
            disabled={disabled}
            placeholder={t('campaigns.setup.everything')}
            onChange={(hotlines) => set({ missed: { ...missed, hotlines } })}
            options={choices?.hotlines.map(({ number, name }) => ({
              value: number,
              label: `${hotlineNumber(number)} ${name}`,
            }))}
          />
        </Labelled>
        <NumberField
          label={t('campaigns.setup.missedDays')}
          {...{ min: 1, max: 90, disabled }}
          value={missed.days}
          onChange={(days) => set({ missed: { ...missed, days } })}
        />
      </div>
    </section>
  )
}
