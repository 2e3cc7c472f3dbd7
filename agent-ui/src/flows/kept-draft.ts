/** What was drawn and not saved, kept on this browser: a reload or a crash loses nothing. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'

export interface KeptDraft {
  /** The version that it was drawn on. */
  readonly version: number
  readonly name: string
  readonly document: FlowDocumentShape
}

const key = (id: string): string => `ringdesk.flow.${id}`

/** Nothing when it was drawn on another version, for what is there now comes first, nor when it is no draft that can be read. */
export function keptDraft(id: string, version: number): KeptDraft | undefined {
  const kept = read(localStorage.getItem(key(id)))
  return isDraft(kept) && kept.version === version ? kept : undefined
}

function read(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    // Cut off, or written by something else: the flow as it was saved is still there.
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isDraft = (value: unknown): value is KeptDraft =>
  isObject(value) && typeof value.name === 'string' && isObject(value.document) && isObject(value.document.nodes)

export const keepDraft = (id: string, draft: KeptDraft): void => localStorage.setItem(key(id), JSON.stringify(draft))

export const dropDraft = (id: string): void => localStorage.removeItem(key(id))
