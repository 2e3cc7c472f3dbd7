/** The configuration in force: from the database, followed as it changes, and from the disk when the database is away at start. */
import type { CallCentreConfig } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Database } from '../database/connect.ts'
import { within } from '../deadline.ts'
import { loadCallCentreConfig, readConfiguration, saveConfiguration } from './snapshot.ts'

const LOAD_DEADLINE_MS = 8_000
const FOLLOW_EVERY_MS = 3_000

export interface LiveConfiguration {
  readonly current: () => CallCentreConfig
  /** Skill names for people. */
  readonly skillLabels: () => ReadonlyMap<string, string>
  /** Calls back with each new configuration; a listener that throws refuses it, and the former stays in force. */
  follow(listener: (config: CallCentreConfig) => void): void
  /** What is wrong with the newest configuration, when it was refused. */
  readonly problem: () => string | undefined
  /** Looks for a new configuration now instead of with the next round. */
  look(): void
  stop(): void
}

/** @throws GatewayError INVALID_CONFIGURATION, or the database's error when there is no copy on disk either */
export async function openConfiguration(
  database: Database,
  dataDirectory: string,
  log: Logger,
  { trunk, speech }: { readonly trunk?: string | undefined; readonly speech?: boolean } = {},
): Promise<LiveConfiguration> {
  let labels: ReadonlyMap<string, string> = new Map()
  const load = async (): Promise<CallCentreConfig> => {
    const work = Promise.all([loadCallCentreConfig(database, trunk, speech), database.skill.findMany()])
    const [config, skills] = await within(
      LOAD_DEADLINE_MS,
      work,
      () => new Error('the database did not answer in time'),
    )
    labels = new Map(skills.map((skill) => [skill.id, skill.label]))
    return config
  }
  let current: CallCentreConfig
  try {
    current = await load()
    await saveConfiguration(dataDirectory, current)
  } catch (error) {
    const kept = await readConfiguration(dataDirectory)
    if (!kept) throw error
    log.error({ err: error }, 'starting with the configuration kept on disk')
    current = kept
  }

  let listener: (config: CallCentreConfig) => void = () => undefined
  let problem: string | undefined
  let seen = current.version
  const look = async (): Promise<void> => {
    const row = await within(
      LOAD_DEADLINE_MS,
      database.configurationVersion.findUnique({ where: { id: 1 } }),
      () => new Error('the database did not answer in time'),
    )
    if (!row || row.version === seen) return
    try {
      const config = await load()
      listener(config)
      await saveConfiguration(dataDirectory, config)
      current = config
      problem = undefined
      log.info({ version: config.version }, 'a new configuration is in force')
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      log.error({ err: error }, 'the new configuration was refused; the former stays in force')
    }
    seen = row.version
  }
  let looking = false
  let again = false
  const lookNow = (): void => {
    if (looking) {
      again = true
      return
    }
    looking = true
    look()
      // The database is away: the ledger says so loudly enough.
      .catch((error: unknown) => log.debug({ err: error }, 'could not look for a new configuration'))
      .finally(() => {
        looking = false
        if (!again) return
        again = false
        lookNow()
      })
  }
  const timer = setInterval(() => {
    if (!looking) lookNow()
  }, FOLLOW_EVERY_MS)
  return {
    current: () => current,
    skillLabels: () => labels,
    follow: (follower) => {
      listener = follower
    },
    problem: () => problem,
    look: lookNow,
    stop: () => clearInterval(timer),
  }
}
