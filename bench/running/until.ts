import { setTimeout as delay } from 'node:timers/promises'

/** Asks until the condition holds. Returns whether it did within `timeoutMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  everyMs = 200,
): Promise<boolean> {
  const late = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > late) return false
    await delay(everyMs)
  }
  return true
}
