/** The browser's one draft keeper. */
import { GatewayError, request } from '../gateway/request.ts'
import { createDraftKeeper, type DraftKey, type KeptDraft } from './draft-keeper.ts'

export const draftKeeper = createDraftKeeper({
  storage: localStorage,
  put: (ticketId, fields) =>
    request('PUT', `/api/tickets/${encodeURIComponent(ticketId)}/draft`, { body: fields, keepalive: true }),
  pauseMs: 800,
  retryMs: 5_000,
  // 401 counts as silence: the same person logs in again.
  worthRetrying: (error) =>
    !(error instanceof GatewayError) ||
    error.status === 0 ||
    error.status >= 500 ||
    [401, 408, 429].includes(error.status),
})

/** Re-renders when this draft changes. */
export function useDraft(key: DraftKey | undefined): KeptDraft | undefined {
  return draftKeeper.store((state) => (key === undefined ? undefined : state.drafts.get(key)))
}
