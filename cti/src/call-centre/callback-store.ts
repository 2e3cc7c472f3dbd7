/** Where the callbacks that wait are kept, so that a restart forgets nobody. */
import type { KeptCallback } from '../calls/call.ts'
import { keepFile, readKeptFile } from './kept-file.ts'

export interface CallbackStore {
  /** @throws when what was kept cannot be read */
  load(): Promise<readonly KeptCallback[]>
  /** Replaces all that was kept; resolves once it is safe. @throws when it could not be written: what was kept before is kept still */
  save(callbacks: readonly KeptCallback[]): Promise<void>
}

/** On this machine's disk. */
export function callbackFile(path: string): CallbackStore {
  return {
    load: async () => ((await readKeptFile(path)) as KeptCallback[] | undefined) ?? [],
    save: (callbacks) => keepFile(path, callbacks),
  }
}
