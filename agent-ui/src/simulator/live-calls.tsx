import type { SimulatorStatus } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNow } from '../frame/clock.ts'
import { duration, hotlineNumber } from '../messages/formats.ts'
import { useSimulatorCommand } from './simulator-queries.ts'

/** More rows than this help nobody; the figure above says how many there are. */
const shown = 50

export function LiveCalls({ calls }: Pick<SimulatorStatus, 'calls'>) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const hangUp = useSimulatorCommand()
  const stateWord = (state: string) =>
    i18n.exists(`simulator.stateOf.${state}`) ? t(`simulator.stateOf.${state as 'ringing'}`) : state
  return (
    <section className="simulator-card simulator-grow">
      <h2>{t('simulator.live')}</h2>
      {calls.length === 0 ? (
        <p className="second">{t('simulator.liveEmpty')}</p>
      ) : (
        <table className="grid-table simulator-live">
          <thead>
            <tr>
              <th>{t('simulator.from')}</th>
              <th>{t('simulator.to')}</th>
              <th>{t('simulator.state')}</th>
              <th className="figure">{t('simulator.startedAt')}</th>
              <th>
                <span className="visually-hidden">{t('simulator.hangUp')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {calls.slice(0, shown).map((call) => (
              <tr key={call.uuid}>
                <td className="nowrap">
                  {call.from} <span className="second">{call.name}</span>
                </td>
                <td className="nowrap">{hotlineNumber(call.to)}</td>
                <td>{stateWord(call.state)}</td>
                <td className="figure">{duration(now - call.startedAt)}</td>
                <td>
                  <Button
                    size="small"
                    onClick={() => hangUp.mutate({ method: 'DELETE', path: `/calls/${encodeURIComponent(call.uuid)}` })}
                  >
                    {t('simulator.hangUp')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
