import { MoreOutlined } from '@ant-design/icons'
import type { AgentLine, RequestedDeskState } from '@ringdesk/gateway/contract'
import { Dropdown, type MenuProps } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { occupancy, percent, thresholdOf } from './figure-words.ts'
import type { DirectoryNames } from './names.ts'
import { Since, useServerTime } from './server-time.tsx'
import { StateWords } from './state-words.tsx'
import { useModel } from './supervision-store.ts'
import { useHands } from './use-hands.ts'

const reasons = ['break', 'meal', 'training', 'meeting', 'admin'] as const

/** Cells of one agent; drawn anew when this agent changes, and once a second for the clock. */
export const AgentRow = memo(function AgentRow(props: {
  readonly id: string
  readonly names: DirectoryNames
  readonly onMessage: (agent: string) => void
}) {
  const { id, names, onMessage } = props
  const agent = useModel(({ agents }) => agents.get(id))
  if (agent === undefined) return null
  return (
    <>
      <td className="cut">
        <b>{names.agent(id)}</b> <span className="second">{id}</span>
      </td>
      <td>
        <StateWords agent={agent} />
      </td>
      <td className="figure">{agent.since > 0 && <TimeInState agent={agent} />}</td>
      <td className="cut">{agent.number?.display}</td>
      <td className="cut">{agent.queue !== undefined && names.queue(agent.queue)}</td>
      <td className="figure">
        <Occupancy agent={agent} />
      </td>
      <td className="figure">{agent.contacts}</td>
      <td>
        <AgentActions agent={agent} name={names.agent(id)} onMessage={onMessage} />
      </td>
    </>
  )
})

function TimeInState({ agent }: { agent: AgentLine }) {
  const seconds = useModel(({ settings }) => {
    const rule = settings.rules.find(({ kind, state }) => kind === 'state-too-long' && state === agent.kind)
    return rule && thresholdOf([rule], 'state-too-long')
  })
  return <Since at={agent.since} limitMs={seconds === undefined ? undefined : seconds * 1000} />
}

/** ms; an occupancy does not need to run like a clock. */
const occupancyStepMs = 5_000

export function Occupancy({ agent }: { agent: AgentLine }) {
  const now = useServerTime(occupancyStepMs)
  const dayStart = useModel(({ settings }) => settings.dayStart)
  return <>{percent(occupancy(agent, now, dayStart))}</>
}

export function AgentActions(props: {
  readonly agent: AgentLine
  readonly name: string
  readonly onMessage: (agent: string) => void
}) {
  const { agent, name, onMessage } = props
  const { t } = useTranslation()
  const hands = useHands()
  const states: readonly (readonly [key: string, state: RequestedDeskState, word: string])[] = [
    ['ready', { kind: 'ready' }, t('stateMenu.ready')],
    ...reasons.map(
      (reason) =>
        [reason, { kind: 'not-ready', reason }, t('stateMenu.notReady', { reason: t(`reason.${reason}`) })] as const,
    ),
    ['offline', { kind: 'offline' }, t('supervision.hands.logOut')],
  ]
  const items: MenuProps['items'] = [
    { key: 'message', label: <span data-testid="agent-message">{t('supervision.hands.message')}</span> },
    { type: 'divider' },
    ...states.map(([key, , label]) => ({
      key,
      danger: key === 'offline',
      disabled: agent.kind === 'offline' && key === 'offline',
      label: <span data-testid={`set-${key}`}>{label}</span>,
    })),
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation()
          const found = states.find(([name]) => name === key)
          if (found) hands.setState(agent, name, found[1])
          else onMessage(agent.id)
        },
      }}
    >
      <button
        type="button"
        className="row-actions"
        aria-label={`${t('supervision.hands.label')} ${name}`}
        onClick={(event) => event.stopPropagation()}
        data-testid={`actions-${agent.id}`}
      >
        <MoreOutlined />
      </button>
    </Dropdown>
  )
}
