/** What a new campaign is for; everything else follows on its own page. */
import { type CampaignKind, campaignKind, campaignSettings, modesOfKind } from '@ringdesk/gateway/contract'
import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useCampaignChoices, useCreateCampaign } from './campaign-queries.ts'
import { Labelled } from './labelled.tsx'

/** What agents usually make of a call, to begin with. */
const usual = [
  { id: 'done', next: 'done', success: true },
  { id: 'callback', next: 'callback', success: false },
  { id: 'retry', next: 'retry', success: false },
  { id: 'refuse', next: 'refuse', success: false },
] as const

export function NewCampaign({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data: choices } = useCampaignChoices()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<CampaignKind>('callback')
  const create = useCreateCampaign()
  const submit = () => {
    const only = choices?.hotlines.length === 1 ? choices.hotlines[0]?.number : undefined
    create.mutate(
      {
        name: name.trim(),
        kind,
        mode: modesOfKind[kind][0] ?? 'preview',
        queueId: null,
        flowId: null,
        callerNumber: only ?? '',
        settings: campaignSettings.parse({
          dispositions:
            kind === 'survey'
              ? []
              : usual.map((each) => ({ ...each, label: t(`campaigns.setup.dispositionOf.${each.next}`) })),
        }),
      },
      { onSuccess: ({ id }) => navigate(`/campaigns/${id}`) },
    )
  }
  return (
    <Modal
      open
      title={t('campaigns.add')}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            disabled={name.trim() === ''}
            loading={create.isPending}
            onClick={submit}
            data-testid="create-campaign"
          >
            {t('campaigns.create')}
          </Button>
        </>
      }
    >
      <Labelled label={t('campaigns.name')}>
        <Input
          autoFocus
          maxLength={60}
          value={name}
          placeholder={t('campaigns.nameHint')}
          onChange={({ target }) => setName(target.value)}
          onPressEnter={() => {
            if (name.trim() !== '') submit()
          }}
        />
      </Labelled>
      <Radio.Group
        className="campaign-kinds"
        aria-label={t('campaigns.kindLabel')}
        value={kind}
        onChange={({ target }) => setKind(target.value as CampaignKind)}
      >
        {campaignKind.options.map((value) => (
          <Radio key={value} value={value}>
            <b>{t(`campaigns.kind.${value}`)}</b>
            <span className="second">{t(`campaigns.kindText.${value}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  )
}
