/** What is urgent about campaigns that run, for those who watch something else at the moment. */
import type { CampaignAlarms } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useNow } from '../../frame/clock.ts'
import { request } from '../../gateway/request.ts'
import { useCampaignAlarmWords } from './alarm-strip.tsx'

/** ms; every supervisor's page asks. */
const EVERY_MS = 15_000

/** Undefined until it is known. Supervisors and administrators only. */
export function useUrgentCampaigns(): CampaignAlarms['campaigns'] | undefined {
  const { data } = useQuery({
    queryKey: ['campaign-alarms'],
    queryFn: ({ signal }) => request<CampaignAlarms>('GET', '/api/campaign-alarms', { signal }),
    refetchInterval: EVERY_MS,
    select: urgentOnly,
  })
  return data
}

const urgentOnly = ({ campaigns }: CampaignAlarms): CampaignAlarms['campaigns'] =>
  campaigns.flatMap((campaign) => {
    const alarms = campaign.alarms.filter(({ level }) => level === 'urgent')
    return alarms.length === 0 ? [] : [{ ...campaign, alarms }]
  })

/** A line an alarm, each with the way to its campaign. Nothing while there is none. */
export function UrgentCampaigns() {
  const { t } = useTranslation()
  const campaigns = useUrgentCampaigns() ?? []
  const words = useCampaignAlarmWords(useNow())
  if (campaigns.length === 0) return null
  return (
    <ul className="alarms" data-testid="urgent-campaigns">
      {campaigns.flatMap(({ id, name, alarms }) =>
        alarms.map((alarm) => (
          <li key={`${id} ${alarm.kind}`} data-open="true">
            <span className="tag" data-tone="danger">
              {t('nav.campaigns')}
            </span>
            <span className="cut">
              {name} · {words(alarm)}
            </span>
            <Link to={`/campaigns/${id}/watch`}>{t('supervision.alarm.see')}</Link>
          </li>
        )),
      )}
    </ul>
  )
}
