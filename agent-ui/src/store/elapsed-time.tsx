import { useTranslation } from 'react-i18next'
import { useNow } from '../frame/clock.ts'
import { duration } from '../messages/formats.ts'

const dayMs = 86_400_000

/** From one moment to another, or to now: h:mm:ss, and days and hours from a day on. */
export function ElapsedTime({ since, until }: { since: string; until?: string }) {
  const { t } = useTranslation()
  const now = useNow()
  const ms = (until === undefined ? now : Date.parse(until)) - Date.parse(since)
  if (ms < dayMs) return <span className="store-phone-timer">{duration(ms)}</span>
  const days = Math.floor(ms / dayMs)
  return (
    <span className="store-phone-timer">
      {t('store.days', { days, hours: Math.floor((ms - days * dayMs) / 3_600_000) })}
    </span>
  )
}
