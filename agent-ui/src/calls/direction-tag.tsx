import type { ContactCard } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** That we called, and what for; nothing of a call that came in. */
export function DirectionTag({ direction, campaignName }: Pick<ContactCard, 'direction' | 'campaignName'>) {
  const { t } = useTranslation()
  if (direction === 'inbound') return null
  return (
    <span className="tag" data-tone="accent">
      {direction === 'callback'
        ? t('calls.callback')
        : campaignName === undefined
          ? t('calls.outbound')
          : t('calls.outboundFor', { campaign: campaignName })}
    </span>
  )
}
