/** One attempt as the agent sees it who has it: whom we call and why, what to say, what was tried before. */
import type { CallCentre } from '@ringdesk/cti'
import {
  type AttemptDetail,
  attemptOutcome,
  campaignKind,
  campaignSettings,
  type Disposition,
  type Me,
  shippedDispositions,
} from '../../contract/index.ts'
import { shownNumber, withoutNumber } from '../../customers/masking.ts'
import type { Prisma } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { instantOf, present } from '../../instant.ts'
import { filledScript } from './filled-script.ts'
import { hasAttempt } from './own-attempt.ts'

const MOST_EARLIER = 20

const include = {
  campaign: { select: { id: true, name: true, kind: true, settings: true } },
  contact: { include: { numbers: { orderBy: { position: 'asc' } } } },
  dispositions: { orderBy: { seq: 'desc' }, take: 1 },
} satisfies Prisma.OutboundAttemptInclude
type AttemptRow = Prisma.OutboundAttemptGetPayload<{ include: typeof include }>

/** Those of the campaign, or else the shipped ones. */
export const dispositionsOf = (settings: unknown): readonly Disposition[] => {
  const { dispositions } = campaignSettings.parse(settings)
  return dispositions.length > 0 ? dispositions : shippedDispositions
}

/** @throws GatewayError NO_SUCH_ATTEMPT, NOT_YOUR_ATTEMPT unless the reader has it, supervises or administers */
export async function readAttempt(
  database: Prisma.TransactionClient,
  callCentre: Pick<CallCentre, 'agentView'>,
  me: Me,
  id: string,
): Promise<AttemptDetail> {
  const row = await database.outboundAttempt.findUnique({ where: { id }, include })
  if (!row) throw new GatewayError('NO_SUCH_ATTEMPT')
  const mayRead = me.role === 'supervisor' || me.role === 'admin' || hasAttempt(callCentre, me, row)
  if (!mayRead) throw new GatewayError('NOT_YOUR_ATTEMPT')
  return detailOf(database, row, me)
}

async function detailOf(database: Prisma.TransactionClient, row: AttemptRow, me: Me): Promise<AttemptDetail> {
  const { campaign, contact, dispositions } = row
  const earlier = contact
    ? await database.outboundAttempt.findMany({
        where: { contactId: contact.id, id: { not: row.id } },
        include: { dispositions: { orderBy: { seq: 'desc' }, take: 1 } },
        orderBy: { claimedAt: 'desc' },
        take: MOST_EARLIER,
      })
    : []
  const people = [...earlier.map(({ agentId }) => agentId), dispositions[0]?.callbackBy ?? null]
  const names = await agentNames(
    database,
    people.flatMap((id) => id ?? []),
  )
  const offered = campaign ? dispositionsOf(campaign.settings) : []
  const labels = new Map(offered.map(({ id, label }) => [id, label]))
  const numbers = contact?.numbers ?? []
  // Lists are made by people: what they wrote beside the number may have the number in it.
  const masked = <Value>(value: Value): Value =>
    [row.number, ...numbers.map(({ number }) => number)].reduce(
      (text, number) => withoutNumber(text, number) as Value,
      value,
    )
  const attributes = masked((contact?.attributes ?? {}) as Record<string, string>)
  const name = contact?.name ? masked(contact.name) : undefined
  const script = campaign ? campaignSettings.parse(campaign.settings).script : ''
  const given = dispositions[0]
  return {
    id: row.id,
    ...(campaign
      ? { campaign: { id: campaign.id, name: campaign.name, kind: campaignKind.parse(campaign.kind) } }
      : {}),
    ...(name ? { contactName: name } : {}),
    number: shownNumber({ number: row.number, province: contact?.province, city: contact?.city }, me.role),
    numbers: numbers.map(({ number, dead }) => ({
      number: shownNumber({ number }, me.role),
      called: number === row.number,
      ...(dead ? { dead: dead as 'invalid-number' | 'do-not-call' } : {}),
    })),
    attributes,
    script: filledScript(script, name ? { customerName: name, ...attributes } : attributes),
    earlier: earlier.map(({ id, agentId, claimedAt, outcome, talkMs, disposition, note }) => ({
      id,
      at: instantOf(claimedAt),
      ...present({
        outcome: outcome === null ? null : attemptOutcome.parse(outcome),
        agent: agentId && (names.get(agentId) ?? null),
        talkMs,
        disposition: disposition && (labels.get(disposition) ?? disposition),
        note: note && masked(note),
      }),
    })),
    promised: contact?.promised ?? false,
    dispositions: [...offered],
    shipped: offered === shippedDispositions,
    ...present({
      ticketId: row.ticketId ?? contact?.ticketId ?? null,
      customerId: row.customerId ?? contact?.customerId ?? null,
    }),
    ...(given
      ? {
          given: {
            id: given.disposition,
            label: labels.get(given.disposition) ?? given.disposition,
            next: given.next as Disposition['next'],
            at: instantOf(given.at),
            by: given.by,
            ...present({
              note: given.note,
              callbackAt: given.callbackAt && instantOf(given.callbackAt),
              callbackBy: given.callbackBy && (names.get(given.callbackBy) ?? given.callbackBy),
            }),
          },
        }
      : {}),
  }
}

async function agentNames(database: Prisma.TransactionClient, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const agents = await database.agent.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } })
  return new Map(agents.map(({ id, name }) => [id, name]))
}
