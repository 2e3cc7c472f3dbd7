/** What the phone keeps through reloads: actions that wait, and what was last seen. IndexedDB, so that photos fit. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { NewAction, QueuedAction } from './queued-actions.ts'
import type { ActionStore } from './sender.ts'

interface PhoneSchema extends DBSchema {
  actions: { key: number; value: NewAction & { seq?: number; refused?: string } }
  seen: { key: string; value: { readonly at: number; readonly content: unknown } }
}

let opened: Promise<IDBPDatabase<PhoneSchema>> | undefined
function database(): Promise<IDBPDatabase<PhoneSchema>> {
  opened ??= openDB<PhoneSchema>('ringdesk-store', 1, {
    upgrade(db) {
      db.createObjectStore('actions', { keyPath: 'seq', autoIncrement: true })
      db.createObjectStore('seen')
    },
    // The browser closed it (storage pressure): the next question opens it again.
    terminated: () => {
      opened = undefined
    },
  })
  return opened
}

export interface PhoneActions extends ActionStore {
  /** All of them or none. */
  add(actions: readonly NewAction[]): Promise<void>
}

export const phoneActions: PhoneActions = {
  async add(actions) {
    const tx = (await database()).transaction('actions', 'readwrite')
    for (const action of actions) await tx.store.add(action)
    await tx.done
  },
  async all() {
    const rows = await (await database()).getAll('actions')
    return rows.filter((row): row is QueuedAction => row.seq !== undefined)
  },
  async remove(seq) {
    await (await database()).delete('actions', seq)
  },
  async refuse(seq, why) {
    const tx = (await database()).transaction('actions', 'readwrite')
    const row = await tx.store.get(seq)
    if (row) await tx.store.put({ ...row, refused: why })
    await tx.done
  },
}

/** The last answer to a question, for when the gateway cannot be asked. Keys begin with the account's id. */
export async function keepSeen(key: string, content: unknown): Promise<void> {
  await (await database()).put('seen', { at: Date.now(), content }, key)
}

export async function lastSeen<Content>(key: string): Promise<{ at: number; content: Content } | undefined> {
  const row = await (await database()).get('seen', key)
  return row && { at: row.at, content: row.content as Content }
}

/** At log-out: what one person has seen is not for the next one. What waits to be sent stays, for its own account. */
export async function forgetSeen(): Promise<void> {
  await (await database()).clear('seen')
}
