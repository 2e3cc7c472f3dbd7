/** The gateway put together: started in order, stopped in order. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { asAgentId, type CallCentre } from '@ringdesk/cti'
import type { Logger } from 'pino'
import { removeUnsentFiles } from './attachments/expiry.ts'
import { openAttachments } from './attachments/open-attachments.ts'
import { createCampaignRunner } from './campaigns/runner/campaign-runner.ts'
import { flowMaterial } from './campaigns/runner/flow-material.ts'
import type { Environment } from './configuration/environment.ts'
import { openConfiguration } from './configuration/live-configuration.ts'
import { tellCallerHints } from './customers/caller-hints.ts'
import { contactContext, ticketOfCall } from './customers/contact-context.ts'
import { closeDatabase, connectDatabase } from './database/connect.ts'
import { serveDesks } from './desk/desk-socket.ts'
import { namesOf } from './desk/desk-views.ts'
import { Desks } from './desk/desks.ts'
import { type Ledger, openLedger } from './ledger/ledger.ts'
import { callCentreMetrics, gatewayMetrics } from './operations/call-centre-metrics.ts'
import { createMetrics } from './operations/metrics.ts'
import { databaseCheck, type ReadinessCheck, switchCheck } from './operations/readiness.ts'
import { PromptFiles } from './prompts/prompt-files.ts'
import { PromptLibrary } from './prompts/prompt-library.ts'
import { buildServer } from './server.ts'
import { purgeLinks } from './sessions/log-in-links.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSimulatedSwitch } from './simulator/simulated-switch.ts'
import { openSockets } from './sockets.ts'
import { openSupervision } from './supervision/open-supervision.ts'
import { serveSupervision } from './supervision/supervision-socket.ts'
import { telephonyElsewhere, telephonyHere } from './telephony.ts'
import { openTicketEvents } from './ticket-events/open-ticket-events.ts'
import { ticketEventMetrics } from './ticket-events/ticket-event-metrics.ts'
import { openLiveLists } from './tickets/live/live-lists.ts'
import { openTicketChanges } from './tickets/ticket-changes.ts'
import { serveTicketChanges } from './tickets/ticket-socket.ts'

const LEDGER_STOP_MS = 5_000
const PURGE_EVERY_MS = 3_600_000
/** How often agents are looked for who are logged in and have no desk open anywhere. ms */
const LOOK_AFTER_EVERY_MS = 30_000

export interface Gateway {
  /** Where it listens: http://127.0.0.1:8080 */
  readonly address: string
  readonly callCentre: CallCentre
  readonly ledger: Ledger
  stop(): Promise<void>
}

/** The simulated switch has this one. */
const SIMULATED_TRUNK = 'carrier'

const trunkOf = ({ TRUNK, SWITCH }: Environment): string | undefined =>
  TRUNK ?? (SWITCH === 'simulator' ? SIMULATED_TRUNK : undefined)

/** What a gateway needs of the environment, by where its call centre runs. */
export type GatewayEnvironment = Environment & { DATABASE_URL: string } & (
    | { RINGDESK_ROLE: 'all'; ESL_PASSWORD: string }
    | { RINGDESK_ROLE: 'gateway'; REDIS_URL: string }
  )

/** @throws when the configuration is invalid, the address is taken, or neither database nor a kept configuration is there */
export async function startGateway(environment: GatewayEnvironment, log: Logger): Promise<Gateway> {
  for (const directory of [environment.DATA_DIR, environment.RECORDINGS_DIR]) mkdirSync(directory, { recursive: true })
  const database = connectDatabase({ url: environment.DATABASE_URL, log })
  const configuration = await openConfiguration(database, environment.DATA_DIR, log, {
    trunk: trunkOf(environment),
    speech: environment.SWITCH === 'simulator' || environment.SWITCH_TTS !== undefined,
  })
  const ledger = openLedger({ database, directory: join(environment.DATA_DIR, 'spool'), log })
  const needs = { database, ledger, config: configuration.current(), log }
  const telephony =
    environment.RINGDESK_ROLE === 'all'
      ? await telephonyHere(environment, needs)
      : telephonyElsewhere(environment, needs)
  const { callCentre, places } = telephony
  configuration.follow((config) => callCentre.configure(config))

  const sessions = createSessions({ database, hours: environment.SESSION_HOURS, log })
  const switchStatus = () => {
    const { connected, simulated, name } = callCentre.switchStatus()
    return { connected, simulated: simulated || environment.SWITCH === 'simulator', name }
  }
  const names = () => namesOf(configuration.current(), configuration.skillLabels())
  const watched = openSupervision({
    callCentre,
    database,
    config: configuration.current,
    names,
    switchStatus,
    shared: places !== undefined,
    timeZone: environment.TIME_ZONE,
    log: log.child({ part: 'supervision' }),
  })
  const desks = new Desks({
    callCentre,
    context: (clue, reader) => contactContext(database, clue, reader),
    ticket: (call, reader) => ticketOfCall(database, call, reader),
    config: configuration.current,
    names,
    messages: watched.messages,
    ...(places ? { places } : {}),
    log: log.child({ part: 'desks' }),
  })
  telephony.onRecorded((facts) => desks.recorded(facts))
  const { ESL_HOST: host, ESL_PORT: port, ESL_PASSWORD: password } = environment
  const simulator =
    environment.SWITCH === 'simulator' && password !== undefined
      ? createSimulatedSwitch({
          host,
          port,
          password,
          hotlines: () => configuration.current().hotlines.map((hotline) => hotline.number),
          extensions: () => configuration.current().agents.map((agent) => agent.extension),
        })
      : undefined
  const attachments = openAttachments(environment)
  const prompts = new PromptLibrary({
    database,
    files: new PromptFiles(environment.PROMPTS_DIR),
    log: log.child({ part: 'prompts' }),
  })
  const ticketChanges = openTicketChanges({ url: environment.DATABASE_URL, log: log.child({ part: 'ticket changes' }) })
  const ticketEvents = openTicketEvents({
    database,
    url: environment.DATABASE_URL,
    changes: ticketChanges,
    timeZone: environment.TIME_ZONE,
    webhooksToPrivateAddresses: environment.WEBHOOK_PRIVATE_ADDRESSES,
    log: log.child({ part: 'ticket-events' }),
  })
  const metrics = createMetrics()
  ticketEventMetrics(metrics.registry, database, ticketEvents.worker)
  gatewayMetrics(metrics.registry, { ledger, desks })
  // Told by the process that runs it: otherwise each gateway would count every call.
  if (environment.RINGDESK_ROLE === 'all') callCentreMetrics(metrics.registry, () => callCentre)(callCentre)
  const campaigns = createCampaignRunner({
    database,
    callCentre,
    ledger,
    config: configuration.current,
    flow: flowMaterial(database, callCentre),
    holder: `${hostname()}/${process.pid}/${randomUUID()}`,
    log: log.child({ part: 'campaigns' }),
  })
  const server = buildServer({
    database,
    environment,
    log,
    sessions,
    attachments,
    prompts,
    switchStatus,
    speech: () => callCentre.switchStatus().speech === true,
    callCentre,
    config: configuration.current,
    onConfigurationApplied: () => {
      configuration.look()
      ticketEvents.holidaysMayHaveChanged()
    },
    trunk: trunkOf(environment),
    campaigns,
    simulator,
    metrics,
    alarms: { book: watched.alarms, onChanged: () => watched.supervision.changed() },
    readinessChecks: [
      databaseCheck(database),
      switchCheck(switchStatus),
      ledgerCheck(ledger),
      configurationCheck(configuration.problem),
      ...telephony.readinessChecks,
    ],
  })
  const io = openSockets(server.server)
  serveDesks({ io, desks, sessions, log })
  serveSupervision({ io, supervision: watched.supervision, commands: watched.commands, sessions, log })
  serveTicketChanges({ io, database, sessions, changes: ticketChanges, log })
  const closeLiveLists = openLiveLists({
    io,
    database,
    changes: ticketChanges,
    sessions,
    log: log.child({ part: 'ticket lists' }),
  })
  const purge = setInterval(() => {
    removeUnsentFiles(database, attachments).catch((error: unknown) =>
      log.warn({ err: error }, 'files that nobody sent could not be removed'),
    )
    purgeLinks(database).catch((error: unknown) => log.warn({ err: error }, 'old log-in links could not be deleted'))
    sessions.purgeExpired().catch((error: unknown) => log.warn({ err: error }, 'ended log-ins could not be deleted'))
  }, PURGE_EVERY_MS)

  // Not waited for: the switch has its files of before, and calls need none of the database.
  prompts
    .publishAll()
    .catch((error: unknown) =>
      log.error({ err: error }, 'the prompts of this installation could not be handed to the switch'),
    )
  await telephony.start()
  const callerHints = tellCallerHints(database, callCentre, log.child({ part: 'callers' }))
  await watched.start()
  ticketEvents.start()
  campaigns.start()
  const lookAfterAgents = (): void => {
    if (!telephony.looksAfterAgents()) return
    const agents = configuration.current().agents.map(({ id }) => id)
    desks.expect(agents.filter((id) => (callCentre.agentView(asAgentId(id))?.state.kind ?? 'offline') !== 'offline'))
  }
  lookAfterAgents()
  // Other gateways end, too.
  const lookingAfter = places && setInterval(lookAfterAgents, LOOK_AFTER_EVERY_MS)
  const address = await server.listen({ host: environment.HOST, port: environment.PORT })

  return {
    address,
    callCentre,
    ledger,
    async stop() {
      clearInterval(purge)
      callerHints.stop()
      clearInterval(lookingAfter)
      configuration.stop()
      closeLiveLists()
      await io.close()
      await server.close()
      desks.close()
      await campaigns.stop()
      await watched.stop()
      await ticketEvents.stop()
      await ticketChanges.stop()
      simulator?.close()
      await telephony.stop()
      await ledger.stop(LEDGER_STOP_MS)
      await closeDatabase(database)
    },
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
