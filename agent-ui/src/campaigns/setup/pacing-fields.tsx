import type { CampaignMode } from '@ringdesk/gateway/contract'
import { Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { Labelled, NumberField } from '../labelled.tsx'
import type { SetupProps } from '../setup-tab.tsx'

const blends = ['inbound-first', 'as-they-come', 'outbound-only'] as const

/** An agent who is on the line before the customer answers hears for themselves. */
export const mayMeetMachines = (mode: CampaignMode): boolean => mode !== 'preview' && mode !== 'progressive'

/** Only what the way of dialling uses. */
export function PacingFields({ fields: { mode, settings }, disabled, set }: SetupProps) {
  const { t } = useTranslation()
  const dialsAhead = mode === 'power' || mode === 'predictive'
  return (
    <section>
      <h2>{t('campaigns.setup.pacing')}</h2>
      <div className="campaign-columns">
        <NumberField
          label={t('campaigns.setup.ring')}
          text={t('campaigns.setup.ringText')}
          {...{ min: 15, max: 60, disabled }}
          value={settings.ringMs / 1_000}
          onChange={(seconds) => set({ ringMs: Math.round(seconds * 1_000) })}
        />
        {mode === 'preview' && (
          <NumberField
            label={t('campaigns.setup.preview')}
            text={t('campaigns.setup.previewText')}
            {...{ min: 0, max: 600, disabled }}
            value={settings.previewMs / 1_000}
            onChange={(seconds) => set({ previewMs: Math.round(seconds * 1_000) })}
          />
        )}
        {mode === 'power' && (
          <NumberField
            label={t('campaigns.setup.ratio')}
            {...{ min: 1, max: 10, step: 0.1, disabled }}
            value={settings.ratio}
            onChange={(ratio) => set({ ratio })}
          />
        )}
        {dialsAhead && (
          <NumberField
            label={t('campaigns.setup.maxAbandon')}
            text={t('campaigns.setup.maxAbandonText')}
            {...{ min: 0, max: 3, step: 0.1, disabled }}
            value={settings.maxAbandonPct}
            onChange={(maxAbandonPct) => set({ maxAbandonPct })}
          />
        )}
        {mode !== 'preview' && (
          <>
            <NumberField
              label={t('campaigns.setup.maxCalls')}
              {...{ min: 1, max: 5_000, disabled }}
              value={settings.maxCalls}
              onChange={(maxCalls) => set({ maxCalls })}
            />
            <NumberField
              label={t('campaigns.setup.perSecond')}
              {...{ min: 0.1, max: 100, step: 0.5, disabled }}
              value={settings.perSecond}
              onChange={(perSecond) => set({ perSecond })}
            />
          </>
        )}
        {mayMeetMachines(mode) && (
          <Labelled label={t('campaigns.setup.detectMachines')} text={t('campaigns.setup.detectText')}>
            <Switch
              checked={settings.detectMachines}
              disabled={disabled}
              onChange={(detectMachines) => set({ detectMachines })}
            />
          </Labelled>
        )}
        {mode !== 'flow' && (
          <Labelled label={t('campaigns.setup.blend')}>
            <Select
              value={settings.blend}
              disabled={disabled}
              onChange={(blend) => set({ blend })}
              options={blends.map((value) => ({ value, label: t(`campaigns.setup.blendOf.${value}`) }))}
            />
          </Labelled>
        )}
      </div>
    </section>
  )
}
