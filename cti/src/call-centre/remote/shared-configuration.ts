/** The configuration on its way from the gateways, which make it, to the process that routes by it. */
import type { Redis } from 'ioredis'
import type { CallCentreConfig } from '../../configuration.ts'
import { run, script } from '../../redis/script.ts'
import { ConfigurationInForce } from '../configuration-in-force.ts'
import type { DomainKeys } from './wire.ts'

/**
 * offer: KEYS version, configuration; ARGV version, configuration, channel.
 * Keeps the configuration and announces it if its version is higher than the one kept. Returns the version in force.
 */
const OFFER = script(`
local kept = redis.call('GET', KEYS[1])
if kept and tonumber(kept) >= tonumber(ARGV[1]) then return kept end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[1])
return ARGV[1]`)

/** Several gateways may offer the same one. @returns the version in force: higher than the offered one when that is outdated */
export async function offerConfiguration(redis: Redis, keys: DomainKeys, config: CallCentreConfig): Promise<number> {
  const values = [config.version, JSON.stringify(config), keys.configurationChanged]
  return Number(await run(redis, OFFER, [keys.configurationVersion, keys.configuration], values))
}

/** undefined when no gateway has offered one yet. @throws ConfigurationError, or what Redis says */
export async function sharedConfiguration(redis: Redis, keys: DomainKeys): Promise<CallCentreConfig | undefined> {
  const text = await redis.get(keys.configuration)
  return text === null ? undefined : new ConfigurationInForce(JSON.parse(text)).config
}
