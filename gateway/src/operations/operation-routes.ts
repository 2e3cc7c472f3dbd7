import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { DeskSwitch } from '../contract/index.ts'
import type { Metrics } from './metrics.ts'
import { type ReadinessCheck, readiness } from './readiness.ts'

const alive = z.object({
  status: z.literal('alive'),
  uptimeSec: z.number().int(),
  /** Since the last time somebody asked. */
  eventLoopDelayMs: z.object({ mean: z.number(), p99: z.number(), max: z.number() }),
})
const readinessAnswer = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ready: z.boolean(), problem: z.string().optional() })),
})
const deskSwitch = z.object({ connected: z.boolean(), simulated: z.boolean(), name: z.string() })
const tags = ['operations']

export function operationRoutes(services: {
  readonly readinessChecks: readonly ReadinessCheck[]
  readonly metrics: Metrics
  readonly switchStatus: () => DeskSwitch
}): FastifyPluginAsyncZod {
  const { readinessChecks, metrics, switchStatus } = services
  return async (app) => {
    const delay = monitorEventLoopDelay({ resolution: 20 })
    delay.enable()
    app.addHook('onClose', async () => {
      delay.disable()
    })
    /** ns to ms; without a sample yet there is no number. */
    const ms = (ns: number) => (Number.isFinite(ns) ? Math.round(ns / 1e4) / 100 : 0)

    app.get(
      '/healthz',
      { logLevel: 'warn', schema: { tags, summary: 'The process is alive', response: { 200: alive } } },
      async () => {
        const eventLoopDelayMs = { mean: ms(delay.mean), p99: ms(delay.percentile(99)), max: ms(delay.max) }
        delay.reset()
        return { status: 'alive' as const, uptimeSec: Math.floor(process.uptime()), eventLoopDelayMs }
      },
    )

    app.get(
      '/readyz',
      {
        logLevel: 'warn',
        schema: {
          tags,
          summary: 'Whether everything it needs is there, and what is not',
          response: { 200: readinessAnswer, 503: readinessAnswer },
        },
      },
      async (_request, reply) => {
        const { ready, checks } = await readiness(readinessChecks)
        reply.status(ready ? 200 : 503)
        return { ready, checks: checks.map((check) => ({ ...check })) }
      },
    )

    app.get(
      '/metrics',
      { logLevel: 'warn', schema: { tags, summary: 'Figures for Prometheus' } },
      async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
    )

    app.get(
      '/api/switch',
      {
        schema: {
          tags,
          summary: 'Whether the switch is connected, and whether it is simulated; needs no log-in',
          response: { 200: deskSwitch },
        },
      },
      async () => {
        const { connected, simulated, name } = switchStatus()
        return { connected, simulated, name }
      },
    )
  }
}
