import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { apiError, flowCard, flowProblem, flowSurroundings, flowTrial, newFlow } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import {
  createFlow,
  flowOf,
  flows,
  problemsOf,
  publishFlow,
  saveFlow,
  surroundingsOf,
  versionDocument,
} from './flow-book.ts'
import { flowCheckRequest, flowDetail, flowSave, flowTrialRequest } from './flow-requests.ts'
import { type FlowSounds, shippedSounds } from './flow-sounds.ts'
import { tryFlow } from './flow-trial.ts'

const tags = ['flows']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_FLOW'] as const
const params = z.object({ id: z.string().min(1).max(64) })
const versionNumber = z.coerce.number().int().min(1).max(1_000_000)

/** Supervisors and administrators draw flows. */
export function flowRoutes({
  database,
  guards,
  sounds = shippedSounds,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly sounds?: FlowSounds
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.requireRole('supervisor', 'admin'))

    app.get(
      '/api/flows',
      {
        schema: {
          tags,
          summary: 'Survey and menu flows by name, drafts too',
          response: { 200: z.array(flowCard), ...errorAnswers(...usual) },
        },
      },
      () => flows(database),
    )

    app.post(
      '/api/flows',
      {
        schema: {
          tags,
          summary: 'A new flow, as a draft that only hangs up',
          body: newFlow,
          response: { 200: flowDetail, ...errorAnswers(...usual, 'FLOW_NAME_TAKEN', 'TOO_MANY_FLOWS') },
        },
      },
      async (request) => flowOf(database, sounds, await createFlow(database, readerOf(request), request.body)),
    )

    app.get(
      '/api/flows/surroundings',
      {
        schema: {
          tags,
          summary: 'What flows can play and where they can lead',
          response: { 200: flowSurroundings, ...errorAnswers(...usual) },
        },
      },
      () => surroundingsOf(database, sounds),
    )

    app.post(
      '/api/flows/check',
      {
        schema: {
          tags,
          summary: 'What is wrong with a flow, each problem with its place; nothing is kept',
          body: flowCheckRequest,
          response: { 200: z.array(flowProblem), ...errorAnswers(...usual) },
        },
      },
      async (request) => {
        const problems = await problemsOf(database, sounds, request.body.document)
        return problems.map((problem) => ({ ...problem, about: [...problem.about] }))
      },
    )

    app.post(
      '/api/flows/dry-run',
      {
        schema: {
          tags,
          summary: 'What a customer would hear who does this; nobody is called',
          body: flowTrialRequest,
          response: { 200: flowTrial, ...errorAnswers(...usual) },
        },
      },
      async (request) => {
        const prompts = await sounds.prompts()
        return tryFlow(request.body, { prompts: new Set(prompts.map(({ name }) => name)), speech: sounds.speech() })
      },
    )

    app.get(
      '/api/flows/:id',
      {
        schema: {
          tags,
          summary: 'The newest version with its problems, and the versions before it',
          params,
          response: { 200: flowDetail, ...errorAnswers(...ofOne) },
        },
      },
      (request) => flowOf(database, sounds, request.params.id),
    )

    app.get(
      '/api/flows/:id/versions/:version',
      {
        schema: {
          tags,
          summary: 'One version as it was saved',
          params: params.extend({ version: versionNumber }),
          response: { 200: flowDetail.pick({ document: true }), ...errorAnswers(...ofOne) },
        },
      },
      async (request) => ({ document: await versionDocument(database, request.params.id, request.params.version) }),
    )

    app.put(
      '/api/flows/:id',
      {
        schema: {
          tags,
          summary: 'Keep what was edited as the next version; calls go on with the published one',
          params,
          body: flowSave,
          response: { 200: flowDetail, ...errorAnswers(...ofOne, 'FLOW_CHANGED', 'FLOW_NAME_TAKEN') },
        },
      },
      async (request) => {
        await saveFlow(database, readerOf(request), request.params.id, request.body)
        return flowOf(database, sounds, request.params.id)
      },
    )

    app.post(
      '/api/flows/:id/publish',
      {
        schema: {
          tags,
          summary: 'Calls use the newest version from now on; refused when it has errors',
          params,
          body: z.object({ version: versionNumber }),
          response: {
            200: flowDetail,
            ...errorAnswers(...ofOne, 'FLOW_CHANGED'),
            422: apiError.extend({ problems: z.array(flowProblem) }).describe('UNFIT_FLOW'),
          },
        },
      },
      async (request) => {
        await publishFlow(database, sounds, readerOf(request), request.params.id, request.body.version)
        return flowOf(database, sounds, request.params.id)
      },
    )
  }
}
