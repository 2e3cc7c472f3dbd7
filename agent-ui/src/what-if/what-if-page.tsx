/** Yesterday's calls under other rules, before anybody waits because of them; and how many people a load needs. */
import type { WhatIfResult } from '@ringdesk/gateway/contract'
import { Button, DatePicker, Progress } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useConfiguration } from '../administration/configuration-queries.ts'
import { Empty, Failed, Forbidden } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { ComparisonView } from './comparison-view.tsx'
import { Staffing } from './staffing.tsx'
import { useWhatIf } from './use-what-if.ts'
import './what-if.css'

type Span = [Dayjs, Dayjs]

const today = (): Span => [dayjs().startOf('day'), dayjs()]
const yesterday = (): Span => [dayjs().subtract(1, 'day').startOf('day'), dayjs().startOf('day')]
const lastWeek = (): Span => [dayjs().subtract(7, 'day').startOf('day'), dayjs().startOf('day')]

export default function WhatIfPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role === 'agent') return <Forbidden role={t(`role.${role}`)} />
  return (
    <div className="page what-if">
      <div className="page-head">
        <h1>{t('whatIf.title')}</h1>
        <span className="second">{t('whatIf.text')}</span>
      </div>
      <div className="page-scroll what-if-scroll">
        <Replay />
        <Staffing />
      </div>
    </div>
  )
}

function Replay() {
  const { t } = useTranslation()
  const [span, setSpan] = useState<Span>(yesterday)
  const { play, start, stop } = useWhatIf()
  const { data: state } = useConfiguration()
  const running = play.kind === 'running'
  return (
    <section className="what-if-card">
      <div className="what-if-controls">
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={span}
          allowClear={false}
          aria-label={t('whatIf.span')}
          onChange={(dates) => dates?.[0] && dates[1] && setSpan([dates[0], dates[1]])}
          presets={[
            { label: t('whatIf.today'), value: today },
            { label: t('whatIf.yesterday'), value: yesterday },
            { label: t('whatIf.lastWeek'), value: lastWeek },
          ]}
        />
        {running ? (
          <Button onClick={stop} data-testid="stop-what-if">
            {t('whatIf.stop')}
          </Button>
        ) : (
          <Button
            type="primary"
            onClick={() => void start(span[0].valueOf(), span[1].valueOf())}
            data-testid="run-what-if"
          >
            {t('whatIf.run')}
          </Button>
        )}
        {state?.changes.length === 0 && <span className="second">{t('whatIf.noChanges')}</span>}
        <Link to="/administration">{t('whatIf.toDraft')}</Link>
      </div>
      {running && (
        <div role="status">
          <Progress percent={play.of === 0 ? 0 : Math.round((100 * play.done) / play.of)} />
          <span className="second">{t('whatIf.running', { done: count(play.done), of: count(play.of) })}</span>
        </div>
      )}
      {play.kind === 'failed' && (
        <Failed error={play.error} onRetry={() => void start(span[0].valueOf(), span[1].valueOf())} />
      )}
      {play.kind === 'idle' && <Empty title={t('whatIf.empty')} text={t('whatIf.emptyText')} />}
      {play.kind === 'done' && <Result result={play.result} />}
    </section>
  )
}

function Result({ result }: { result: WhatIfResult }) {
  const { t } = useTranslation()
  if (result.calls === 0) return <Empty title={t('whatIf.nothing')} text={t('whatIf.nothingText')} />
  return (
    <>
      <p className="second">{t('whatIf.basis', { calls: count(result.calls), agents: count(result.agents) })}</p>
      {result.withoutQueue > 0 && (
        <p className="tag" data-tone="busy">
          {t('whatIf.withoutQueue', { count: result.withoutQueue })}
        </p>
      )}
      <ComparisonView rows={result.rows} />
      <p className="second">{t('whatIf.formula')}</p>
    </>
  )
}
