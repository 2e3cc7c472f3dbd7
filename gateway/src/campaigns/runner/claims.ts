/**
 * Takes contacts to be called now: whoever may be called, each with an attempt written before anything is dialled. Who may not yet waits
 * until they may; who never may is done. Several runners at once would claim nobody twice: rows are locked, and one live attempt a number
 * and a contact is the table's own rule.
 */
import { randomUUID } from 'node:crypto'
import type { CampaignKind, CampaignSettings } from '../../contract/index.ts'
import type { Prisma, PrismaClient } from '../../database/client/client.ts'
import type { RulesInForce } from '../rules/calling-hours.ts'
import { type CallPermission, mayCall, type NumberFacts } from '../rules/may-call.ts'
import { numberFacts } from '../rules/number-facts.ts'

/** A claim looks at so many times as many as it is asked for: some of them may not be called now. */
const LOOKED_AT_MORE = 3
const MOST_LOOKED_AT = 1_000
const CLAIM_MS = 10_000
/** Another campaign was faster. ms */
const LATER_MS = 60_000

export interface RunningCampaign {
  readonly id: string
  readonly kind: CampaignKind
  readonly settings: CampaignSettings
}

export interface ClaimedContact {
  readonly attempt: string
  readonly contact: string
  readonly number: string
  readonly position: number
  readonly name: string | null
  readonly attributes: Readonly<Record<string, string>>
  readonly preferredAgentId: string | null
  readonly promised: boolean
}

interface WaitingContact {
  readonly id: string
  readonly name: string | null
  readonly attributes: Record<string, string>
  readonly regionId: string | null
  readonly ticketId: string | null
  readonly consent: string | null
  readonly position: number
  readonly preferredAgentId: string | null
  readonly promised: boolean
  readonly numbers: readonly { readonly position: number; readonly number: string; readonly dead: string | null }[]
}

/** What is to become of a contact that is not called now. */
type Postponed = { readonly id: string; readonly nextAt: number | null; readonly why: string }

export async function claimContacts(
  database: PrismaClient,
  campaign: RunningCampaign,
  inForce: RulesInForce,
  { now, most }: { readonly now: number; readonly most: number },
): Promise<readonly ClaimedContact[]> {
  if (most <= 0) return []
  return database.$transaction(
    async (tx) => {
      // Paused or stopped in this very moment: nobody is claimed.
      const running = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM "Campaign" WHERE id = ${campaign.id}::uuid AND state = 'RUNNING' FOR SHARE`
      if (running.length === 0) return []
      const contacts = await waiting(tx, campaign.id, now, Math.min(MOST_LOOKED_AT, most * LOOKED_AT_MORE))
      if (contacts.length === 0) return []
      const numbers = contacts.flatMap((contact) => numberOf(contact)?.number ?? [])
      const facts = await numberFacts(tx, numbers, campaign.id, inForce, now)
      const taken = new Set<string>()
      const claims: ClaimedContact[] = []
      const postponed: Postponed[] = []
      for (const contact of contacts) {
        const number = numberOf(contact)
        if (!number) {
          postponed.push({ id: contact.id, nextAt: null, why: 'invalid-number' })
          continue
        }
        const verdict = taken.has(number.number)
          ? ({ why: 'being-called', until: now + LATER_MS } as const)
          : permission(facts.get(number.number), number.number, contact, campaign, inForce, now)
        if (!('ok' in verdict)) {
          postponed.push({ id: contact.id, nextAt: 'until' in verdict ? verdict.until : null, why: verdict.why })
          continue
        }
        if (claims.length === most) break
        taken.add(number.number)
        claims.push({
          attempt: randomUUID(),
          contact: contact.id,
          number: number.number,
          position: number.position,
          name: contact.name,
          attributes: contact.attributes,
          preferredAgentId: contact.preferredAgentId,
          promised: contact.promised,
        })
      }
      const written = await write(tx, campaign.id, claims, now)
      const lost = claims.filter(({ attempt }) => !written.has(attempt))
      await postpone(tx, [
        ...postponed,
        ...lost.map(({ contact }) => ({ id: contact, nextAt: now + LATER_MS, why: 'being-called' })),
      ])
      return claims.filter(({ attempt }) => written.has(attempt))
    },
    { timeout: CLAIM_MS, maxWait: CLAIM_MS },
  )
}

function permission(
  facts: NumberFacts | undefined,
  number: string,
  contact: WaitingContact,
  campaign: RunningCampaign,
  inForce: RulesInForce,
  now: number,
): CallPermission {
  const known = facts ?? { number, attemptsToday: 0, attemptsInAll: 0, live: false, doNotCall: false }
  return mayCall(known, contact, campaign, inForce, now)
}

/** The number whose turn it is; the next one that can be called when it cannot. */
function numberOf({ numbers, position }: WaitingContact) {
  const alive = numbers.filter(({ dead }) => dead === null)
  return alive.find((each) => each.position >= position) ?? alive[0]
}

/** Whoever asked for a time first, then by when they became due, then as they came in. */
const waiting = (tx: Prisma.TransactionClient, campaignId: string, now: number, most: number) =>
  tx.$queryRaw<WaitingContact[]>`
    WITH due AS (
      SELECT c.id FROM "CampaignContact" c
      WHERE c."campaignId" = ${campaignId}::uuid AND c.state = 'WAITING' AND c."nextAt" <= ${new Date(now)}
      ORDER BY c.promised DESC, c."nextAt", c.seq LIMIT ${most} FOR UPDATE SKIP LOCKED)
    SELECT c.id, c.name, c.attributes, c."regionId", c."ticketId", c.consent, c.position, c."preferredAgentId", c.promised,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('position', n.position, 'number', n.number, 'dead', n.dead) ORDER BY n.position)
        FROM "ContactNumber" n WHERE n."contactId" = c.id), '[]'::jsonb) AS numbers
    FROM due JOIN "CampaignContact" c USING (id) ORDER BY c.promised DESC, c."nextAt", c.seq`

async function write(
  tx: Prisma.TransactionClient,
  campaignId: string,
  claims: readonly ClaimedContact[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set()
  const rows = JSON.stringify(
    claims.map(({ attempt, contact, number, position }) => ({ attempt, contact, number, position })),
  )
  const made = await tx.$queryRaw<{ id: string }[]>`
    WITH made AS (
      INSERT INTO "OutboundAttempt" (id, "campaignId", "contactId", number, position, "claimedAt")
      SELECT r.attempt, ${campaignId}::uuid, r.contact, r.number, r.position, ${new Date(now)}
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(attempt uuid, contact uuid, number text, position int)
      ON CONFLICT DO NOTHING RETURNING id, "contactId", position),
    numbers AS (
      UPDATE "ContactNumber" n SET attempts = n.attempts + 1 FROM made
      WHERE n."contactId" = made."contactId" AND n.position = made.position),
    contacts AS (
      UPDATE "CampaignContact" c SET state = 'IN_HAND', "nextAt" = NULL, attempts = c.attempts + 1, position = made.position
      FROM made WHERE c.id = made."contactId")
    SELECT id FROM made`
  return new Set(made.map(({ id }) => id))
}

async function postpone(tx: Prisma.TransactionClient, postponed: readonly Postponed[]): Promise<void> {
  if (postponed.length === 0) return
  const rows = JSON.stringify(
    postponed.map(({ id, nextAt, why }) => ({ id, why, at: nextAt === null ? null : new Date(nextAt).toISOString() })),
  )
  await tx.$executeRaw`
    UPDATE "CampaignContact" c SET "nextAt" = r.at,
      state = CASE WHEN r.at IS NULL THEN 'DONE'::"ContactState" ELSE c.state END,
      outcome = CASE WHEN r.at IS NULL THEN r.why ELSE c.outcome END,
      "doneAt" = CASE WHEN r.at IS NULL THEN now() END
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id uuid, at timestamptz, why text) WHERE c.id = r.id`
}
