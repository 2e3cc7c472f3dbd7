/**
 * Keeps what is typed: at once in this browser, after a pause with the gateway. Only when the gateway has it is the browser's copy
 * removed, so neither a reload, a crash, a log-out nor a dead line loses a letter, and a shared computer keeps no customer's words.
 */
import type { TicketFields } from '@ringdesk/gateway/contract'
import { create } from 'zustand'
import { type Draft, emptyDraft, fieldsOf, isEmpty } from './draft.ts'

/** local: only in this browser so far · kept: the gateway has it · none: nothing typed */
export type Keeping = 'none' | 'local' | 'kept'

export interface KeptDraft {
  readonly draft: Draft
  readonly keeping: Keeping
}

/** What a draft is about: a ticket, or a call whose ticket is not there yet (kept in this browser only). */
export type DraftKey = `ticket:${string}` | `call:${string}`

export interface DraftKeeping {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** PUT /api/tickets/:id/draft */
  readonly put: (ticketId: string, fields: TicketFields) => Promise<void>
  /** ms of silence before the gateway is told. */
  readonly pauseMs: number
  /** ms until a failed attempt is repeated. */
  readonly retryMs: number
  /** Whether the same attempt may succeed later: silence yes, a refusal no. */
  readonly worthRetrying: (error: unknown) => boolean
}

interface DraftShelf {
  readonly drafts: ReadonlyMap<DraftKey, KeptDraft>
  /** Tickets with something unsaved, in the order it was begun; survives a reload (their ids only). */
  readonly unsaved: readonly string[]
}
const emptyShelf: DraftShelf = { drafts: new Map(), unsaved: [] }
const ticketIn = (key: DraftKey): string | undefined =>
  key.startsWith('ticket:') ? key.slice('ticket:'.length) : undefined

const nothing: KeptDraft = { draft: emptyDraft, keeping: 'none' }

export function createDraftKeeper({ storage, put, pauseMs, retryMs, worthRetrying }: DraftKeeping) {
  let account = ''
  const timers = new Map<DraftKey, ReturnType<typeof setTimeout>>()
  const store = create<DraftShelf>(() => emptyShelf)
  const placeOf = (key: DraftKey) => `ringdesk.draft.${account}.${key}`
  const shelfPlace = () => `ringdesk.unsaved.${account}`

  function get(key: DraftKey): KeptDraft {
    return store.getState().drafts.get(key) ?? nothing
  }
  function show(key: DraftKey, kept: KeptDraft): void {
    const drafts = new Map(store.getState().drafts)
    if (kept.keeping === 'none') drafts.delete(key)
    else drafts.set(key, kept)
    store.setState({ drafts, unsaved: shelved(key, kept.keeping !== 'none') })
  }
  function shelved(key: DraftKey, there: boolean): readonly string[] {
    const { unsaved } = store.getState()
    const ticketId = ticketIn(key)
    if (ticketId === undefined || unsaved.includes(ticketId) === there) return unsaved
    const next = there ? [...unsaved, ticketId] : unsaved.filter((one) => one !== ticketId)
    storage.setItem(shelfPlace(), next.join(' '))
    return next
  }
  function read(key: DraftKey): Draft | undefined {
    const text = storage.getItem(placeOf(key))
    if (text === null) return undefined
    try {
      const draft = JSON.parse(text) as Partial<Draft>
      return draft.mine !== undefined && draft.base !== undefined ? { mine: draft.mine, base: draft.base } : undefined
    } catch {
      // Written by something else or cut off: nothing that could be shown.
      storage.removeItem(placeOf(key))
      return undefined
    }
  }
  function later(key: DraftKey, ms: number): void {
    clearTimeout(timers.get(key))
    timers.set(
      key,
      setTimeout(() => void send(key), ms),
    )
  }
  async function send(key: DraftKey): Promise<void> {
    clearTimeout(timers.get(key))
    timers.delete(key)
    const ticketId = ticketIn(key)
    if (ticketId === undefined) return
    const { draft } = get(key)
    const owner = account
    try {
      await put(ticketId, fieldsOf(draft))
    } catch (error) {
      // The browser still has it, and the form says so.
      if (owner === account && worthRetrying(error)) later(key, retryMs)
      return
    }
    if (owner !== account || get(key).draft !== draft) return
    storage.removeItem(placeOf(key))
    if (!isEmpty(draft)) show(key, { draft, keeping: 'kept' })
  }

  return {
    store,
    get,
    /** Drafts belong to a person: another one on the same browser does not see them. */
    open(accountId: string): void {
      if (account === accountId) return
      account = accountId
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      const unsaved = storage.getItem(shelfPlace())?.split(' ').filter(Boolean) ?? []
      store.setState({ drafts: new Map(), unsaved })
    },
    /** Typing. An emptied draft is told to the gateway as well. */
    edit(key: DraftKey, draft: Draft): void {
      storage.setItem(placeOf(key), JSON.stringify(draft))
      show(key, isEmpty(draft) ? nothing : { draft, keeping: 'local' })
      if (isEmpty(draft) && ticketIn(key) === undefined) storage.removeItem(placeOf(key))
      later(key, pauseMs)
    },
    /**
     * When a ticket is opened: what this browser still holds wins over what the gateway kept, for it is newer.
     * @param fromGateway undefined when the gateway has none.
     */
    restore(key: DraftKey, fromGateway: Draft | undefined): void {
      if (store.getState().drafts.has(key) || timers.has(key)) return
      const local = read(key)
      if (local !== undefined && !isEmpty(local)) {
        show(key, { draft: local, keeping: 'local' })
        later(key, pauseMs)
      } else if (local === undefined && fromGateway !== undefined && !isEmpty(fromGateway)) {
        show(key, { draft: fromGateway, keeping: 'kept' })
      } else {
        // Saved or emptied elsewhere meanwhile.
        show(key, nothing)
      }
    },
    /** The ticket of a call is there now: what was typed before belongs to it. */
    adopt(call: DraftKey, ticket: DraftKey): void {
      const draft = store.getState().drafts.get(call)?.draft ?? read(call)
      if (draft === undefined || isEmpty(draft)) return
      this.discard(call)
      this.edit(ticket, {
        mine: { ...get(ticket).draft.mine, ...draft.mine },
        base: { ...get(ticket).draft.base, ...draft.base },
      })
    },
    /** Saved: nothing to keep any more. */
    discard(key: DraftKey): void {
      clearTimeout(timers.get(key))
      timers.delete(key)
      storage.removeItem(placeOf(key))
      show(key, nothing)
    },
    /** Tells the gateway everything now (log-out). Resolves when all attempts are over. */
    async flush(): Promise<void> {
      await Promise.all([...timers.keys()].map((key) => send(key)))
    },
    /** Forgets the person (after log-out). What the gateway could not take stays in this browser. */
    close(): void {
      this.open('')
    },
  }
}
export type DraftKeeper = ReturnType<typeof createDraftKeeper>
