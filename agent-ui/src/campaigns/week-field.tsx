/** Hours by weekday, Monday first. */
import type { CallingWeek } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { SpansField } from '../administration/hours-field.tsx'

const days = [1, 2, 3, 4, 5, 6, 0] as const

export function WeekField({ week, onChange }: { week: CallingWeek; onChange: (week: CallingWeek) => void }) {
  const { t } = useTranslation()
  return (
    <div className="hours">
      {days.map((day) => (
        <div key={day} className="hours-row">
          <span>{t(`administration.week.day${day}`)}</span>
          <SpansField
            value={week[day] ?? []}
            onChange={(spans) =>
              onChange(
                week.with(
                  day,
                  spans.map(([from, to]) => [from, to]),
                ),
              )
            }
          />
          {day === 1 && (
            <Button
              type="link"
              size="small"
              onClick={() => onChange(week.map((spans, at) => (at >= 2 && at <= 5 ? (week[1] ?? []) : spans)))}
            >
              {t('administration.hours.copy')}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
