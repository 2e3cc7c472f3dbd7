import type { AgentLine, RequestedDeskState, SupervisionCommand } from '@ringdesk/gateway/contract'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { supervise } from './supervision-store.ts'

/** What a supervisor can do; asks first where it hurts somebody, and says in words when it was not done. */
export function useHands() {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()

  async function perform(command: SupervisionCommand): Promise<boolean> {
    const outcome = await supervise(command)
    if (outcome.ok) void message.success(t('supervision.hands.done'))
    else
      void message.error({
        content: t('supervision.hands.refused', { why: t(`supervision.hands.code.${outcome.code}`) }),
        duration: 6,
      })
    return outcome.ok
  }
  const asked = (title: string, content: string, command: SupervisionCommand, danger = false) =>
    modal.confirm({
      title,
      content,
      okText: t('supervision.hands.confirm'),
      cancelText: t('common.cancel'),
      okButtonProps: { danger, id: 'confirm' },
      onOk: () => void perform(command),
    })

  return {
    perform,
    setState(agent: AgentLine, name: string, state: RequestedDeskState) {
      const command = { type: 'set-agent-state', agent: agent.id, state } as const
      const inHand = agent.kind === 'offered' || agent.kind === 'on-contact' || agent.kind === 'wrap-up'
      if (state.kind === 'offline')
        asked(t('supervision.hands.logOutAsk', { name }), t('supervision.hands.logOutText'), command, true)
      else if (inHand) {
        const word =
          state.kind === 'ready' ? t('state.ready') : t('stateMenu.notReady', { reason: t(`reason.${state.reason}`) })
        asked(t('supervision.hands.stateAsk', { name, state: word }), t('supervision.hands.stateText'), command)
      } else void perform(command)
    },
    move(call: string, queue: { readonly id: string; readonly name: string }) {
      asked(t('supervision.hands.moveAsk', { queue: queue.name }), t('supervision.hands.moveText'), {
        type: 'move-contact',
        call,
        queue: queue.id,
      })
    },
    requeue(call: string, name: string) {
      asked(t('supervision.hands.requeueAsk'), t('supervision.hands.requeueText', { name }), {
        type: 'requeue-contact',
        call,
      })
    },
  }
}
