import type { SlaBook } from '@ringdesk/gateway/contract'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SpansField } from '../administration/hours-field.tsx'
import { useSaveWeek } from './sla-queries.ts'

/** The week begins on Monday here, as people read it. */
const days = [1, 2, 3, 4, 5, 6, 0] as const

/** Headquarters' hours. */
export function WeekEditor({ book, canWrite, onClose }: { book: SlaBook; canWrite: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [week, setWeek] = useState(book.week)
  const save = useSaveWeek()
  return (
    <Drawer
      open
      onClose={onClose}
      size={560}
      title={t('sla.week')}
      footer={
        canWrite && (
          <div className="drawer-foot">
            <span className="bar-space" />
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              type="primary"
              loading={save.isPending}
              onClick={() => save.mutate({ version: book.version, week }, { onSuccess: onClose })}
            >
              {t('common.save')}
            </Button>
          </div>
        )
      }
    >
      <p className="second">{t('sla.weekText')}</p>
      {days.map((day) => (
        <div key={day} className="hours-row">
          <span>{t(`administration.week.day${day}`)}</span>
          <SpansField
            value={week[day] ?? []}
            onChange={(spans) =>
              setWeek(
                week.with(
                  day,
                  spans.map(([from, to]) => [from, to]),
                ),
              )
            }
          />
        </div>
      ))}
    </Drawer>
  )
}
