import { useTranslation } from 'react-i18next'
import { exactTime, relativeTime } from '../messages/formats.ts'
import { useNow } from './clock.ts'

/** How long ago, with the exact moment on hover. */
export function Moment({ at }: { at: string | number }) {
  const { i18n } = useTranslation()
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {relativeTime(at, now, i18n.language)}
    </time>
  )
}
