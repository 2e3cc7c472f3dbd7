/** How an administrator changes ticket types: a draft that is edited, then published as a version that never changes. */

import { recordAudit } from '../audit/audit.ts'
import {
  documentProblems,
  type FormDocument,
  formDocument,
  type Me,
  schemaOf,
  type TicketTypeDraft,
  type TicketTypeVersion,
} from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf } from '../instant.ts'
import { documentProblemWords } from './problem-words.ts'
import { findVersion, formOf } from './types.ts'

type Transaction = Prisma.TransactionClient
type Row = Prisma.TicketTypeGetPayload<object>

const audit = (tx: Transaction, me: Me, id: string, detail: Prisma.InputJsonObject) =>
  recordAudit(tx, {
    accountId: me.id,
    actor: me.name,
    action: 'ticket-type-changed',
    object: `ticket-type:${id}`,
    detail,
  })

/** Held until the transaction ends: two administrators come one after the other. @throws GatewayError NO_SUCH_TYPE */
async function lockType(tx: Transaction, id: string): Promise<Row> {
  await tx.$queryRaw`SELECT id FROM "TicketType" WHERE id = ${id} FOR UPDATE`
  const row = await tx.ticketType.findUnique({ where: { id } })
  if (!row) throw new GatewayError('NO_SUCH_TYPE')
  return row
}

async function draftOf(tx: Transaction, row: Row): Promise<TicketTypeDraft> {
  const { draft, draftRevision, draftBy, draftAt } = row
  if (draft !== null)
    return {
      revision: draftRevision,
      document: formDocument.parse(draft),
      ...(draftBy === null ? {} : { by: draftBy }),
      ...(draftAt === null ? {} : { at: instantOf(draftAt) }),
    }
  const published = row.version === null ? undefined : await formOf(tx, row.id, row.version)
  if (!published) throw new GatewayError('NO_SUCH_TYPE')
  return { revision: draftRevision, document: published.document }
}

/** Nobody overwrites what they have not seen. @throws GatewayError TYPE_CHANGED with the present draft */
async function refuseStale(tx: Transaction, row: Row, revision: number): Promise<void> {
  if (row.draftRevision === revision) return
  throw new GatewayError('TYPE_CHANGED', {
    words: { by: row.draftBy ?? '其他管理员' },
    body: { draft: await draftOf(tx, row) },
  })
}

/** What is edited; the published document when nobody has begun. @throws GatewayError NO_SUCH_TYPE */
export async function readDraft(database: PrismaClient, id: string): Promise<TicketTypeDraft> {
  const row = await database.ticketType.findUnique({ where: { id } })
  if (!row) throw new GatewayError('NO_SUCH_TYPE')
  return draftOf(database, row)
}

/** A new type, unpublished. @throws GatewayError TYPE_EXISTS, TOO_MANY_TYPES */
export async function createType(
  database: PrismaClient,
  me: Me,
  { id, document }: { readonly id: string; readonly document: FormDocument },
): Promise<TicketTypeDraft> {
  return database.$transaction(async (tx) => {
    if ((await tx.ticketType.count()) >= 200) throw new GatewayError('TOO_MANY_TYPES', { words: { most: 200 } })
    const last = await tx.ticketType.aggregate({ _max: { order: true } })
    const made = await tx.ticketType.createMany({
      data: [
        {
          id,
          ...document.name,
          order: (last._max.order ?? 0) + 1,
          draft: document,
          draftRevision: 1,
          draftBy: me.name,
          draftAt: new Date(),
        },
      ],
      skipDuplicates: true,
    })
    if (made.count === 0) throw new GatewayError('TYPE_EXISTS', { words: { id } })
    await audit(tx, me, id, { created: document.name.zh })
    return draftOf(tx, await lockType(tx, id))
  })
}

/** @throws GatewayError NO_SUCH_TYPE, TYPE_CHANGED */
export async function saveDraft(
  database: PrismaClient,
  me: Me,
  id: string,
  { revision, document }: { readonly revision: number; readonly document: FormDocument },
): Promise<TicketTypeDraft> {
  return database.$transaction(async (tx) => {
    const row = await lockType(tx, id)
    await refuseStale(tx, row, revision)
    const saved = await tx.ticketType.update({
      where: { id },
      data: {
        draft: document,
        draftRevision: { increment: 1 },
        draftBy: me.name,
        draftAt: new Date(),
        // Nobody has seen another name yet.
        ...(row.version === null ? document.name : {}),
      },
    })
    return draftOf(tx, saved)
  })
}

/** Back to what is published; a type that never was goes away. @throws GatewayError NO_SUCH_TYPE, TYPE_CHANGED */
export async function dropDraft(database: PrismaClient, me: Me, id: string, revision: number): Promise<void> {
  await database.$transaction(async (tx) => {
    const row = await lockType(tx, id)
    await refuseStale(tx, row, revision)
    if (row.version === null) await tx.ticketType.delete({ where: { id } })
    else
      await tx.ticketType.update({
        where: { id },
        data: { draft: Prisma.DbNull, draftRevision: { increment: 1 }, draftBy: null, draftAt: null },
      })
    await audit(tx, me, id, { dropped: true })
  })
}

/**
 * Makes the draft the version that tickets get from now on.
 * @throws GatewayError NO_SUCH_TYPE, TYPE_CHANGED, NOTHING_TO_PUBLISH, UNFIT_FORM naming every problem
 */
export async function publish(
  database: PrismaClient,
  me: Me,
  id: string,
  revision: number,
): Promise<TicketTypeVersion> {
  return database.$transaction(async (tx) => {
    const row = await lockType(tx, id)
    await refuseStale(tx, row, revision)
    if (row.draft === null) throw new GatewayError('NOTHING_TO_PUBLISH')
    const { document } = await draftOf(tx, row)
    const problems = documentProblems(document)
    if (problems.length > 0)
      throw new GatewayError('UNFIT_FORM', {
        words: { count: problems.length },
        fields: problems.map((problem) => ({
          path: problem.field ?? problem.section ?? 'form',
          message: documentProblemWords(document, problem),
        })),
      })
    const version = (row.version ?? 0) + 1
    await tx.ticketTypeVersion.create({
      data: {
        typeId: id,
        version,
        schema: schemaOf(document) as Prisma.InputJsonObject,
        layout: document,
        accountId: me.id,
        actor: me.name,
      },
    })
    await tx.ticketType.update({
      where: { id },
      data: {
        ...document.name,
        version,
        draft: Prisma.DbNull,
        draftRevision: { increment: 1 },
        draftBy: null,
        draftAt: null,
      },
    })
    await audit(tx, me, id, { published: version })
    return findVersion(tx, id, version)
  })
}

/** Retired types stay on their tickets and are offered no more. @throws GatewayError NO_SUCH_TYPE */
export async function setRetired(database: PrismaClient, me: Me, id: string, retired: boolean): Promise<void> {
  await database.$transaction(async (tx) => {
    const row = await lockType(tx, id)
    if ((row.retiredAt !== null) === retired) return
    await tx.ticketType.update({ where: { id }, data: { retiredAt: retired ? new Date() : null } })
    await audit(tx, me, id, { retired })
  })
}

/** The order in which forms offer them; types that are not named follow. */
export async function setOrder(database: PrismaClient, me: Me, ids: readonly string[]): Promise<void> {
  await database.$transaction(async (tx) => {
    const rows = await tx.ticketType.findMany({ orderBy: [{ order: 'asc' }, { id: 'asc' }], select: { id: true } })
    const rest = rows.map(({ id }) => id).filter((id) => !ids.includes(id))
    const wanted = [...ids, ...rest]
    await tx.$executeRaw`
      UPDATE "TicketType" t SET "order" = w.place FROM unnest(${wanted}::text[]) WITH ORDINALITY AS w(id, place) WHERE t.id = w.id`
    await audit(tx, me, 'order', { order: [...ids] })
  })
}
