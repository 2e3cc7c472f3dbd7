/** A call centre as a process of its own: telephony and routing, reached through Redis. It knows no database; HTTP is for operators only. */
import { mkdirSync } from 'node:fs'
import { type CallCentre, connectRedis, openRoutingDomain, type RoutingDomain } from '@ringdesk/cti'
import fastify, { type FastifyBaseLogger } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { Gauge, type Registry } from 'prom-client'
import type { Environment } from './configuration/environment.ts'
import { answerFailures } from './failures.ts'
import { inputValidator } from './input.ts'
import { callCentreMetrics } from './operations/call-centre-metrics.ts'
import { createMetrics } from './operations/metrics.ts'
import { operationRoutes } from './operations/operation-routes.ts'
import { type ReadinessCheck, redisCheck, switchCheck } from './operations/readiness.ts'
import { DOMAIN, freeSwitchOf } from './telephony.ts'

export type CallCentreEnvironment = Environment & { RINGDESK_ROLE: 'cti'; ESL_PASSWORD: string; REDIS_URL: string }

export interface CallCentreProcess {
  /** Where its operators' pages are: http://127.0.0.1:8080 */
  readonly address: string
  readonly domain: RoutingDomain
  /** Calls go on in the switch; who stands by takes over at once. */
  stop(): Promise<void>
}

/** @throws when the address is taken */
export async function startCallCentreProcess(
  environment: CallCentreEnvironment,
  log: Logger,
): Promise<CallCentreProcess> {
  for (const directory of [environment.DATA_DIR, environment.RECORDINGS_DIR]) mkdirSync(directory, { recursive: true })
  const redis = connectRedis(environment.REDIS_URL, log.child({ part: 'redis' }))
  const metrics = createMetrics()
  const domain: RoutingDomain = openRoutingDomain({
    redis,
    domain: DOMAIN,
    telephoneSwitch: () => freeSwitchOf(environment, log),
    recordingsDirectory: environment.RECORDINGS_DIR,
    dataDirectory: environment.DATA_DIR,
    log: log.child({ part: 'calls' }),
    onOwned: (callCentre: CallCentre) => count(callCentre),
    onFailed: (error) => {
      log.fatal({ err: error }, 'the call centre cannot go on here; this process ends so that another takes over')
      process.exit(1)
    },
  })
  const count = callCentreMetrics(metrics.registry, () => domain.callCentre())
  ownershipMetrics(metrics.registry, domain)
  const switchStatus = () => {
    const status = domain.callCentre()?.switchStatus()
    const simulated = environment.SWITCH === 'simulator'
    return { connected: status?.connected ?? false, simulated, name: status?.name ?? '' }
  }
  // Who stands by has no connection to the switch and is ready all the same.
  const connected = switchCheck(switchStatus)
  const readinessChecks: ReadinessCheck[] = [
    { name: connected.name, check: async () => (domain.callCentre() ? connected.check() : undefined) },
    redisCheck(redis),
    { name: 'configuration', check: async () => configurationProblem(domain) },
    { name: 'facts', check: async () => domain.status().facts?.problem },
  ]

  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(inputValidator)
  app.setSerializerCompiler(serializerCompiler)
  answerFailures(app)
  app.register(operationRoutes({ readinessChecks, metrics, switchStatus }))
  const address = await app.listen({ host: environment.HOST, port: environment.PORT })

  return {
    address,
    domain,
    async stop() {
      await domain.stop()
      await app.close()
      redis.disconnect()
    },
  }
}

function configurationProblem(domain: RoutingDomain): string | undefined {
  const { state, refusedConfiguration } = domain.status()
  return state === 'waiting-for-configuration' ? 'no gateway has offered one yet' : refusedConfiguration
}

function ownershipMetrics(registry: Registry, domain: RoutingDomain): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  gauge('ringdesk_call_centre_owner', '1 while this process runs the call centre, 0 while it stands by', () =>
    Number(domain.status().state === 'owner'),
  )
  gauge(
    'ringdesk_facts_in_redis',
    'Entries of the stream of facts not trimmed yet',
    () => domain.status().facts?.length ?? 0,
  )
  gauge('ringdesk_facts_in_redis_limit', 'Beyond it facts wait on disk', () => domain.status().facts?.most ?? 0)
}
