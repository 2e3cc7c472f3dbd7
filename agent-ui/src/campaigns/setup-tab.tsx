/** Everything about a campaign that can be set, changed together and saved on the version that was seen. */
import type { CampaignDetail, CampaignFields, CampaignSettings } from '@ringdesk/gateway/contract'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isCode, useEditCampaign } from './campaign-queries.ts'
import { BasicFields } from './setup/basic-fields.tsx'
import { ConversationFields } from './setup/conversation-fields.tsx'
import { HoursFields } from './setup/hours-fields.tsx'
import { MissedFields } from './setup/missed-fields.tsx'
import { PacingFields } from './setup/pacing-fields.tsx'
import { RetryFields } from './setup/retry-fields.tsx'

export interface SetupProps {
  readonly fields: CampaignFields
  readonly disabled: boolean
  change(fields: Partial<CampaignFields>): void
  set(settings: Partial<CampaignSettings>): void
}

const fieldsOf = ({ name, kind, mode, queueId, flowId, callerNumber, settings }: CampaignDetail): CampaignFields => ({
  ...{ name, kind, mode, callerNumber, settings },
  queueId: queueId ?? null,
  flowId: flowId ?? null,
})

export function SetupTab({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  /** What somebody has begun, on the version that they saw; undefined: nothing, shows what the gateway says. */
  const [draft, setDraft] = useState<{ readonly version: number; readonly fields: CampaignFields }>()
  const edit = useEditCampaign(campaign.id)
  const fields = draft?.fields ?? fieldsOf(campaign)
  const disabled = campaign.state === 'ended'
  const change = (some: Partial<CampaignFields>) =>
    setDraft({ version: draft?.version ?? campaign.version, fields: { ...fields, ...some } })
  const props: SetupProps = {
    fields,
    disabled,
    change,
    set: (settings) => change({ settings: { ...fields.settings, ...settings } }),
  }
  const save = () => {
    if (draft === undefined) return
    edit.mutate(
      { version: draft.version, campaign: { ...draft.fields, name: draft.fields.name.trim() } },
      {
        onSuccess: () => {
          setDraft(undefined)
          void message.success(t('campaigns.saved'))
        },
        onError: (error) => {
          if (!isCode(error, 'CAMPAIGN_CHANGED')) return
          setDraft(undefined)
          void message.warning(t('campaigns.changedMeanwhile'), 8)
        },
      },
    )
  }
  return (
    <form
      className="campaign-setup"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      data-testid="campaign-setup"
    >
      <BasicFields {...props} state={campaign.state} />
      {fields.kind === 'callback' && <MissedFields {...props} />}
      <PacingFields {...props} />
      <HoursFields {...props} />
      <RetryFields {...props} />
      {fields.mode !== 'flow' && <ConversationFields {...props} />}
      {draft !== undefined && (
        <div className="campaign-save" role="status">
          <span>{t('campaigns.unsaved')}</span>
          <Button onClick={() => setDraft(undefined)}>{t('common.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={edit.isPending} data-testid="save-campaign">
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
