import { Button, DatePicker, Segmented } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { quickTimes } from './callback-times.ts'

interface Props {
  readonly saving: boolean
  readonly error: unknown
  readonly onBook: (at: Dayjs, toMe: boolean) => void
  readonly onCancel: () => void
}

/** When to call back and who: one press for the usual times. */
export function CallbackForm({ saving, error, onBook, onCancel }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [toMe, setToMe] = useState(true)
  const [at, setAt] = useState<Dayjs | null>(null)
  const [times] = useState(() => quickTimes(Date.now()))
  const next = nextPossible(error)
  return (
    <fieldset
      className="callback-form"
      aria-label={t('attempts.callback.title')}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      data-testid="callback-form"
    >
      <Segmented
        block
        size="small"
        aria-label={t('attempts.callback.who')}
        value={toMe ? 'me' : 'anybody'}
        onChange={(who) => setToMe(who === 'me')}
        options={[
          { value: 'me', label: t('attempts.callback.me') },
          { value: 'anybody', label: t('attempts.callback.anybody') },
        ]}
      />
      <div className="callback-times">
        {times.map(({ name, at: when }, index) => (
          <Button
            key={name}
            size="small"
            autoFocus={index === 0}
            disabled={saving}
            onClick={() => onBook(when, toMe)}
            title={when.format('YYYY-MM-DD HH:mm')}
            data-testid={`callback-${name}`}
          >
            {t(`attempts.callback.${name}`, { time: when.format('HH:mm') })}
          </Button>
        ))}
      </div>
      <div className="callback-other">
        <DatePicker
          size="small"
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          placeholder={t('attempts.callback.other')}
          aria-label={t('attempts.callback.other')}
          minDate={dayjs()}
          value={at}
          onChange={setAt}
        />
        <Button
          size="small"
          type="primary"
          loading={saving}
          disabled={at === null}
          onClick={() => at && onBook(at, toMe)}
          data-testid="callback-book"
        >
          {t('attempts.callback.book')}
        </Button>
      </div>
      {error !== null && error !== undefined && (
        <p className="attempt-error" role="alert" data-testid="callback-error">
          {words(error)}
          {next && (
            <Button size="small" type="link" onClick={() => onBook(next, toMe)} data-testid="callback-next">
              {t('attempts.callback.useNext', { time: next.format('MM-DD HH:mm') })}
            </Button>
          )}
        </p>
      )}
    </fieldset>
  )
}

/** The gateway names the first time at which the customer may be called. */
function nextPossible(error: unknown): Dayjs | undefined {
  if (!(error instanceof GatewayError) || error.code !== 'CALLBACK_TIME') return undefined
  const { until } = error.body as { until?: string }
  return until === undefined ? undefined : dayjs(until)
}
