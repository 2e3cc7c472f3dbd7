import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { OpenMinutes } from '@ringdesk/gateway/contract'
import { Button, DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clock } from './clock.ts'

type Spans = readonly OpenMinutes[]

/** Opening hours of one day, as pairs of times. A form's field: controlled by value and onChange. */
export function SpansField({ value = [], onChange }: { value?: Spans; onChange?: (spans: Spans) => void }) {
  const { t } = useTranslation()
  const change = (index: number, span: OpenMinutes | undefined) =>
    onChange?.(span === undefined ? value.filter((_, at) => at !== index) : value.with(index, span))
  return (
    <span className="spans">
      {value.length === 0 && <span className="second">{t('administration.hours.closed')}</span>}
      {value.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place
        <span key={index} className="span">
          <TimeInput
            label={t('administration.hours.from')}
            minutes={span[0]}
            onChange={(minutes) => change(index, [minutes, span[1]])}
          />
          –
          <TimeInput
            label={t('administration.hours.to')}
            minutes={span[1]}
            onChange={(minutes) => change(index, [span[0], minutes])}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('administration.needs.remove')}
            onClick={() => change(index, undefined)}
          />
        </span>
      ))}
      <Button
        type="text"
        size="small"
        icon={<PlusOutlined />}
        aria-label={t('administration.hours.addSpan')}
        onClick={() =>
          onChange?.([...value, [value.at(-1)?.[1] ?? 540, Math.min(1440, (value.at(-1)?.[1] ?? 540) + 540)]])
        }
      />
    </span>
  )
}

/** 24:00 is a time here: what a time picker cannot say. */
function TimeInput({
  label,
  minutes,
  onChange,
}: {
  label: string
  minutes: number
  onChange: (minutes: number) => void
}) {
  const [typed, setTyped] = useState<string>()
  const leave = () => {
    const match = /^(\d{1,2})[:：]?(\d{2})$/.exec(typed?.trim() ?? '')
    const total = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN
    if (total >= 0 && total <= 1440 && Number(match?.[2]) < 60) onChange(total)
    setTyped(undefined)
  }
  return (
    <Input
      className="time-input"
      size="small"
      aria-label={label}
      value={typed ?? clock(minutes)}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={leave}
      onPressEnter={leave}
    />
  )
}

interface Hours {
  readonly timeZone: string
  readonly week: readonly Spans[]
  readonly dates: Readonly<Record<string, Spans>>
}

/** A hotline's week and its special dates. A form's field: controlled by value and onChange. */
export function HoursField({ value, onChange }: { value?: Hours; onChange?: (hours: Hours) => void }) {
  const { t } = useTranslation()
  if (value === undefined) return null
  const setDay = (day: number, spans: Spans) => onChange?.({ ...value, week: value.week.with(day, spans) })
  const setDate = (date: string, spans: Spans | undefined) => {
    const { [date]: _before, ...others } = value.dates
    onChange?.({ ...value, dates: spans === undefined ? others : { ...others, [date]: spans } })
  }
  // The week begins on Monday here, as people read it.
  const days = [1, 2, 3, 4, 5, 6, 0] as const
  return (
    <div className="hours">
      {days.map((day) => (
        <div key={day} className="hours-row">
          <span>{t(`administration.week.day${day}`)}</span>
          <SpansField value={value.week[day] ?? []} onChange={(spans) => setDay(day, spans)} />
          {day === 1 && (
            <Button
              type="link"
              size="small"
              onClick={() =>
                onChange?.({
                  ...value,
                  week: value.week.map((spans, at) => (at >= 2 && at <= 5 ? (value.week[1] ?? []) : spans)),
                })
              }
            >
              {t('administration.hours.copy')}
            </Button>
          )}
        </div>
      ))}
      <h3>{t('administration.fields.dates')}</h3>
      {Object.entries(value.dates)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([date, spans]) => (
          <div key={date} className="hours-row">
            <span>{date}</span>
            <SpansField value={spans} onChange={(next) => setDate(date, next)} />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('administration.needs.remove')}
              onClick={() => setDate(date, undefined)}
            />
          </div>
        ))}
      <DatePicker
        value={null}
        placeholder={t('administration.hours.addDate')}
        aria-label={t('administration.hours.addDate')}
        onChange={(date) => date && setDate(dayjs(date).format('YYYY-MM-DD'), [])}
      />
    </div>
  )
}
