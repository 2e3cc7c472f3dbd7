import type { Redis } from '@ringdesk/cti'
import type { DeskSwitch } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { within } from '../deadline.ts'

/** One thing that has to work before the gateway can do its work. */
export interface ReadinessCheck {
  readonly name: string
  /** What is missing, in words for the operator; undefined when all is well. A rejection counts as missing. */
  check(): Promise<string | undefined>
}

export interface Readiness {
  readonly ready: boolean
  readonly checks: readonly { readonly name: string; readonly ready: boolean; readonly problem?: string }[]
}

/** ms; load balancers ask often and wait briefly. */
const deadlineMs = 2_000

/** Asks all at once; whoever does not answer in time is not ready. */
export async function readiness(checks: readonly ReadinessCheck[], deadline = deadlineMs): Promise<Readiness> {
  const answers = await Promise.all(
    checks.map(async ({ name, check }) => {
      const problem = await within(deadline, check(), () => new Error(`no answer within ${deadline} ms`)).catch(
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      return { name, ready: problem === undefined, ...(problem === undefined ? {} : { problem }) }
    }),
  )
  return { ready: answers.every((answer) => answer.ready), checks: answers }
}

export const databaseCheck = (database: PrismaClient): ReadinessCheck => ({
  name: 'database',
  async check() {
    await database.$queryRaw`SELECT 1`
    return undefined
  },
})

export const switchCheck = (status: () => DeskSwitch): ReadinessCheck => ({
  name: 'switch',
  check: async () => (status().connected ? undefined : `not connected to ${status().name}`),
})

export const redisCheck = (redis: Redis): ReadinessCheck => ({
  name: 'redis',
  async check() {
    await redis.ping()
    return undefined
  },
})
