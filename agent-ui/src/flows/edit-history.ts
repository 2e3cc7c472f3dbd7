/** Undo and redo: what the document was before each step. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'

/** Steps that can be taken back. */
const most = 200

export interface EditHistory {
  readonly past: readonly FlowDocumentShape[]
  readonly present: FlowDocumentShape
  readonly future: readonly FlowDocumentShape[]
  /** What the last step was about; typing on in the same field is one step. */
  readonly about: string | undefined
}

export type Edit =
  /** @param about steps about the same thing in a row are one */
  | { readonly type: 'changed'; readonly document: FlowDocumentShape; readonly about?: string }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }

export const historyOf = (present: FlowDocumentShape): EditHistory => ({
  past: [],
  present,
  future: [],
  about: undefined,
})

export function edited(history: EditHistory, edit: Edit): EditHistory {
  const { past, present, future } = history
  if (edit.type === 'undo') {
    const before = past.at(-1)
    if (before === undefined) return history
    return { past: past.slice(0, -1), present: before, future: [present, ...future], about: undefined }
  }
  if (edit.type === 'redo') {
    const [after, ...later] = future
    if (after === undefined) return history
    return { past: [...past, present], present: after, future: later, about: undefined }
  }
  if (edit.document === present) return history
  const goesOn = edit.about !== undefined && edit.about === history.about
  return {
    past: goesOn ? past : [...past, present].slice(-most),
    present: edit.document,
    future: [],
    about: edit.about,
  }
}
