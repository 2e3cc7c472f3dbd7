import { DownOutlined } from '@ant-design/icons'
import type { DeskState, RequestedDeskState } from '@ringdesk/gateway/contract'
import { Dropdown, type MenuProps } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { requestState } from './actions.ts'
import type { DeskModel } from './desk-state.ts'
import { Elapsed } from './elapsed.tsx'
import { keyOf } from './keys.ts'
import { intended } from './pending-commands.ts'
import { askForNotifications } from './ringing.ts'
import { useControl } from './use-controls.ts'

const reasons = ['break', 'meal', 'training', 'meeting', 'admin'] as const

/** The agent's state: shape, word, colour and the time in it; the menu asks for another one. */
export const StateMenu = memo(function StateMenu({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const control = useControl('state')
  const { state } = model
  const words = (of: Pick<DeskState, 'kind' | 'reason'>) =>
    of.reason === undefined ? t(`state.${of.kind}`) : t(`reason.${of.reason}`)
  const choices: readonly { readonly key: string; readonly state: RequestedDeskState; readonly label: string }[] = [
    { key: 'ready', state: { kind: 'ready' }, label: t('stateMenu.ready') },
    ...reasons.map((reason) => ({
      key: reason,
      state: { kind: 'not-ready', reason } as const,
      label: t('stateMenu.notReady', { reason: t(`reason.${reason}`) }),
    })),
    { key: 'offline', state: { kind: 'offline' }, label: t('stateMenu.offline') },
  ]
  const intent = intended(model)
  const current = intent.kind === 'not-ready' ? (intent.reason ?? '') : intent.kind
  const items: MenuProps['items'] = choices.map(({ key, label, state: { kind } }) => ({
    key,
    label: (
      <span className="state-choice" data-testid={`state-${key}`}>
        <i className="state-shape" data-kind={kind} />
        {label}
        {(key === 'ready' ? current !== 'ready' : key === 'break' && current === 'ready') && (
          <kbd>{keyOf['toggle-state']}</kbd>
        )}
      </span>
    ),
  }))
  return (
    <Dropdown
      trigger={['click']}
      disabled={!control.enabled}
      menu={{
        items,
        selectedKeys: [current],
        onClick: ({ key }) => {
          const choice = choices.find((one) => one.key === key)
          if (choice === undefined) return
          askForNotifications()
          void requestState(choice.state)
        },
      }}
    >
      <button
        type="button"
        className="state-button"
        data-kind={state.kind}
        data-busy={control.busy}
        aria-label={t('stateMenu.label', {
          state: `${t(`state.${state.kind}`)} ${state.reason ? t(`reason.${state.reason}`) : ''}`,
        })}
        data-testid="state"
      >
        <i className="state-shape" data-kind={state.kind} />
        <span className="state-words">
          <b data-testid="state-word">{t(`state.${state.kind}`)}</b>
          <span className="state-next cut">
            {control.busy
              ? t('stateMenu.changing')
              : state.next !== undefined
                ? t('stateMenu.next', { state: words(state.next) })
                : state.reason !== undefined && t(`reason.${state.reason}`)}
          </span>
        </span>
        <Elapsed since={state.since} />
        <DownOutlined className="state-arrow" />
      </button>
    </Dropdown>
  )
})
