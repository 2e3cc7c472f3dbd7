/** What a request gets when something goes wrong: always an apiError of the catalogue; details only in the log. */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { GatewayError } from './errors.ts'

/** fastify's own refusals, in our words. */
const ofFastify: Readonly<Record<string, () => GatewayError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new GatewayError('BODY_TOO_LARGE'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new GatewayError('UNSUPPORTED_MEDIA_TYPE'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => unreadable('JSON 内容为空'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => unreadable('不是有效的 JSON'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => unreadable('长度与声明不符'),
  FST_ERR_HANDLER_TIMEOUT: () => new GatewayError('TIMED_OUT'),
}

const unreadable = (message: string) =>
  new GatewayError('BAD_INPUT', { fields: [{ path: '内容', message }], words: { problems: message } })

/** Prisma: cannot reach, timed out, closed, pool exhausted, could not start a transaction. */
const databaseAway = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'ECONNREFUSED'])

export function toGatewayError(error: unknown, request: Pick<FastifyRequest, 'id'>): GatewayError {
  if (error instanceof GatewayError) return error
  const { code, statusCode, name } = error as Partial<FastifyError>
  const known = code === undefined ? undefined : ofFastify[code]?.()
  if (known) return known
  if ((code !== undefined && databaseAway.has(code)) || name === 'PrismaClientInitializationError')
    return new GatewayError('DATABASE_UNAVAILABLE', { cause: error })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new GatewayError('BAD_INPUT', { words: { problems: (error as Error).message }, cause: error })
  return new GatewayError('INTERNAL', { words: { requestId: request.id }, cause: error })
}

export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const failure = toGatewayError(error, request)
    if (failure.status >= 500) request.log.error({ err: error }, failure.code)
    else request.log.debug({ code: failure.code }, failure.message)
    return reply
      .status(failure.status)
      .headers(failure.extras.headers ?? {})
      .send(failure.answer())
  })
}
