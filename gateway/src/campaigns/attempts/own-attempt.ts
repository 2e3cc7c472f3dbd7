import { asAgentId, type CallCentre } from '@ringdesk/cti'
import type { Me } from '../../contract/index.ts'

/** Whether this agent has the attempt: in hand now, or had it when its end was told. */
export const hasAttempt = (
  callCentre: Pick<CallCentre, 'agentView'>,
  me: Me,
  { id, agentId }: { readonly id: string; readonly agentId: string | null },
): boolean =>
  me.agent !== undefined &&
  (agentId === me.agent.id ||
    (callCentre.agentView(asAgentId(me.agent.id))?.contacts.some(({ call }) => String(call) === id) ?? false))
