/** Puts the gateway's HTTP side together: protection, documentation, the domains' routes, the browser's files. No logic of its own. */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { CallCentre, CallCentreConfig } from '@ringdesk/cti'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { officeAccountRoutes } from './accounts/office-account-routes.ts'
import { Administration } from './administration/administration.ts'
import { administrationRoutes } from './administration/administration-routes.ts'
import { attachmentRoutes } from './attachments/attachment-routes.ts'
import type { AttachmentStore } from './attachments/attachment-store.ts'
import { serveBrowserFiles } from './browser-files.ts'
import { callRoutes } from './calls/call-routes.ts'
import { misroutedRoutes } from './calls/misrouted-routes.ts'
import { recordingRoutes } from './calls/recording-routes.ts'
import { surveyCommentRoutes } from './campaigns/follow-up/survey-comment-routes.ts'
import { outboundRoutes } from './campaigns/outbound-routes.ts'
import type { CampaignRunner } from './campaigns/runner/campaign-runner.ts'
import { collaborationRoutes } from './collaboration/collaboration-routes.ts'
import type { Environment } from './configuration/environment.ts'
import type { DeskSwitch } from './contract/index.ts'
import { customerRoutes } from './customers/customer-routes.ts'
import { storeRoutes } from './customers/store-routes.ts'
import type { PrismaClient } from './database/client/client.ts'
import { GatewayError } from './errors.ts'
import { answerFailures } from './failures.ts'
import { flowRoutes } from './flows/flow-routes.ts'
import { inputValidator } from './input.ts'
import { createMetrics, type Metrics } from './operations/metrics.ts'
import { operationRoutes } from './operations/operation-routes.ts'
import type { ReadinessCheck } from './operations/readiness.ts'
import { productRoutes } from './products/product-routes.ts'
import { describedPrompts } from './prompts/known-prompts.ts'
import type { PromptLibrary } from './prompts/prompt-library.ts'
import { promptRoutes } from './prompts/prompt-routes.ts'
import { regionRoutes } from './regions/region-routes.ts'
import { closedLoopRoutes } from './reports/closed-loop-routes.ts'
import { reportRoutes } from './reports/report-routes.ts'
import { ruleRoutes } from './rules/rule-routes.ts'
import type { LogInAttempts } from './sessions/attempts.ts'
import { createGuards } from './sessions/guards.ts'
import { isForeignOrigin } from './sessions/origin.ts'
import { sessionRoutes } from './sessions/session-routes.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { SimulatorControl } from './simulator/control.ts'
import { simulatorRoutes } from './simulator/simulator-routes.ts'
import { slaRoutes } from './sla/sla-routes.ts'
import { storeStaffRoutes } from './stores/store-staff-routes.ts'
import { storeTicketRoutes } from './stores/store-ticket-routes.ts'
import type { AlarmBook } from './supervision/alarm-book.ts'
import { alarmRuleRoutes } from './supervision/alarm-rule-routes.ts'
import { dispatchRoutes } from './ticket-dispatch/dispatch-routes.ts'
import { Dispatcher } from './ticket-dispatch/dispatcher.ts'
import { dispatchTicket } from './ticket-dispatch/ticket-dispatch.ts'
import { ticketTypeAdministrationRoutes, ticketTypeRoutes } from './ticket-types/ticket-type-routes.ts'
import { fieldNumberRoutes } from './tickets/field-number-routes.ts'
import { ticketListRoutes } from './tickets/list-routes.ts'
import { ticketRoutes } from './tickets/ticket-routes.ts'
import { whatIfRoutes } from './what-if/what-if-routes.ts'

export interface ServerServices {
  readonly database: PrismaClient
  readonly environment: Pick<Environment, 'COOKIE_SECURE' | 'RECORDINGS_DIR' | 'TIME_ZONE' | 'TRUST_PROXY' | 'UI_DIR'>
  readonly log: Logger
  readonly sessions: Sessions
  /** Where the contents of files are. */
  readonly attachments: AttachmentStore
  /** Absent: nobody manages prompts here. */
  readonly prompts?: PromptLibrary
  readonly switchStatus: () => DeskSwitch
  /** Whether the switch speaks text. Absent: it does not. */
  readonly speech?: () => boolean
  readonly callCentre: Pick<CallCentre, 'agentView' | 'dial' | 'hint'>
  /** The configuration in force. */
  readonly config: () => CallCentreConfig
  /** A new configuration is in the tables. */
  readonly onConfigurationApplied: () => void
  /** The switch's gateway for calls that we make; absent: none is made. */
  readonly trunk?: string | undefined
  /** Absent: no campaign runs in this process. */
  readonly campaigns?: Pick<CampaignRunner, 'figures'>
  /** Absent when a real switch is connected. */
  readonly simulator?: SimulatorControl | undefined
  /** Absent: nobody is supervised here. */
  readonly alarms?: { readonly book: AlarmBook; readonly onChanged: () => void }
  readonly readinessChecks?: readonly ReadinessCheck[]
  readonly metrics?: Metrics
  readonly attempts?: LogInAttempts
}

export type Server = FastifyInstance

/** The server, not listening yet. */
export function buildServer(services: ServerServices): Server {
  const { database, environment, log, sessions, metrics = createMetrics() } = services
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    trustProxy: trusted(environment.TRUST_PROXY),
    genReqId: () => randomUUID(),
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    handlerTimeout: 30_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()

  app.setValidatorCompiler(inputValidator)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('me', undefined)
  answerFailures(app)
  protect(app, environment.COOKIE_SECURE)
  metrics.measure(app)
  document(app)

  const guards = createGuards(sessions)
  const dispatcher = new Dispatcher({ database, timeZone: environment.TIME_ZONE, log: log.child({ part: 'dispatch' }) })
  app.register(dispatchRoutes({ database, dispatcher, guards }))
  const sendOn: Parameters<typeof ticketRoutes>[0]['sendOn'] = async (me, ticket) => {
    const because = { nextStep: 'store-follow-up' }
    const command = { commandId: randomUUID(), version: ticket.version }
    return (await dispatchTicket({ database, dispatcher }, me, ticket.id, command, because)).ticket ?? ticket
  }
  app.register(ticketRoutes({ database, guards, sendOn }))
  app.register(fieldNumberRoutes({ database, guards }))
  app.register(productRoutes({ database, guards }))
  app.register(ticketTypeRoutes({ database, guards }))
  app.register(ticketTypeAdministrationRoutes({ database, guards }))
  app.register(
    sessionRoutes({ database, sessions, guards, secure: environment.COOKIE_SECURE, attempts: services.attempts }),
  )
  app.register(
    ticketListRoutes({
      database,
      guards,
      dispatch: (me, id, commandId) => dispatchTicket({ database, dispatcher }, me, id, { commandId }),
    }),
  )
  app.register(callRoutes({ database, guards }))
  app.register(misroutedRoutes({ database, guards }))
  if (services.alarms) {
    const { book, onChanged } = services.alarms
    app.register(alarmRuleRoutes({ database, guards, alarms: book, onChanged }))
  }
  app.register(recordingRoutes({ database, guards, recordingsDir: environment.RECORDINGS_DIR, log }))
  app.register(surveyCommentRoutes({ database, guards, recordingsDir: environment.RECORDINGS_DIR, log }))
  app.register(customerRoutes({ database, callCentre: services.callCentre, guards }))
  app.register(storeRoutes({ database, guards }))
  app.register(collaborationRoutes({ database, guards }))
  app.register(attachmentRoutes({ database, guards, store: services.attachments }))
  app.register(storeTicketRoutes({ database, guards }))
  app.register(storeStaffRoutes({ database, guards }))
  app.register(officeAccountRoutes({ database, guards }))
  const administration = new Administration(database, services.onConfigurationApplied)
  app.register(administrationRoutes({ administration, callCentre: services.callCentre, database, guards }))
  app.register(whatIfRoutes({ database, administration, guards }))
  app.register(regionRoutes({ database, guards }))
  app.register(closedLoopRoutes({ database, guards, timeZone: environment.TIME_ZONE }))
  app.register(reportRoutes({ database, guards, timeZone: environment.TIME_ZONE }))
  app.register(slaRoutes({ database, guards, timeZone: environment.TIME_ZONE }))
  app.register(ruleRoutes({ database, guards }))
  app.register(
    outboundRoutes({
      database,
      guards,
      trunk: services.trunk,
      timeZone: environment.TIME_ZONE,
      runner: services.campaigns,
      callCentre: services.callCentre,
      config: services.config,
    }),
  )
  const sounds = { prompts: () => describedPrompts(database, 3_000), speech: services.speech ?? (() => false) }
  app.register(flowRoutes({ database, guards, sounds }))
  if (services.prompts) app.register(promptRoutes({ database, guards, library: services.prompts }))
  app.register(simulatorRoutes({ simulator: services.simulator, guards }))
  app.register(
    operationRoutes({
      readinessChecks: services.readinessChecks ?? [],
      metrics,
      switchStatus: services.switchStatus,
    }),
  )
  serveBrowserFiles(app, environment.UI_DIR)
  return app as unknown as Server
}

/** fastify's types have no number of proxies, its function form has. */
const trusted = (proxies: Environment['TRUST_PROXY']) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies

function protect(app: FastifyInstance, https: boolean): void {
  app.register(cookie)
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // antd writes its styles into the page.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
    if (changes && isForeignOrigin(request.headers.origin, request.host)) throw new GatewayError('FOREIGN_ORIGIN')
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

function document(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ringdesk',
        description: 'Log in first (POST /api/session): the other requests need its cookie.',
        version: '1',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ringdesk_session' } } },
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
  })
  app.register(swaggerUi, { routePrefix: '/api/docs' })
}
