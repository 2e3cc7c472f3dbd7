/**
 * Which gateway has an agent's desk open, when there are several. A desk lives on one: opening it on another makes the window on the
 * first a spectator, as on one gateway; and an agent who only moved is not logged out where they left.
 */
import { randomUUID } from 'node:crypto'
import { type AgentId, anotherConnection, asAgentId, followChannels, type Redis } from '@ringdesk/cti'
import type { Logger } from 'pino'

/** A gateway that ends without a word has no desks open any more after so long, ms. */
const LAPSE_MS = 30_000
const RENEW_MS = 10_000

export interface DeskPlaces {
  opened(agent: AgentId): void
  closed(agent: AgentId): void
  /** @throws when that cannot be known now */
  openElsewhere(agent: AgentId): Promise<boolean>
  onOpenedElsewhere(listener: (agent: AgentId) => void): void
  stop(): void
}

/**
 * renew: KEYS the agent's place; ARGV gateway, ms to live.
 * Prolongs the place unless another gateway has it. Returns 1 or 0.
 */
const RENEW = `
local current = redis.call('GET', KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

/** leave: KEYS the agent's place; ARGV gateway. Gives the place up if it is this gateway's. Returns 1 or 0. */
const LEAVE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

export function connectDeskPlaces(redis: Redis, domain: string, log: Logger): DeskPlaces {
  const gateway = randomUUID()
  const channel = `ringdesk:{${domain}}:desks`
  const placeOf = (agent: AgentId): string => `${channel}:${agent}`
  const open = new Set<AgentId>()
  let listener: (agent: AgentId) => void = () => undefined
  const movedAway = (agent: AgentId): void => {
    if (open.delete(agent)) log.info({ agent }, 'the desk was opened on another gateway')
    listener(agent)
  }
  const unknown = (error: unknown): void => log.debug({ err: error }, 'other gateways cannot be told of a desk now')

  const subscriber = anotherConnection(redis, log)
  followChannels(subscriber, [channel], log, (message) => {
    const told = JSON.parse(message) as { agent: string; gateway: string }
    if (told.gateway !== gateway) movedAway(asAgentId(told.agent))
  })
  // Also tells what could not be told while Redis was away.
  const renewal = setInterval(() => {
    for (const agent of open)
      redis.eval(RENEW, 1, placeOf(agent), gateway, LAPSE_MS).then((kept) => {
        if (kept === 0 && open.has(agent)) movedAway(agent)
      }, unknown)
  }, RENEW_MS)

  return {
    opened(agent) {
      open.add(agent)
      redis
        .set(placeOf(agent), gateway, 'PX', LAPSE_MS)
        .then(() => redis.publish(channel, JSON.stringify({ agent, gateway })))
        .catch(unknown)
    },
    closed(agent) {
      if (open.delete(agent)) redis.eval(LEAVE, 1, placeOf(agent), gateway).catch(unknown)
    },
    async openElsewhere(agent) {
      const place = await redis.get(placeOf(agent))
      return place !== null && place !== gateway
    },
    onOpenedElsewhere(called) {
      listener = called
    },
    stop() {
      clearInterval(renewal)
      subscriber.disconnect()
    },
  }
}
