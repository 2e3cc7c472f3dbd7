/** Where the contents of files are kept: outside of the database, behind one interface. */
import type { Readable } from 'node:stream'

/** `<uuid>` or `<uuid>.preview`: chosen by us, never by people. */
export type ContentKey = string

export interface StoredContent {
  readonly content: Readable
  readonly bytes: number
}

export interface AttachmentStore {
  /** Durable and whole once it resolves; writing the same key again replaces it. */
  put(key: ContentKey, content: Buffer, mime: string): Promise<void>
  /** Undefined when there is none. Whoever gets it reads it to the end or destroys it. */
  open(key: ContentKey): Promise<StoredContent | undefined>
  /** Harmless when there is none. */
  remove(key: ContentKey): Promise<void>
}

export const previewKey = (id: string): ContentKey => `${id}.preview`

/** @throws when a key is none of ours: a program's mistake, not a person's */
export function checkedKey(key: ContentKey): ContentKey {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.preview)?$/.test(key)) throw new Error('not the key of a content')
  return key
}
