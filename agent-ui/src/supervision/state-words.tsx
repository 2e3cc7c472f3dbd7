import type { AgentLine } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** Shape and word of a state, with its reason. */
export function StateWords({ agent }: { agent: Pick<AgentLine, 'kind' | 'reason'> }) {
  const { t } = useTranslation()
  return (
    <span className="state-cell">
      <i className="state-shape" data-kind={agent.kind} />
      <span className="cut">
        {t(`state.${agent.kind}`)}
        {agent.reason !== undefined && <span className="second"> {t(`reason.${agent.reason}`)}</span>}
      </span>
    </span>
  )
}
