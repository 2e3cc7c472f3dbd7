import { useTranslation } from 'react-i18next'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { GatewayError } from '../gateway/request.ts'
import { count } from '../messages/formats.ts'
import { LiveCalls } from './live-calls.tsx'
import { Phones } from './phones.tsx'
import { PlaceCall } from './place-call.tsx'
import { useSimulator } from './simulator-queries.ts'
import { Traffic } from './traffic.tsx'
import './simulator.css'

/** Makes the simulated world move: callers, steady traffic, phones. There only with the simulated switch. */
export default function SimulatorPage() {
  const { t } = useTranslation()
  const { data: status, error, refetch } = useSimulator()
  if (status === undefined) {
    if (error === null)
      return (
        <div className="frame-waiting">
          <Waiting lines={10} />
        </div>
      )
    if (error instanceof GatewayError && error.code === 'NOT_SIMULATED')
      return <Empty title={t('simulator.unavailable')} text={t('simulator.unavailableText')} />
    return <Failed error={error} onRetry={() => void refetch()} />
  }
  const { totals } = status
  const figures = [
    ['liveTotal', status.liveCalls],
    ['placedTotal', totals.placed],
    ['answeredTotal', totals.answered],
    ['abandonedTotal', totals.abandoned],
  ] as const
  return (
    <div className="page simulator">
      <div className="page-head">
        <h1>{t('simulator.title')}</h1>
        <strong className="simulated simulator-banner" data-testid="simulator-banner">
          {t('simulator.banner')}
        </strong>
      </div>
      <div className="simulator-columns">
        <div className="simulator-column">
          <PlaceCall />
          <Traffic traffic={status.traffic} />
        </div>
        <div className="simulator-column">
          <dl className="simulator-totals" aria-label={t('simulator.totals')}>
            {figures.map(([name, value]) => (
              <div key={name}>
                <dt>{t(`simulator.${name}`)}</dt>
                <dd data-testid={name}>{count(value)}</dd>
              </div>
            ))}
          </dl>
          <LiveCalls calls={status.calls} />
        </div>
        <Phones phones={status.phones} />
      </div>
    </div>
  )
}
