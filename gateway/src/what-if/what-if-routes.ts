import { PassThrough } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { callCentreConfig } from '@ringdesk/cti'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Administration } from '../administration/administration.ts'
import { assemble } from '../configuration/assembly.ts'
import { readDocuments } from '../configuration/documents.ts'
import { type StaffingAnswer, staffingRequest, type WhatIfLine, whatIfRequest } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import type { Guards } from '../sessions/guards.ts'
import type { Comparison } from './comparison.ts'
import { readRecorded } from './recorded-span.ts'
import { staffingAnswer } from './staffing.ts'

const tags = ['what-if']
/** Each takes a processor for itself. */
const AT_ONCE = 1
const DEADLINE_MS = 120_000

export interface WhatIfServices {
  readonly database: PrismaClient
  readonly administration: Administration
  readonly guards: Guards
}

export function whatIfRoutes({ database, administration, guards }: WhatIfServices): FastifyPluginAsyncZod {
  const supervisors = guards.requireRole('supervisor', 'admin')
  let running = 0

  return async (app) => {
    app.post(
      '/api/what-if',
      {
        onRequest: supervisors,
        schema: {
          tags,
          summary: 'Plays recorded calls under the configuration in force and under the draft; NDJSON of WhatIfLine',
          body: whatIfRequest,
          response: {
            200: z.unknown(),
            ...errorAnswers(
              'BAD_INPUT',
              'NOT_LOGGED_IN',
              'NOT_ALLOWED',
              'UNFIT_CONFIGURATION',
              'WHAT_IF_BUSY',
              'SPAN_TOO_LARGE',
            ),
          },
        },
      },
      async (request, reply) => {
        if (running >= AT_ONCE) throw new GatewayError('WHAT_IF_BUSY')
        running++
        try {
          const { problems } = await administration.state()
          if (problems.length > 0)
            throw new GatewayError('UNFIT_CONFIGURATION', { words: { count: problems.length }, body: { problems } })
          const { version, documents } = await readDocuments(database)
          const comparison: Comparison = {
            recorded: await readRecorded(database, new Date(request.body.from), new Date(request.body.to)),
            inForce: callCentreConfig.parse(assemble(documents, version)),
            draft: callCentreConfig.parse(assemble(await administration.drafted(), version)),
          }
          const lines = new PassThrough()
          followComparison(comparison, lines, () => running--)
          reply.raw.on('close', () => lines.destroy())
          return reply.type('application/x-ndjson').header('cache-control', 'no-store').send(lines)
        } catch (error) {
          running--
          throw error
        }
      },
    )

    app.post(
      '/api/staffing',
      {
        onRequest: supervisors,
        schema: {
          tags,
          summary: 'How many agents a load of calls needs (Erlang C; Erlang A with patience)',
          body: staffingRequest,
          response: {
            200: z.custom<StaffingAnswer>(),
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED'),
          },
        },
      },
      async (request) => staffingAnswer(request.body),
    )
  }
}

/** Writes the worker's lines out. It ends with its result, with a problem, at its deadline, or when nobody reads any more. */
function followComparison(comparison: Comparison, lines: PassThrough, onEnd: () => void): void {
  const worker = new Worker(new URL('comparison-worker.ts', import.meta.url), { workerData: comparison })
  const say = (line: WhatIfLine): void => {
    if (lines.writable) lines.write(`${JSON.stringify(line)}\n`)
  }
  const fail = (code: string, message: string): void => {
    say({ type: 'problem', code, message })
    void worker.terminate()
  }
  const deadline = setTimeout(() => {
    const late = new GatewayError('TIMED_OUT')
    fail(late.code, late.message)
  }, DEADLINE_MS)
  worker.on('message', say)
  worker.on('error', (error) => fail('INTERNAL', error.message))
  worker.once('exit', () => {
    clearTimeout(deadline)
    onEnd()
    lines.end()
  })
  lines.once('close', () => void worker.terminate())
}
