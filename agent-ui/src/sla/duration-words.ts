import { useTranslation } from 'react-i18next'
import { durationOf } from './countdown.ts'

/** ms in words: 3 小时 5 分. */
export function useDurationWords(): (ms: number) => string {
  const { t } = useTranslation()
  return (ms) => {
    const { days, hours, minutes } = durationOf(ms)
    if (days > 0) return hours > 0 ? t('sla.time.days', { days, hours }) : t('sla.time.wholeDays', { days })
    if (hours > 0) return minutes > 0 ? t('sla.time.hours', { hours, minutes }) : t('sla.time.wholeHours', { hours })
    return minutes > 0 ? t('sla.time.minutes', { minutes }) : t('sla.time.moment')
  }
}
