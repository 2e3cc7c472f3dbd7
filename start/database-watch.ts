import { setTimeout as delay } from 'node:timers/promises'
import type { EmbeddedPostgres } from '../gateway/src/embedded-postgres/index.ts'

const LOOK_EVERY_MS = 1_000
const TRY_AGAIN_MS = 5_000

/**
 * Starts the embedded PostgreSQL again when it dies. It comes back on the same port, and meanwhile the gateway keeps what happens in
 * its spool.
 */
export function keepRunning(
  first: EmbeddedPostgres,
  start: () => Promise<EmbeddedPostgres>,
  lookEveryMs = LOOK_EVERY_MS,
): { stop(): Promise<void> } {
  const stopped = new AbortController()
  let postgres = first

  const watch = async () => {
    while (!stopped.signal.aborted) {
      await delay(lookEveryMs, undefined, { signal: stopped.signal })
      if (postgres.isRunning()) continue
      console.error('\n  ! PostgreSQL 意外退出，正在重启 · PostgreSQL died, starting it again')
      try {
        postgres = await start()
      } catch (error) {
        console.error(`  ! ${error instanceof Error ? error.message : String(error)}`)
        await delay(TRY_AGAIN_MS, undefined, { signal: stopped.signal })
      }
    }
  }
  const watching = watch().catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error
  })
  return {
    stop: async () => {
      stopped.abort()
      // A start under way is finished first: otherwise it would come up after we had stopped it.
      await watching
      await postgres.stop()
    },
  }
}
