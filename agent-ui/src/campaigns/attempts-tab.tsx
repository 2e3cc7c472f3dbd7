/** Every call of a campaign, the newest first. */
import { attemptOutcomes, type CampaignDetail } from '@ringdesk/gateway/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { AttemptsTable } from './attempts-table.tsx'
import { useAttempts } from './campaign-queries.ts'
import { MoreRows } from './more-rows.tsx'

export const dispositionNames = ({ settings }: CampaignDetail): ReadonlyMap<string, string> =>
  new Map(settings.dispositions.map(({ id, label }) => [id, label]))

export function AttemptsTab({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState('')
  const query = useAttempts(campaign.id, { outcome })
  const attempts = query.data?.pages.flatMap((page) => page.attempts)
  return (
    <>
      <div className="campaign-tools">
        <Select
          className="campaign-filter"
          aria-label={t('campaigns.attempts.outcome')}
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: '', label: t('campaigns.attempts.any') },
            ...attemptOutcomes.map((value) => ({ value, label: t(`campaigns.outcome.${value}`) })),
          ]}
        />
      </div>
      {attempts === undefined ? (
        query.error === null ? (
          <Waiting lines={8} />
        ) : (
          <Failed error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : attempts.length === 0 ? (
        <Empty title={t('campaigns.attempts.empty')} text={t('campaigns.attempts.emptyText')} />
      ) : (
        <>
          <AttemptsTable attempts={attempts} withContact dispositions={dispositionNames(campaign)} />
          <MoreRows query={query} />
        </>
      )}
    </>
  )
}
