/** One tick for every timer on the screen, so that they all turn together. */
import { useSyncExternalStore } from 'react'

/** ms between two looks at the clock; each timer is drawn only when its own figure may have changed. */
const lookMs = 100
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const one of listeners) one()
  }, lookMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Epoch ms of this browser, rounded down to `stepMs`; re-renders once a step. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / stepMs) * stepMs)
}
