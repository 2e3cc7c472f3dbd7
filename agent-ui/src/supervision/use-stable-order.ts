import { useEffect, useMemo, useRef, useState } from 'react'
import { keptOrder, sameOrder } from './stable-order.ts'

/**
 * @param sorted the rows to show, by the present figures
 * @param question what was asked for (sorting, filters): another question is answered by a fresh order
 * @returns the order to show; `stale` when the figures would have it otherwise by now
 */
export function useStableOrder(sorted: readonly string[], question: string) {
  const [asked, setAsked] = useState(0)
  const key = `${question} ${asked}`
  const held = useRef<{ readonly key: string; readonly order: readonly string[] }>({ key: '', order: [] })
  const order = useMemo(
    () => (held.current.key === key ? keptOrder(held.current.order, sorted) : sorted),
    [sorted, key],
  )
  useEffect(() => {
    held.current = { key, order }
  }, [key, order])
  return { order, stale: !sameOrder(order, sorted), resort: () => setAsked((times) => times + 1) }
}
