import { useNow } from '../frame/clock.ts'
import { duration, secondsLeft } from '../messages/formats.ts'
import { useDesk } from './desk-store.ts'

/** ms: fine enough that a timer never lags visibly behind its neighbour. */
const stepMs = 200

/** Epoch ms of the server. */
export function useServerNow(): number {
  const ahead = useDesk((desk) => desk.model?.clockAheadMs ?? 0)
  return useNow(stepMs) + ahead
}

/** mm:ss since a moment of the server's clock. */
export function Elapsed({ since, className }: { since: number; className?: string }) {
  const now = useServerNow()
  return <span className={`elapsed ${className ?? ''}`}>{duration(now - since)}</span>
}

/** mm:ss until a moment of the server's clock. */
export function Remaining({ until }: { until: number }) {
  const now = useServerNow()
  return <span className="elapsed">{duration(secondsLeft(until, now) * 1000)}</span>
}
