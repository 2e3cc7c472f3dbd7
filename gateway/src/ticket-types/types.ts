/** Ticket types and their published forms, as they are read. */
import type {
  FormDocument,
  Me,
  TicketChoices,
  TicketTypeCard,
  TicketTypeVersion,
  TicketTypeVersionCard,
} from '../contract/index.ts'
import { formDocument } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf } from '../instant.ts'
import { ticketNextSteps, ticketResults } from '../tickets/results.ts'

type Database = Prisma.TransactionClient

const mostTypes = 200
const mostVersions = 500
const inOrder = [{ order: 'asc' }, { id: 'asc' }] satisfies Prisma.TicketTypeOrderByWithRelationInput[]

/** In the order of the forms. What was never published, and what is being edited, is for administrators. */
export async function ticketTypes(database: Database, reader: Me): Promise<TicketTypeCard[]> {
  const all = reader.role === 'admin'
  const rows = await database.ticketType.findMany({
    where: all ? {} : { version: { not: null } },
    orderBy: inOrder,
    take: mostTypes,
    omit: { draft: true },
  })
  return rows.map(({ id, zh, en, order, version, retiredAt, draftBy, draftAt }) => ({
    id,
    zh,
    en,
    order,
    retired: retiredAt !== null,
    ...(version === null ? {} : { version }),
    ...(all && draftAt ? { draft: { by: draftBy ?? '', at: instantOf(draftAt) } } : {}),
  }))
}

/** What the forms offer, as it is now. */
export async function ticketChoices(database: Database): Promise<TicketChoices> {
  const types = await database.ticketType.findMany({
    where: { version: { not: null }, retiredAt: null },
    orderBy: inOrder,
    take: mostTypes,
    select: { id: true, zh: true, en: true },
  })
  return {
    categories: types.map(({ id, zh, en }) => ({ code: id, zh, en })),
    results: [...ticketResults],
    nextSteps: [...ticketNextSteps],
  }
}

/** A form that tickets are filled in with. */
export interface PublishedForm {
  readonly typeId: string
  readonly version: number
  readonly document: FormDocument
}

/** The form that new tickets of this type get; undefined when there is no such published type. */
export async function presentForm(database: Database, typeId: string): Promise<PublishedForm | undefined> {
  const type = await database.ticketType.findUnique({ where: { id: typeId }, select: { version: true } })
  return type?.version == null ? undefined : formOf(database, typeId, type.version)
}

export async function formOf(database: Database, typeId: string, version: number): Promise<PublishedForm | undefined> {
  const row = await database.ticketTypeVersion.findUnique({
    where: { typeId_version: { typeId, version } },
    select: { layout: true },
  })
  return row ? { typeId, version, document: formDocument.parse(row.layout) } : undefined
}

/** The form of a ticket: the version it was filled in with, else the present one of its category. */
export async function formOfTicket(
  database: Database,
  ticket: { readonly category: string | null; readonly formVersion: number | null },
): Promise<PublishedForm | undefined> {
  if (ticket.category === null) return undefined
  return ticket.formVersion === null
    ? presentForm(database, ticket.category)
    : formOf(database, ticket.category, ticket.formVersion)
}

/** @throws GatewayError NO_SUCH_TYPE */
export async function versionsOf(database: Database, typeId: string): Promise<TicketTypeVersionCard[]> {
  const rows = await database.ticketTypeVersion.findMany({
    where: { typeId },
    orderBy: { version: 'desc' },
    take: mostVersions,
    select: { version: true, actor: true, publishedAt: true },
  })
  if (rows.length === 0) throw new GatewayError('NO_SUCH_TYPE')
  return rows.map(({ version, actor, publishedAt }) => ({ version, by: actor, at: instantOf(publishedAt) }))
}

/** @throws GatewayError NO_SUCH_TYPE */
export async function findVersion(database: Database, typeId: string, version: number): Promise<TicketTypeVersion> {
  const row = await database.ticketTypeVersion.findUnique({ where: { typeId_version: { typeId, version } } })
  if (!row) throw new GatewayError('NO_SUCH_TYPE')
  return {
    typeId,
    version,
    by: row.actor,
    at: instantOf(row.publishedAt),
    document: formDocument.parse(row.layout),
    schema: row.schema as Record<string, unknown>,
  }
}
