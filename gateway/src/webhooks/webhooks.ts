/** Requests that rules ask for: written with their cause, sent until somebody takes them or they are given up, kept to be looked at. */
import type { Prisma } from '../database/client/client.ts'
import type { Database } from '../database/connect.ts'
import type { JobKind } from '../jobs/jobs.ts'
import { sendSigned } from './signed-request.ts'

type Transaction = Prisma.TransactionClient

export const WEBHOOK_JOB = 'webhook'

interface WebhookJob {
  readonly deliveryId: string
}

export interface WebhookMatter {
  readonly ruleId: string
  readonly ticketId: string
  readonly url: string
  readonly body: Prisma.InputJsonObject
}

export type SendJob = (tx: Transaction, name: string, data: object) => Promise<void>

/** In the transaction that causes it. */
export async function askForWebhook(tx: Transaction, send: SendJob, matter: WebhookMatter): Promise<void> {
  const { id } = await tx.webhookDelivery.create({ data: matter })
  await send(tx, WEBHOOK_JOB, { deliveryId: id } satisfies WebhookJob)
}

/** @param retryDelay s before the first repetition */
export function webhookJobs(
  database: Database,
  { allowPrivate, retryDelay = 10, retries = 9 }: { allowPrivate: boolean; retryDelay?: number; retries?: number },
): JobKind<WebhookJob> {
  return {
    name: WEBHOOK_JOB,
    retries,
    retryDelay,
    deadline: 30,
    do: ({ deliveryId }) => deliver(database, deliveryId, allowPrivate),
    async givenUp({ deliveryId }) {
      await database.webhookDelivery.updateMany({
        where: { id: deliveryId, state: 'waiting' },
        data: { state: 'failed' },
      })
    },
  }
}

/** @throws when it has to be tried again: no answer, or another than 2xx */
async function deliver(database: Database, id: string, allowPrivate: boolean): Promise<void> {
  const delivery = await database.webhookDelivery.findUnique({ where: { id } })
  if (delivery?.state !== 'waiting') return
  const rule = await database.automationRule.findUniqueOrThrow({
    where: { id: delivery.ruleId },
    select: { secret: true },
  })
  const body = JSON.stringify({ id, ...(delivery.body as Prisma.JsonObject) })
  let status: number | null = null
  let error: string | null = null
  try {
    status = await sendSigned({ url: delivery.url, id, body, secret: rule.secret, allowPrivate })
    if (status < 200 || status > 299) error = `对方应答 ${status}`
  } catch (cause) {
    error = (cause instanceof Error ? cause.message : String(cause)).slice(0, 500)
  }
  await database.webhookDelivery.update({
    where: { id },
    data: {
      attempts: { increment: 1 },
      attemptedAt: new Date(),
      status,
      error,
      ...(error === null ? { state: 'delivered' } : {}),
    },
  })
  if (error !== null) throw new Error(error)
}
