/**
 * Sends what is queued, one after the other in the order of doing, once: each action carries its own id, which the gateway knows again
 * when an answer was lost; and one window at a time sends.
 */
import type { QueuedAction } from './queued-actions.ts'
import { isWaiting } from './queued-actions.ts'

export interface ActionStore {
  /** In the order of doing. */
  all(): Promise<readonly QueuedAction[]>
  remove(seq: number): Promise<void>
  refuse(seq: number, why: string): Promise<void>
}

/** sent: the gateway has it · refused: it never will · later: nobody knows, so it is tried again. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'later' }

export interface SenderOptions {
  readonly store: ActionStore
  readonly send: (action: QueuedAction) => Promise<SendOutcome>
  /** Runs work while no other window does. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly onProgress: (action: QueuedAction, outcome: SendOutcome['kind']) => void
}

/** @returns sends everything of this account that waits; false when something could not be sent now */
export function createSender({ store, send, alone, onProgress }: SenderOptions) {
  return (accountId: string): Promise<boolean> =>
    alone(async () => {
      // Read anew each time: another window may have sent, or added, meanwhile.
      for (;;) {
        const next = (await store.all()).find((action) => isWaiting(action) && action.accountId === accountId)
        if (next === undefined) return true
        const outcome = await send(next)
        if (outcome.kind === 'later') return false
        if (outcome.kind === 'sent') await store.remove(next.seq)
        else await store.refuse(next.seq, outcome.why)
        onProgress(next, outcome.kind)
      }
    })
}
