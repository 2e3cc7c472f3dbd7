/** Puts people into a campaign. The same key twice is the same contact, whichever source names it, and however often. */
import { randomUUID } from 'node:crypto'
import type { ContactsAdded } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'
import { isCallable } from '../rules/may-call.ts'
import { type ContactPlace, RegionsByName } from './contact-places.ts'

export interface NewContact {
  /** survey:<ticket>, ticket:<ticket>, missed:<ticket>, number:<E.164>, or the caller's own. */
  readonly key: string
  readonly name?: string | undefined
  readonly customerId?: string | undefined
  readonly ticketId?: string | undefined
  readonly storeId?: string | undefined
  /** Absent: where the first number is at home. */
  readonly place?: ContactPlace | undefined
  /** In the order of calling: E.164 with +, privacy numbers bare. Others are left out; a contact without any is not added. */
  readonly numbers: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly consent?: string | undefined
  /** Not before; absent: at once. */
  readonly nextAt?: Date | undefined
}

export const MOST_NUMBERS = 5
const AT_ONCE = 1_000

/**
 * In the caller's transaction: a runner that met a contact without its numbers would have done with it. Numbers on the do-not-call list are written as dead; a contact that has no
 * other is done before it began, so that it can be seen why nobody calls.
 * @returns known: were there already, and are as they were; refused: of those added, asked not to be called
 */
export async function addContacts(
  tx: Prisma.TransactionClient,
  campaign: { readonly id: string },
  contacts: readonly NewContact[],
): Promise<ContactsAdded> {
  const sum = { added: 0, known: 0, refused: 0 }
  if (contacts.length === 0) return sum
  const regions = await RegionsByName.read(tx)
  for (let from = 0; from < contacts.length; from += AT_ONCE) {
    const some = await addSome(tx, campaign, contacts.slice(from, from + AT_ONCE), regions)
    sum.added += some.added
    sum.known += some.known
    sum.refused += some.refused
  }
  return sum
}

async function addSome(
  tx: Prisma.TransactionClient,
  campaign: { readonly id: string },
  contacts: readonly NewContact[],
  regions: RegionsByName,
): Promise<ContactsAdded> {
  const byKey = new Map<string, { readonly contact: NewContact; readonly numbers: readonly string[] }>()
  for (const contact of contacts) {
    const numbers = [...new Set(contact.numbers)].filter(isCallable).slice(0, MOST_NUMBERS)
    if (numbers.length > 0 && !byKey.has(contact.key)) byKey.set(contact.key, { contact, numbers })
  }
  const all = [...byKey.values()].flatMap(({ numbers }) => numbers)
  const refused = await refusedAmong(tx, campaign.id, all)
  const rows = [...byKey.values()].map(({ contact, numbers }, position) => {
    const { key, name, customerId, ticketId, storeId, attributes, consent, nextAt } = contact
    const place = contact.place ?? regions.ofNumber(numbers[0] ?? '')
    const over = numbers.every((number) => refused.has(number))
    return {
      position,
      id: randomUUID(),
      key,
      name: name || null,
      customer: customerId ?? null,
      ticket: ticketId ?? null,
      store: storeId ?? null,
      region: place.regionId ?? null,
      province: place.province ?? null,
      city: place.city ?? null,
      attributes,
      consent: consent || null,
      over,
      next: (nextAt ?? new Date()).toISOString(),
    }
  })
  const written = await tx.$queryRaw<{ key: string; id: string; over: boolean }[]>`
    INSERT INTO "CampaignContact" (id, "campaignId", key, name, "customerId", "ticketId", "storeId", "regionId", province, city,
      attributes, consent, state, outcome, "nextAt", "doneAt")
    SELECT r.id, ${campaign.id}::uuid, r.key, r.name, r.customer, r.ticket, r.store, r.region, r.province, r.city, r.attributes, r.consent,
      (CASE WHEN r.over THEN 'DONE' ELSE 'WAITING' END)::"ContactState", CASE WHEN r.over THEN 'do-not-call' END,
      CASE WHEN NOT r.over THEN r.next END, CASE WHEN r.over THEN now() END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(position int, id uuid, key text, name text, customer uuid, ticket uuid,
      store text, region text, province text, city text, attributes jsonb, consent text, over boolean, next timestamptz)
    ORDER BY r.position
    ON CONFLICT ("campaignId", key) DO NOTHING
    RETURNING key, id, outcome IS NOT NULL AS over`
  const numberRows = written.flatMap(({ key, id }) =>
    (byKey.get(key)?.numbers ?? []).map((number, position) => ({
      contactId: id,
      position,
      number,
      dead: refused.has(number) ? 'do-not-call' : null,
    })),
  )
  await tx.$executeRaw`
    INSERT INTO "ContactNumber" ("contactId", position, number, dead)
    SELECT r."contactId", r.position, r.number, r.dead FROM jsonb_to_recordset(${JSON.stringify(numberRows)}::jsonb)
      AS r("contactId" uuid, position int, number text, dead text)`
  return {
    added: written.length,
    known: byKey.size - written.length,
    refused: written.filter(({ over }) => over).length,
  }
}

/** Which of the numbers nobody calls, or not for this campaign. */
export async function refusedAmong(
  tx: Prisma.TransactionClient,
  campaignId: string,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ number: string }[]>`
    SELECT number FROM "DoNotCall" WHERE number = ANY(${[...numbers]}::text[])
      AND ("campaignId" IS NULL OR "campaignId" = ${campaignId}::uuid)`
  return new Set(rows.map(({ number }) => number))
}
