/** The browser's one draft keeper. */
import { request } from '../gateway/request.ts'
import { createDraftKeeper, type DraftKey, type KeptDraft } from './draft-keeper.ts'

export const draftKeeper = createDraftKeeper({
  storage: localStorage,
  put: (ticketId, fields) =>
    request('PUT', `/api/tickets/${encodeURIComponent(ticketId)}/draft`, { body: fields, keepalive: true }),
  pauseMs: 800,
  retryMs: 5_000,
})

/** Re-renders when this draft changes. */
export function useDraft(key: DraftKey | undefined): KeptDraft | undefined {
  return draftKeeper.store((state) => (key === undefined ? undefined : state.drafts.get(key)))
}
