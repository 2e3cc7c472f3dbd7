/** A ticket's clocks as countdowns in words. */
import type { TicketClock } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { useNow } from '../frame/clock.ts'
import { exactTime } from '../messages/formats.ts'
import { countdownOf, mostPressing } from './countdown.ts'
import { useDurationWords } from './duration-words.ts'
import './sla.css'

const MINUTE_MS = 60_000

/** One clock: what it is for, and how it stands. Drawn anew every minute or so: it is told in minutes. */
export function ClockTag({ clock }: { clock: TicketClock }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const time = useDurationWords()
  const { word, tone, ms } = countdownOf(clock, now)
  const title = [
    clock.dueAt === undefined ? undefined : t('sla.dueAt', { at: exactTime(clock.dueAt) }),
    t('sla.ofPolicy', { policy: clock.policyName ?? '', target: time(clock.targetMinutes * MINUTE_MS) }),
    t(`sla.hours.${clock.hours}`),
  ]
  return (
    <span
      className="tag"
      data-tone={tone}
      data-testid={`clock-${clock.kind}`}
      data-word={word}
      title={title.filter(Boolean).join(' · ')}
    >
      {t(`sla.kind.${clock.kind}`)} {t(`sla.countdown.${word}`, { time: time(ms) })}
    </span>
  )
}

export function TicketClocks({ clocks }: { clocks: readonly TicketClock[] }) {
  const { t } = useTranslation()
  if (clocks.length === 0) return null
  return (
    <ul className="ticket-clocks" aria-label={t('sla.title')} data-testid="ticket-clocks">
      {clocks.map((clock) => (
        <li key={clock.kind}>
          <ClockTag clock={clock} />
        </li>
      ))}
    </ul>
  )
}

/** In a line of a list: the most pressing one. */
export function PressingClock({ clocks }: { clocks: readonly TicketClock[] }) {
  const clock = mostPressing(clocks)
  return clock === undefined ? null : <ClockTag clock={clock} />
}
