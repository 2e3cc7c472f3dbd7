/** The stream of facts in Redis: the owner alone appends, the recording gateway alone acknowledges and trims. */
import type { Redis } from 'ioredis'
import { run, script } from '../../redis/script.ts'
import type { DomainKeys, Entry } from './wire.ts'

/**
 * append: KEYS owner's lease, stream, presence; ARGV proof, most entries, number of presence fields n, n × (agent, state), entries…
 * Appends if the lease is this owner's: whoever lost it tells nothing any more. Refuses facts that were not recorded in time (FULL)
 * rather than dropping any. Returns {id of the last entry, entries in the stream}.
 */
const APPEND = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('STALE this owner has not got the lease') end
local length = redis.call('XLEN', KEYS[2])
if length >= tonumber(ARGV[2]) then return redis.error_reply('FULL ' .. length .. ' entries are not recorded yet') end
local fields = tonumber(ARGV[3])
for i = 4, 3 + 2 * fields, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
local id = ''
for i = 4 + 2 * fields, #ARGV do
  id = redis.call('XADD', KEYS[2], '*', 'e', ARGV[i])
  length = length + 1
end
return {id, length}`)

/**
 * acknowledge: KEYS recorder's lease, recorded, stream; ARGV proof, last recorded id, oldest id to keep for whoever reads behind.
 * Moves the mark forward and trims what is before both ids, if the lease is this recorder's. Returns 1 or 0.
 */
const ACKNOWLEDGE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('XTRIM', KEYS[3], 'MINID', ARGV[3])
return 1`)

export interface Appended {
  readonly lastId: string
  readonly length: number
}

/** @throws also with STALE (the lease is not there) and FULL as the first word of the message */
export async function appendEntries(
  redis: Redis,
  keys: DomainKeys,
  proof: string,
  entries: readonly Entry[],
  most: number,
): Promise<Appended> {
  const presence = entries.flatMap(presenceIn)
  const values = [proof, most, presence.length / 2, ...presence, ...entries.map((entry) => JSON.stringify(entry))]
  const [lastId, length] = (await run(redis, APPEND, [keys.owner, keys.facts, keys.presence], values)) as [
    string,
    number,
  ]
  return { lastId, length }
}

/** A snapshot says it of everybody: Redis may have lost what it knew. */
function presenceIn({ fact, snapshot, views }: Entry): string[] {
  if (fact?.type === 'agent-state-changed') return [fact.agent, JSON.stringify(fact.state)]
  if (!snapshot) return []
  return (views?.agents ?? []).flatMap(([agent, view]) => (view ? [agent, JSON.stringify(view.state)] : []))
}

/** How long an entry stays after it was recorded, so that gateways a little behind miss nothing. ms */
const KEPT_MS = 10_000

/** @returns false when another gateway records now */
export async function acknowledge(redis: Redis, keys: DomainKeys, proof: string, id: string): Promise<boolean> {
  const keep = `${Math.max(0, Number(id.split('-', 1)[0]) - KEPT_MS)}-0`
  return (await run(redis, ACKNOWLEDGE, [keys.recorder, keys.recorded, keys.facts], [proof, id, keep])) === 1
}

/** Waits up to waitMs for entries after `id`. An entry that cannot be read comes without its content. */
export async function readEntries(
  reader: Redis,
  keys: DomainKeys,
  id: string,
  waitMs: number,
): Promise<readonly { readonly id: string; readonly entry: Entry | undefined }[]> {
  const read = await reader.xread('COUNT', 500, 'BLOCK', waitMs, 'STREAMS', keys.facts, id)
  return (read?.[0]?.[1] ?? []).map(([entryId, fields]) => ({ id: entryId, entry: parse(fields?.[1]) }))
}

/** The end of the stream, to read on from. */
export async function lastEntryId(redis: Redis, keys: DomainKeys): Promise<string> {
  const [last] = await redis.xrevrange(keys.facts, '+', '-', 'COUNT', 1)
  return last?.[0] ?? '0-0'
}

function parse(text: string | undefined): Entry | undefined {
  try {
    return JSON.parse(text ?? '') as Entry
  } catch {
    // Not written by the append above; the caller says so with the entry's id.
    return undefined
  }
}
