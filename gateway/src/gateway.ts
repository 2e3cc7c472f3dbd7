/** The gateway put together: started in order, stopped in order. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CallCentre, createCallCentre, createFreeSwitch, type Fact } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Environment } from './configuration/environment.ts'
import { openConfiguration } from './configuration/live-configuration.ts'
import { contactContext, ticketOfCall } from './customers/contact-context.ts'
import { closeDatabase, connectDatabase, type Database } from './database/connect.ts'
import { within } from './deadline.ts'
import { serveDesks } from './desk/desk-socket.ts'
import { namesOf } from './desk/desk-views.ts'
import { Desks } from './desk/desks.ts'
import { type Ledger, openLedger } from './ledger/ledger.ts'
import { readPresence } from './ledger/presence.ts'
import { callCentreMetrics } from './operations/call-centre-metrics.ts'
import { createMetrics } from './operations/metrics.ts'
import { databaseCheck, type ReadinessCheck, switchCheck } from './operations/readiness.ts'
import { buildServer } from './server.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSimulatedSwitch } from './simulator/simulated-switch.ts'

/** A restart waits so long for what the last life left in the spool, so that agents are found as they were. ms */
const CATCH_UP_MS = 5_000
const LEDGER_STOP_MS = 5_000
const PURGE_EVERY_MS = 3_600_000

export interface Gateway {
  /** Where it listens: http://127.0.0.1:8080 */
  readonly address: string
  readonly callCentre: CallCentre
  readonly ledger: Ledger
  stop(): Promise<void>
}

/** @throws when the configuration is invalid, the address is taken, or neither database nor a kept configuration is there */
export async function startGateway(
  environment: Environment & { DATABASE_URL: string; ESL_PASSWORD: string },
  log: Logger,
): Promise<Gateway> {
  for (const directory of [environment.DATA_DIR, environment.RECORDINGS_DIR]) mkdirSync(directory, { recursive: true })
  const database = connectDatabase({ url: environment.DATABASE_URL, log })
  const configuration = await openConfiguration(database, environment.DATA_DIR, log)
  const ledger = openLedger({ database, directory: join(environment.DATA_DIR, 'spool'), log })
  const presence = await lastPresence(database, ledger, log)

  const { ESL_HOST: host, ESL_PORT: port, ESL_PASSWORD: password } = environment
  const callCentre = createCallCentre({
    telephoneSwitch: createFreeSwitch({
      host,
      port,
      password,
      log: log.child({ part: 'switch' }),
      ...(environment.SOUND_DIR ? { soundDirectory: environment.SOUND_DIR } : {}),
    }),
    config: configuration.current(),
    log: log.child({ part: 'calls' }),
    recordingsDirectory: environment.RECORDINGS_DIR,
    presence,
  })
  // First of all listeners: a fact is on disk before anybody hears of it.
  callCentre.onFact((fact: Fact) => ledger.record(fact))
  configuration.follow((config) => callCentre.configure(config))

  const sessions = createSessions({ database, hours: environment.SESSION_HOURS, log })
  const desks = new Desks({
    callCentre,
    context: (clue, reader) => contactContext(database, clue, reader),
    ticket: (call, reader) => ticketOfCall(database, call, reader),
    config: configuration.current,
    names: () => namesOf(configuration.current(), configuration.skillLabels()),
    log: log.child({ part: 'desks' }),
  })
  ledger.onRecorded((facts) => desks.recorded(facts))
  const simulator =
    environment.SWITCH === 'simulator'
      ? createSimulatedSwitch({
          host,
          port,
          password,
          hotlines: () => configuration.current().hotlines.map((hotline) => hotline.number),
          extensions: () => configuration.current().agents.map((agent) => agent.extension),
        })
      : undefined
  const metrics = createMetrics()
  callCentreMetrics(metrics.registry, { callCentre, ledger, desks })
  const switchStatus = () => {
    const { connected, simulated, name } = callCentre.switchStatus()
    return { connected, simulated: simulated || environment.SWITCH === 'simulator', name }
  }
  const server = buildServer({
    database,
    environment,
    log,
    sessions,
    switchStatus,
    simulator,
    metrics,
    readinessChecks: [
      databaseCheck(database),
      switchCheck(switchStatus),
      ledgerCheck(ledger),
      configurationCheck(configuration.problem),
    ],
  })
  const closeDesks = serveDesks({ http: server.server, desks, sessions, log })
  const purge = setInterval(() => {
    sessions.purgeExpired().catch((error: unknown) => log.warn({ err: error }, 'ended log-ins could not be deleted'))
  }, PURGE_EVERY_MS)

  await callCentre.start()
  desks.expect(presence.filter(({ state }) => state.kind !== 'offline').map(({ agent }) => agent))
  const address = await server.listen({ host: environment.HOST, port: environment.PORT })

  return {
    address,
    callCentre,
    ledger,
    async stop() {
      clearInterval(purge)
      configuration.stop()
      await closeDesks()
      await server.close()
      desks.close()
      simulator?.close()
      await callCentre.stop()
      await ledger.stop(LEDGER_STOP_MS)
      await closeDatabase(database)
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

function ledgerCheck(ledger: Ledger): ReadinessCheck {
  return {
    name: 'ledger',
    check: async () => {
      const { databaseReachable, backlog, lastError } = ledger.status()
      return databaseReachable ? undefined : `${backlog} segments wait for the database: ${lastError}`
    },
  }
}

function configurationCheck(problem: () => string | undefined): ReadinessCheck {
  return { name: 'configuration', check: async () => problem() }
}
