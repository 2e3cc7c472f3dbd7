import type { AgentState, RequestedState } from '../routing/work.ts'

/**
 * What an agent's last known state becomes when we start again. Nobody is offered anything or on a call yet: those states come back with
 * the calls themselves.
 */
export function restoredState(state: AgentState): RequestedState {
  switch (state.kind) {
    case 'offline':
    case 'ready':
    case 'not-ready':
      return state
    case 'wrap-up':
      // Still writing: no new call before the agent says so.
      return { kind: 'not-ready', reason: 'admin' }
    case 'offered':
    case 'on-contact':
      return { kind: 'ready' }
  }
}
