/** Desks show a call's ticket once the ledger has made it, and the ledger may be at work in another gateway than the desk's. */
import { anotherConnection, type Fact, followChannels, type Redis } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Ledger } from './ledger.ts'

/** Tells other gateways what this one's ledger has recorded, and calls back with what theirs have. Returns how to stop. */
export function shareRecorded(
  redis: Redis,
  domain: string,
  ledger: Ledger,
  log: Logger,
  listener: (facts: readonly Fact[]) => void,
): () => void {
  const channel = `ringdesk:{${domain}}:recorded-facts`
  const stopTelling = ledger.onRecorded((facts) => {
    const shown = facts.filter((fact) => fact.type === 'call-connected' || fact.type === 'call-ended')
    if (shown.length === 0) return
    redis
      .publish(channel, JSON.stringify(shown))
      .catch((error: unknown) => log.debug({ err: error }, 'other gateways were not told what is recorded'))
  })
  const subscriber = anotherConnection(redis, log)
  // Its own comes back as well: looking twice changes nothing.
  followChannels(subscriber, [channel], log, (message) => listener(JSON.parse(message) as Fact[]))
  return () => {
    stopTelling()
    subscriber.disconnect()
  }
}
