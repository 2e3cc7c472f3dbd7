import type { DeskQueue } from '@ringdesk/gateway/contract'
import { Tooltip } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskModel } from './desk-state.ts'
import { Elapsed } from './elapsed.tsx'

function longestSince(queues: readonly DeskQueue[]): number | undefined {
  const waiting = queues.flatMap(({ longestWaitingSince }) =>
    longestWaitingSince === undefined ? [] : [longestWaitingSince],
  )
  return waiting.length === 0 ? undefined : Math.min(...waiting)
}

/** Who waits in my queues, and what the switch is. Fixed width: the bar does not move when the figures do. */
export const LineFigures = memo(function LineFigures({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const waiting = model.queues.reduce((sum, queue) => sum + queue.waiting, 0)
  const since = longestSince(model.queues)
  const detail = model.queues.map((queue) => (
    <div key={queue.id}>
      {t('queues.detail', { name: queue.name, waiting: queue.waiting, ready: queue.ready, loggedIn: queue.loggedIn })}
    </div>
  ))
  return (
    <div className="line-figures">
      <Tooltip title={detail} placement="bottomRight">
        <section className="waiting-figures" aria-label={t('queues.label')} data-testid="queues" data-any={waiting > 0}>
          <div>
            <b data-testid="waiting">{waiting}</b>
            <span>{t('queues.waiting')}</span>
          </div>
          <div>
            <b>{since === undefined ? '–' : <Elapsed since={since} />}</b>
            <span>{t('queues.longest')}</span>
          </div>
        </section>
      </Tooltip>
      <div className="switch-state" data-testid="switch">
        {model.switch.simulated && (
          <Tooltip title={t('switch.simulatedLong')}>
            <span className="simulated" data-testid="simulated">
              {t('switch.simulated')}
            </span>
          </Tooltip>
        )}
        <span className="switch-word" data-up={model.switch.connected}>
          {model.switch.connected ? t('switch.up') : t('switch.down')}
        </span>
      </div>
    </div>
  )
})
