import type { CampaignContact, CampaignDetail } from '@ringdesk/gateway/contract'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { dispositionNames } from './attempts-tab.tsx'
import { AttemptsTable } from './attempts-table.tsx'
import { useAttempts } from './campaign-queries.ts'
import { MoreRows } from './more-rows.tsx'

interface ContactProps {
  readonly campaign: CampaignDetail
  readonly contact: CampaignContact
  readonly onClose: () => void
}

/** What was tried with one contact. */
export function ContactAttempts({ campaign, contact, onClose }: ContactProps) {
  const { t } = useTranslation()
  const query = useAttempts(campaign.id, { contactId: contact.id })
  const attempts = query.data?.pages.flatMap((page) => page.attempts)
  const name = contact.name ?? t('campaigns.contacts.nobody')
  return (
    <Drawer open onClose={onClose} size={720} title={t('campaigns.contacts.attempts', { name })}>
      {contact.consent !== undefined && (
        <p className="second">
          {t('campaigns.contacts.consent')}：{contact.consent}
        </p>
      )}
      {attempts === undefined ? (
        query.error === null ? (
          <Waiting lines={4} />
        ) : (
          <Failed error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : attempts.length === 0 ? (
        <Empty title={t('campaigns.attempts.empty')} />
      ) : (
        <>
          <AttemptsTable attempts={attempts} withContact={false} dispositions={dispositionNames(campaign)} />
          <MoreRows query={query} />
        </>
      )}
    </Drawer>
  )
}
