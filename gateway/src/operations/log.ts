import { type DestinationStream, type Logger, pino } from 'pino'

/** Never written, wherever they appear in a logged object. */
const secrets = [
  'password',
  'passwordHash',
  'token',
  'tokenHash',
  'cookie',
  'authorization',
  'DATABASE_URL',
  'REDIS_URL',
  'ESL_PASSWORD',
]
const redact = [
  ...secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  '*["set-cookie"]',
]

/** What people search for (names, numbers) stands in query strings: only the path is logged. */
const pathOf = (url: string | undefined): string | undefined => url?.split('?', 1)[0]

/**
 * Structured log, one JSON object a line. Lines about a call carry `call`, about a request `reqId`.
 * @param destination default: standard output
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: 'ringdesk' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redact, censor: '[redacted]' },
    serializers: {
      req: (request: { method?: string; url?: string; ip?: string }) => ({
        method: request.method,
        path: pathOf(request.url),
        address: request.ip,
      }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
