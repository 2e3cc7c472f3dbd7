/** The process of a gateway, of a call centre, or of both: RINGDESK_ROLE says which. Ends with 0 when asked to, with 1 when it cannot start, with 78 when its environment is wrong. */
import { startCallCentreProcess } from './call-centre-process.ts'
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
  const { RINGDESK_ROLE: role, SWITCH } = environment
  const running = role === 'cti' ? await startCallCentreProcess(environment, log) : await startGateway(environment, log)
  const what = role === 'cti' ? 'the call centre process is up' : 'the gateway is up'
  log.info({ address: running.address, role, switch: SWITCH }, what)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping; calls go on in the switch')
      setTimeout(() => process.exit(1), STOP_MS).unref()
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'did not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  log.fatal({ err: error }, 'could not start')
  process.exitCode = 1
  // Timers and connections of the half-started parts must not keep a dead process alive.
  setTimeout(() => process.exit(1), 500)
}

function readOrExit() {
  try {
    const environment = readEnvironment(process.env)
    const { RINGDESK_ROLE: role, DATABASE_URL, ESL_PASSWORD, REDIS_URL } = environment
    if (role === 'all' && DATABASE_URL && ESL_PASSWORD)
      return { ...environment, RINGDESK_ROLE: role, DATABASE_URL, ESL_PASSWORD }
    if (role === 'gateway' && DATABASE_URL && REDIS_URL)
      return { ...environment, RINGDESK_ROLE: role, DATABASE_URL, REDIS_URL }
    if (role === 'cti' && ESL_PASSWORD && REDIS_URL)
      return { ...environment, RINGDESK_ROLE: role, ESL_PASSWORD, REDIS_URL }
    const missing = [
      ...(role === 'cti' || DATABASE_URL
        ? []
        : ['DATABASE_URL: where PostgreSQL is (npm start sets it for the embedded one)']),
      ...(role === 'gateway' || ESL_PASSWORD ? [] : ['ESL_PASSWORD: the password of the switch’s event socket']),
    ]
    throw new Error(`the environment is not complete:\n${missing.join('\n')}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(WRONG_ENVIRONMENT)
  }
}
