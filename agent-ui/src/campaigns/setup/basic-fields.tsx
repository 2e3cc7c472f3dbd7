import { type CampaignState, modesOfKind } from '@ringdesk/gateway/contract'
import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFlows } from '../../flows/flow-queries.ts'
import { hotlineNumber } from '../../messages/formats.ts'
import { useCampaignChoices } from '../campaign-queries.ts'
import { Labelled } from '../labelled.tsx'
import type { SetupProps } from '../setup-tab.tsx'

export function BasicFields({ fields, disabled, change, state }: SetupProps & { state: CampaignState }) {
  const { t } = useTranslation()
  const { data: choices } = useCampaignChoices()
  const { data: flows } = useFlows()
  const { kind, mode, queueId, flowId, callerNumber } = fields
  return (
    <section>
      <h2>{t('campaigns.setup.basics')}</h2>
      <div className="campaign-columns">
        <Labelled label={t('campaigns.name')}>
          <Input
            maxLength={60}
            value={fields.name}
            disabled={disabled}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Labelled>
        <Labelled label={t('campaigns.setup.caller')} text={t('campaigns.setup.callerText')}>
          <Select
            value={callerNumber || null}
            disabled={disabled}
            placeholder={t('campaigns.setup.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(value) => change({ callerNumber: value })}
            options={choices?.hotlines.map(({ number, name }) => ({
              value: number,
              label: `${hotlineNumber(number)} ${name}`,
            }))}
            data-testid="caller-number"
          />
        </Labelled>
        {kind === 'survey' ? (
          <Labelled label={t('campaigns.setup.flow')} text={t('campaigns.setup.flowText')}>
            <Select
              value={flowId ?? undefined}
              disabled={disabled}
              placeholder={t('campaigns.setup.choose')}
              onChange={(value) => change({ flowId: value })}
              options={flows?.flatMap(({ id, name, kind: of, published }) =>
                of === 'survey' && published !== undefined ? [{ value: id, label: name }] : [],
              )}
              data-testid="flow"
            />
          </Labelled>
        ) : (
          <Labelled label={t('campaigns.setup.queue')} text={t('campaigns.setup.queueText')}>
            <Select
              value={queueId}
              disabled={disabled}
              placeholder={t('campaigns.setup.choose')}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(value) => change({ queueId: value })}
              options={choices?.queues.map(({ id, name }) => ({ value: id, label: name }))}
              data-testid="queue"
            />
          </Labelled>
        )}
        <Labelled label={t('campaigns.modeLabel')} text={t(`campaigns.modeText.${mode}`)}>
          <Select
            value={mode}
            disabled={disabled || state === 'running' || modesOfKind[kind].length === 1}
            onChange={(value) => change({ mode: value })}
            options={modesOfKind[kind].map((value) => ({ value, label: t(`campaigns.mode.${value}`) }))}
            data-testid="mode"
          />
        </Labelled>
      </div>
    </section>
  )
}
