import { useNow } from '../frame/clock.ts'
import { duration, exactTime } from '../messages/formats.ts'
import { useSupervision } from './supervision-store.ts'

/** Epoch ms of the server. */
export function useServerTime(stepMs = 1000): number {
  const ahead = useSupervision(({ model }) => model?.clockAheadMs ?? 0)
  return useNow(stepMs) + ahead
}

/** mm:ss since a moment of the server's clock; red when it is longer than it should be. */
export function Since({ at, limitMs }: { at: number; limitMs?: number | undefined }) {
  const ms = useServerTime() - at
  return (
    <span className="elapsed" data-over={limitMs !== undefined && ms >= limitMs} title={exactTime(at)}>
      {duration(ms)}
    </span>
  )
}
