/** The lease within one process: granted at once, unless this very process has it already. */
import type { Grant, Lease } from './lease.ts'

export function createLocalLease(): Lease {
  let token = 0
  let held = false
  const waiting: (() => void)[] = []
  const grant = (): Grant => {
    held = true
    const own = ++token
    let released = false
    return {
      token: own,
      proof: `${own}/local`,
      // Nobody can take it away.
      lost: new Promise(() => undefined),
      async release() {
        if (released) return
        released = true
        held = false
        waiting.shift()?.()
      },
    }
  }
  return {
    async acquire(signal) {
      signal.throwIfAborted()
      if (!held) return grant()
      const { promise, resolve, reject } = Promise.withResolvers<Grant>()
      const next = (): void => resolve(grant())
      waiting.push(next)
      signal.addEventListener(
        'abort',
        () => {
          const index = waiting.indexOf(next)
          if (index >= 0) waiting.splice(index, 1)
          reject(signal.reason)
        },
        { once: true },
      )
      return promise
    },
  }
}
