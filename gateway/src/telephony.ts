/** The call centre that a gateway works with: in this very process, or in one of its own that is reached through Redis. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  type CallCentre,
  type CallCentreConfig,
  callbackFile,
  connectCallCentre,
  connectRedis,
  createCallCentre,
  createFreeSwitch,
  type Fact,
  recordFacts,
} from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Environment } from './configuration/environment.ts'
import type { Database } from './database/connect.ts'
import { within } from './deadline.ts'
import { connectDeskPlaces, type DeskPlaces } from './desk/desk-places.ts'
import type { Ledger } from './ledger/ledger.ts'
import { readPresence } from './ledger/presence.ts'
import { shareRecorded } from './ledger/recorded-elsewhere.ts'
import { type ReadinessCheck, redisCheck } from './operations/readiness.ts'

/** The one routing domain of an installation. */
export const DOMAIN = 'main'
/** A restart waits so long for what the last life left in the spool, so that agents are found as they were. ms */
const CATCH_UP_MS = 5_000

/** What the simulated switch speaks with; it takes any. */
const SIMULATED_SPEECH = 'simulated|zh-CN'

export interface Telephony {
  readonly callCentre: CallCentre
  /** Absent: there is one gateway. */
  readonly places?: DeskPlaces
  readonly readinessChecks: readonly ReadinessCheck[]
  /** Whether this gateway is the one that looks after agents whose desks are nowhere open. */
  readonly looksAfterAgents: () => boolean
  /** Called with facts that any gateway's ledger has recorded. */
  onRecorded(listener: (facts: readonly Fact[]) => void): void
  start(): Promise<void>
  stop(): Promise<void>
}

export interface TelephonyNeeds {
  readonly database: Database
  readonly ledger: Ledger
  readonly config: CallCentreConfig
  readonly log: Logger
}

export const freeSwitchOf = (environment: Environment & { ESL_PASSWORD: string }, log: Logger) =>
  createFreeSwitch({
    host: environment.ESL_HOST,
    port: environment.ESL_PORT,
    password: environment.ESL_PASSWORD,
    log: log.child({ part: 'switch' }),
    speech: environment.SWITCH_TTS ?? (environment.SWITCH === 'simulator' ? SIMULATED_SPEECH : undefined),
    ...(environment.SOUND_DIR ? { soundDirectory: environment.SOUND_DIR } : {}),
  })

/** @throws ConfigurationError */
export async function telephonyHere(
  environment: Environment & { ESL_PASSWORD: string },
  { database, ledger, config, log }: TelephonyNeeds,
): Promise<Telephony> {
  const callCentre = createCallCentre({
    telephoneSwitch: freeSwitchOf(environment, log),
    config,
    log: log.child({ part: 'calls' }),
    recordingsDirectory: environment.RECORDINGS_DIR,
    callbacks: callbackFile(join(environment.DATA_DIR, 'callbacks.json')),
    presence: await lastPresence(database, ledger, log),
  })
  // First of all listeners: a fact is on disk before anybody hears of it.
  callCentre.onFact((fact: Fact) => ledger.record(fact))
  return {
    callCentre,
    readinessChecks: [],
    looksAfterAgents: () => true,
    onRecorded: (listener) => {
      ledger.onRecorded(listener)
    },
    start: () => callCentre.start(),
    stop: () => callCentre.stop(),
  }
}

/** The ledger gets its facts from the stream, not as a listener: none is missed while this gateway is down. @throws ConfigurationError */
export function telephonyElsewhere(
  environment: Environment & { REDIS_URL: string },
  { ledger, config, log }: TelephonyNeeds,
): Telephony {
  const redis = connectRedis(environment.REDIS_URL, log.child({ part: 'redis' }))
  const callCentre = connectCallCentre({ redis, domain: DOMAIN, log: log.child({ part: 'calls' }) })
  callCentre.configure(config)
  const places = connectDeskPlaces(redis, DOMAIN, log.child({ part: 'desks' }))
  const recorder = recordFacts({
    redis,
    domain: DOMAIN,
    holder: `${hostname()}/${process.pid}`,
    record: (fact) => ledger.record(fact),
    log: log.child({ part: 'ledger' }),
  })
  const following = new Set<(facts: readonly Fact[]) => void>()
  const stopSharing = shareRecorded(redis, DOMAIN, ledger, log, (facts) => {
    for (const listener of following) listener(facts)
  })
  return {
    callCentre,
    places,
    readinessChecks: [redisCheck(redis)],
    looksAfterAgents: () => recorder.active,
    onRecorded: (listener) => {
      following.add(listener)
    },
    start: () => callCentre.start(),
    async stop() {
      await recorder.stop()
      stopSharing()
      places.stop()
      await callCentre.stop()
      redis.disconnect()
    },
  }
}

async function lastPresence(database: Database, ledger: Ledger, log: Logger): ReturnType<typeof readPresence> {
  try {
    await ledger.settled(CATCH_UP_MS)
    return await within(CATCH_UP_MS, readPresence(database), () => new Error('the database did not answer in time'))
  } catch (error) {
    log.warn({ err: error }, 'how agents were is not known; they have to say that they are ready again')
    return []
  }
}
