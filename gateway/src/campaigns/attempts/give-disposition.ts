/**
 * What an agent makes of an attempt: while they speak, in after-call work, or after the attempt's end was recorded. The last one given
 * counts for the contact, as long as nobody has called it again since.
 */
import type { CallCentre } from '@ringdesk/cti'
import type { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import {
  attemptOutcome,
  type CampaignSettings,
  campaignSettings,
  type Disposition,
  type dispositionCommand,
  type Me,
} from '../../contract/index.ts'
import type { Prisma, PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { localText } from '../../supervision/local-day.ts'
import { refuseMany } from '../do-not-call/refuse.ts'
import { callingHours, firstOpen, type RulesInForce } from '../rules/calling-hours.ts'
import { outboundRulesInForce } from '../rules/rules-in-force.ts'
import { moveAfter, moveContacts } from '../runner/contact-moves.ts'
import { hasAttempt } from './own-attempt.ts'
import { dispositionsOf } from './read-attempt.ts'

/** Nobody keeps a promise longer than that. ms */
const LATEST_MS = 60 * 86_400_000
const MINUTE_MS = 60_000

type Command = z.output<typeof dispositionCommand>

const include = {
  campaign: true,
  contact: { include: { numbers: { orderBy: { position: 'asc' } } } },
} satisfies Prisma.OutboundAttemptInclude
type AttemptRow = Prisma.OutboundAttemptGetPayload<{ include: typeof include }>

/**
 * @throws GatewayError NO_SUCH_ATTEMPT, NOT_YOUR_ATTEMPT, NO_SUCH_DISPOSITION, CALLBACK_TIME_MISSING, CALLBACK_TIME with the first
 * possible time, NUMBER_REFUSED, COMMAND_ID_USED
 */
export async function giveDisposition(
  { database, callCentre }: { readonly database: PrismaClient; readonly callCentre: Pick<CallCentre, 'agentView'> },
  me: Me,
  id: string,
  command: Command,
  now: number = Date.now(),
): Promise<void> {
  const inForce = await outboundRulesInForce(database, now)
  await database.$transaction(async (tx) => {
    // Whoever records the attempt's end waits for this, and this for them.
    await tx.$queryRaw`SELECT id FROM "OutboundAttempt" WHERE id = ${id}::uuid FOR UPDATE`
    const attempt = await tx.outboundAttempt.findUnique({ where: { id }, include })
    if (!attempt) throw new GatewayError('NO_SUCH_ATTEMPT')
    if (!hasAttempt(callCentre, me, attempt)) throw new GatewayError('NOT_YOUR_ATTEMPT')
    const earlier = await tx.attemptDisposition.findUnique({ where: { id: command.commandId } })
    if (earlier && earlier.attemptId !== id) throw new GatewayError('COMMAND_ID_USED')
    if (earlier) return
    const { campaign, contact } = attempt
    if (!campaign || !contact) throw new GatewayError('NO_SUCH_DISPOSITION')
    const chosen = dispositionsOf(campaign.settings).find((one) => one.id === command.disposition)
    if (!chosen) throw new GatewayError('NO_SUCH_DISPOSITION')
    if (chosen.next === 'retry' || chosen.next === 'callback') await refuseRefused(tx, attempt)
    const settings = campaignSettings.parse(campaign.settings)
    const callbackAt = chosen.next === 'callback' ? callbackTime(attempt, command, settings, inForce, now) : null
    const given = {
      next: chosen.next,
      callbackAt,
      callbackBy: callbackAt && command.toMe ? (me.agent?.id ?? null) : null,
    }
    await write(tx, me, attempt, chosen, command, given)
    if (chosen.next === 'refuse')
      // One person said it: none of their numbers is called any more.
      await refuseMany(
        tx,
        [...new Set([attempt.number, ...contact.numbers.map(({ number }) => number)])].map((number) => ({
          number,
          reason: 'agent',
          by: me.name,
          attemptId: id,
          note: command.note,
        })),
      )
    await settle(tx, attempt, given, settings, now)
  })
}

async function write(
  tx: Prisma.TransactionClient,
  me: Me,
  { id, contactId, campaignId, disposition: before }: AttemptRow,
  chosen: Disposition,
  { commandId, note }: Command,
  given: { readonly next: string; readonly callbackAt: Date | null; readonly callbackBy: string | null },
): Promise<void> {
  await tx.attemptDisposition.create({
    data: {
      id: commandId,
      attemptId: id,
      disposition: chosen.id,
      ...given,
      note: note || null,
      accountId: me.id,
      by: me.name,
    },
  })
  await tx.outboundAttempt.update({
    where: { id },
    data: { disposition: chosen.id, note: note || null, agentId: me.agent?.id ?? null },
  })
  await recordAudit(tx, {
    accountId: me.id,
    actor: me.name,
    action: 'attempt-settled',
    object: `attempt:${id}`,
    detail: {
      campaign: campaignId,
      contact: contactId,
      disposition: chosen.label,
      next: chosen.next,
      before,
      callbackAt: given.callbackAt?.toISOString() ?? null,
      callbackBy: given.callbackBy,
    },
  })
}

/** The attempt is over: what its end made of the contact is put right. Before the end nothing is to be done here. */
async function settle(
  tx: Prisma.TransactionClient,
  { id, contactId, endedAt, outcome, position, switchCause, claimedAt }: AttemptRow,
  given: { readonly next: string; readonly callbackAt: Date | null; readonly callbackBy: string | null },
  settings: CampaignSettings,
  now: number,
): Promise<void> {
  if (endedAt === null || contactId === null) return
  await tx.$queryRaw`SELECT id FROM "CampaignContact" WHERE id = ${contactId}::uuid FOR UPDATE`
  const contact = await tx.campaignContact.findUniqueOrThrow({
    where: { id: contactId },
    include: { numbers: { orderBy: { position: 'asc' } } },
  })
  const since = await tx.outboundAttempt.count({
    where: { contactId, id: { not: id }, claimedAt: { gte: claimedAt }, outcome: { not: 'cancelled' } },
  })
  if (contact.state === 'IN_HAND' || since > 0) return
  const ended = { outcome: attemptOutcome.parse(outcome), position, switchCause: switchCause ?? '' }
  await moveContacts(tx, [moveAfter(contact, ended, given, settings, now)])
}

/** @throws GatewayError NUMBER_REFUSED */
async function refuseRefused(tx: Prisma.TransactionClient, { number, campaignId }: AttemptRow): Promise<void> {
  const refused = await tx.doNotCall.findFirst({
    where: { number, OR: [{ campaignId: null }, { campaignId }] },
    select: { id: true },
  })
  if (refused) throw new GatewayError('NUMBER_REFUSED')
}

/** @throws GatewayError CALLBACK_TIME_MISSING, CALLBACK_TIME */
function callbackTime(
  { contact, claimedAt }: AttemptRow,
  { callbackAt }: Command,
  settings: CampaignSettings,
  inForce: RulesInForce,
  now: number,
): Date {
  const at = callbackAt === undefined ? Number.NaN : Date.parse(callbackAt)
  if (!(at > now - MINUTE_MS && at < now + LATEST_MS)) throw new GatewayError('CALLBACK_TIME_MISSING')
  const { timeZone, gapMinutes } = inForce.rules
  const hours = callingHours(inForce, contact?.regionId ?? null, settings.week)
  const afterGap = claimedAt.getTime() + gapMinutes * MINUTE_MS
  const possible = firstOpen(hours, Math.max(at, afterGap))
  if (possible > at)
    throw new GatewayError('CALLBACK_TIME', {
      words: {
        why: afterGap > at ? `两次呼叫之间须间隔 ${gapMinutes} 分钟` : '不在允许呼叫的时段',
        time: localText(wholeMinute(possible), timeZone),
      },
      body: { until: new Date(wholeMinute(possible)).toISOString() },
    })
  return new Date(at)
}

const wholeMinute = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS
