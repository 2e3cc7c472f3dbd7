/** What was drawn and not saved, kept on this browser: a reload or a crash loses nothing. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'

export interface KeptDraft {
  /** The version that it was drawn on. */
  readonly version: number
  readonly name: string
  readonly document: FlowDocumentShape
}

const key = (id: string): string => `ringdesk.flow.${id}`

/** Nothing when it was drawn on another version: what is there now comes first. */
export function keptDraft(id: string, version: number): KeptDraft | undefined {
  const kept = localStorage.getItem(key(id))
  if (kept === null) return undefined
  const draft = JSON.parse(kept) as KeptDraft
  return draft.version === version ? draft : undefined
}

export const keepDraft = (id: string, draft: KeptDraft): void => localStorage.setItem(key(id), JSON.stringify(draft))

export const dropDraft = (id: string): void => localStorage.removeItem(key(id))
