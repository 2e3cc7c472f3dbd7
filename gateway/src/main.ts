/** The gateway's process. Ends with 0 when asked to, with 1 when it cannot start, with 78 when its environment is wrong. */
import { readEnvironment } from './configuration/environment.ts'
import { startGateway } from './gateway.ts'
import { createLog } from './operations/log.ts'

const WRONG_ENVIRONMENT = 78
/** After being asked to stop. What is not done by then is done by the next start. ms */
const STOP_MS = 12_000

const environment = readOrExit()
const log = createLog(environment.LOG_LEVEL)
process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected and nobody listened'))

try {
  const gateway = await startGateway(environment, log)
  log.info({ address: gateway.address, switch: environment.SWITCH }, 'the gateway is up')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping; calls go on in the switch')
      setTimeout(() => process.exit(1), STOP_MS).unref()
      gateway.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'did not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  log.fatal({ err: error }, 'the gateway could not start')
  process.exitCode = 1
  // Timers and connections of the half-started parts must not keep a dead gateway alive.
  setTimeout(() => process.exit(1), 500)
}

function readOrExit() {
  try {
    const { DATABASE_URL, ESL_PASSWORD, ...rest } = readEnvironment(process.env)
    const missing = [
      ...(DATABASE_URL === undefined
        ? ['DATABASE_URL: where PostgreSQL is (npm start sets it for the embedded one)']
        : []),
      ...(ESL_PASSWORD === undefined ? ['ESL_PASSWORD: the password of the switch’s event socket'] : []),
      ...(rest.RINGDESK_ROLE === 'all' ? [] : [`RINGDESK_ROLE=${rest.RINGDESK_ROLE}: only "all" can run so far`]),
    ]
    if (DATABASE_URL === undefined || ESL_PASSWORD === undefined || missing.length > 0)
      throw new Error(`the environment is not complete:\n${missing.join('\n')}`)
    return { ...rest, DATABASE_URL, ESL_PASSWORD }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(WRONG_ENVIRONMENT)
  }
}
