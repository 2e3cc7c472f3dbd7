/** The dispatch engine in a thread of its own: making the index of a large chain takes seconds, and the thread of the calls must not wait. */
import { parentPort } from 'node:worker_threads'
import { type Decision, decide } from '../dispatch/dispatch.ts'
import type { Reason } from '../dispatch/reasons.ts'
import type { DispatchRules } from '../dispatch/rules.ts'
import { StoreIndex } from '../dispatch/store-index.ts'
import type { DispatchCase, LocalTime, Store } from '../dispatch/stores.ts'
import { wordReason } from '../dispatch/wording.ts'

export type ThreadRequest =
  | { readonly type: 'stores'; readonly stores: readonly Store[]; readonly openTickets: ReadonlyMap<string, number> }
  | { readonly type: 'load'; readonly openTickets: ReadonlyMap<string, number> }
  | {
      readonly type: 'decide'
      readonly id: number
      readonly told: DispatchCase
      readonly at: LocalTime
      readonly rules: DispatchRules
      /** Of the departments that rules may name, by id. */
      readonly departments: ReadonlyMap<string, string>
    }

export interface WordedReason {
  readonly zh: string
  readonly en: string
}

export interface WordedDecision extends Omit<Decision, 'reasons' | 'candidates'> {
  readonly reasons: readonly WordedReason[]
  readonly candidates: readonly {
    readonly storeId: string
    readonly storeName: string
    readonly storeAddress: string
    readonly score: number
    readonly reasons: readonly WordedReason[]
  }[]
}

export interface ThreadAnswer {
  readonly id: number
  readonly decision: WordedDecision
}

let index = new StoreIndex([])
let byId: ReadonlyMap<string, Store> = new Map()
let openTickets: ReadonlyMap<string, number> = new Map()

/** People know stores and departments by their names; the engine, which is asked from the outside too, by their ids. */
function inBoth({ code, values }: Reason, departments: ReadonlyMap<string, string>): WordedReason {
  const named = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const id = String(value)
      if (name === 'department') return [name, departments.get(id) ?? id]
      return [name, name === 'store' || name === 'other' ? (byId.get(id)?.name ?? id) : value]
    }),
  )
  return { zh: wordReason({ code, values: named }, 'zh'), en: wordReason({ code, values: named }, 'en') }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.type === 'load') {
    openTickets = request.openTickets
    return
  }
  if (request.type === 'stores') {
    index = new StoreIndex(request.stores)
    byId = new Map(request.stores.map((store) => [store.id, store]))
    openTickets = request.openTickets
    return
  }
  const { id, told, at, rules, departments } = request
  const worded = (reason: Reason) => inBoth(reason, departments)
  const { reasons, candidates, ...decision } = decide(index, told, { at, rules, openTickets })
  const answer: ThreadAnswer = {
    id,
    decision: {
      ...decision,
      reasons: reasons.map(worded),
      candidates: candidates.map(({ storeId, score, reasons: why }) => ({
        storeId,
        storeName: byId.get(storeId)?.name ?? storeId,
        storeAddress: byId.get(storeId)?.address ?? '',
        score,
        reasons: why.map(worded),
      })),
    },
  }
  parentPort?.postMessage(answer)
})
