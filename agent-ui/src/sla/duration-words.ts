import { useTranslation } from 'react-i18next'
import { durationOf } from './countdown.ts'

/** ms in words: 3 小时 5 分. */
export function useDurationWords(): (ms: number) => string {
  const { t } = useTranslation()
  return (ms) => {
    const duration = durationOf(ms)
    const { days, hours, minutes } = duration
    if (days > 0) return t('sla.time.days', { days, hours })
    if (hours > 0) return t('sla.time.hours', { hours, minutes })
    return minutes > 0 ? t('sla.time.minutes', { minutes }) : t('sla.time.moment')
  }
}
