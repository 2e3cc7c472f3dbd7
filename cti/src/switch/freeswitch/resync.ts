/** What is true at the switch, asked from itself: its identity, its legs, and the ends that nobody of ours heard. */
import type { Logger } from 'pino'
import { type EndedLeg, SwitchError } from '../port.ts'
import {
  type AdoptedLeg,
  dumpChannelCommand,
  listChannelsCommand,
  parseChannelDump,
  parseChannelList,
} from './channel-list.ts'
import { listEndedCommand, parseJournal } from './ended-journal.ts'
import type { EslConnection } from './esl-connection.ts'
import { simulatedQuery } from './link.ts'
import { refusal } from './refusals.ts'

/** Dumps asked for at once. Each is answered in about a millisecond. */
const dumpsAtOnce = 32

export interface SwitchIdentity {
  readonly coreId: string
  readonly simulated: boolean
}

/** @param queryMs deadline of each query, here and below */
export async function readIdentity(queries: EslConnection, queryMs: number): Promise<SwitchIdentity> {
  const ask = async (line: string): Promise<string> => (await queries.request(line, queryMs)).text.trim()
  const simulated = (await ask(simulatedQuery)) === 'true'
  const coreId = await ask('api global_getvar core_uuid')
  if (coreId === '' || coreId.startsWith('-'))
    throw new SwitchError('SWITCH_REFUSED', 'the switch does not tell its core_uuid')
  return { coreId, simulated }
}

export async function readLegs(queries: EslConnection, queryMs: number): Promise<AdoptedLeg[]> {
  const ask = async (line: string): Promise<string> => (await queries.request(`api ${line}`, queryMs)).text
  const legs: AdoptedLeg[] = []
  const uuids = parseChannelList(await ask(listChannelsCommand))
  for (let start = 0; start < uuids.length; start += dumpsAtOnce) {
    const dumps = await Promise.all(
      uuids.slice(start, start + dumpsAtOnce).map((uuid) => ask(dumpChannelCommand(uuid))),
    )
    for (const dump of dumps) {
      const leg = parseChannelDump(dump)
      if (leg !== undefined) legs.push(leg)
    }
  }
  return legs
}

export async function readEnded(queries: EslConnection, queryMs: number, log: Logger): Promise<EndedLeg[]> {
  const { text } = await queries.request(`api ${listEndedCommand}`, queryMs)
  // An empty journal is an empty reply, which the switch words so.
  if (text.startsWith('-') && !text.startsWith('-ERR no reply')) throw refusal(text)
  return parseJournal(text, (line) => log.warn({ line }, 'unreadable entry in the journal of ended legs'))
}
