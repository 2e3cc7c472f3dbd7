import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  phoneBehaviour,
  type SimulatorStatus,
  simulatedCall,
  simulatedTraffic,
  simulatorStatus,
} from '../contract/index.ts'
import { withoutPhoneNumbers } from '../customers/masking.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import type { Guards } from '../sessions/guards.ts'
import type { SimulatorControl } from './control.ts'

const tags = ['simulator']
const usual = ['NOT_LOGGED_IN', 'NOT_SIMULATED'] as const
const nothing = z.undefined()

/** A simulated caller may be one of the customers: masked like everywhere else. */
const masked = (status: SimulatorStatus): SimulatorStatus => ({
  ...status,
  calls: status.calls.map((call) => ({
    ...call,
    from: withoutPhoneNumbers(call.from),
    ...(call.name === undefined ? {} : { name: withoutPhoneNumbers(call.name) }),
  })),
})

export function simulatorRoutes({
  simulator,
  guards,
}: {
  /** Absent when a real switch is connected. */
  readonly simulator: SimulatorControl | undefined
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const control = (): SimulatorControl => {
    if (!simulator) throw new GatewayError('NOT_SIMULATED')
    return simulator
  }

  return async (app) => {
    app.addHook('onRequest', guards.headquarters)

    app.get(
      '/api/simulator',
      {
        schema: {
          tags,
          summary: 'What the simulated switch is doing',
          response: { 200: simulatorStatus, ...errorAnswers(...usual) },
        },
      },
      async () => masked(await control().status()),
    )

    app.post(
      '/api/simulator/calls',
      {
        schema: {
          tags,
          summary: 'A simulated caller dials a hotline',
          body: simulatedCall,
          response: { 200: z.object({ uuid: z.string() }), ...errorAnswers('BAD_INPUT', ...usual) },
        },
      },
      async (request) => ({ uuid: await control().placeCall(request.body) }),
    )

    app.delete(
      '/api/simulator/calls/:uuid',
      {
        schema: {
          tags,
          summary: 'The simulated caller hangs up',
          params: z.object({ uuid: z.string().max(64) }),
          response: { 204: nothing, ...errorAnswers(...usual, 'NO_SUCH_SIMULATED_CALL') },
        },
      },
      async (request, reply) => {
        if (!(await control().hangUp(request.params.uuid))) throw new GatewayError('NO_SUCH_SIMULATED_CALL')
        reply.status(204)
      },
    )

    app.put(
      '/api/simulator/phones/:extension',
      {
        schema: {
          tags,
          summary: 'How a simulated phone behaves when it rings',
          params: z.object({ extension: z.string().regex(/^[0-9]{2,8}$/) }),
          body: phoneBehaviour,
          response: { 204: nothing, ...errorAnswers('BAD_INPUT', ...usual) },
        },
      },
      async (request, reply) => {
        await control().setPhone(request.params.extension, request.body)
        reply.status(204)
      },
    )

    app.put(
      '/api/simulator/traffic',
      {
        schema: {
          tags,
          summary: 'Start steady traffic, or change it',
          body: simulatedTraffic,
          response: { 204: nothing, ...errorAnswers('BAD_INPUT', ...usual) },
        },
      },
      async (request, reply) => {
        await control().startTraffic(request.body)
        reply.status(204)
      },
    )

    app.delete(
      '/api/simulator/traffic',
      {
        schema: { tags, summary: 'Stop the traffic', response: { 204: nothing, ...errorAnswers(...usual) } },
      },
      async (_request, reply) => {
        await control().stopTraffic()
        reply.status(204)
      },
    )
  }
}
