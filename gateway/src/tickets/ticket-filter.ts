/** What a list, a board and a live view are about, as conditions on the table of tickets (`t`). */
import type { Me, RegionLevel, TicketFilter, TicketStatus } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { unfinished } from './moves.ts'
import { isSearched, placeKey, type SearchedWords, searchedWords } from './searched-words.ts'
import { visibleTo } from './visibility.ts'

export interface ReadFilter {
  /** Scope and filter, without the words. */
  readonly where: Prisma.Sql
  /** The same without the statuses, for whoever asks for them one by one. */
  readonly anyStatus: Prisma.Sql
  readonly statuses: readonly TicketStatus[] | undefined
  readonly words: SearchedWords | undefined
  /** The part of the tree that all of them are in, as the index of words has it. */
  readonly place: number | undefined
  /** So few tickets at most that they can be looked at one by one: a store's, a person's. */
  readonly narrow: boolean
  /** Those made in a range are listed by when they were made: by their last interaction they lie anywhere. */
  readonly byCreation: boolean
}

export const columnOfLevel: Readonly<Record<RegionLevel, string>> = {
  region: 'regionId',
  province: 'provinceId',
  city: 'cityId',
  area: 'areaId',
}

const enumLiterals = (values: readonly string[], type: 'TicketStatus' | 'TicketKind') =>
  Prisma.raw(values.map((value) => `'${value.toUpperCase()}'::"${type}"`).join(', '))

/**
 * Values are the contract's own words, so they can stand in the text: the planner then sees which partial index serves. An index's own
 * condition must not be said beside them: it would be counted twice, and far too few tickets be expected.
 */
export const hasStatus = (statuses: readonly TicketStatus[]): Prisma.Sql =>
  statuses.length === 0 ? Prisma.sql`false` : Prisma.sql`t.status IN (${enumLiterals(statuses, 'TicketStatus')})`

export const isUnfinishedOnly = (statuses: readonly TicketStatus[] | undefined): boolean =>
  statuses?.every((status) => (unfinished as readonly string[]).includes(status)) ?? false

/** Of 5. */
const LOW_SCORE = 2

/** undefined: nothing can match, as for a node of the tree that is not there. */
export async function readFilter(
  database: PrismaClient,
  me: Me,
  filter: TicketFilter,
): Promise<ReadFilter | undefined> {
  const all: Prisma.Sql[] = [visibleTo(me)]
  const { status, kind, category, priority, store, pool, owner, agent, queue, department, tag, channel } = filter
  if (kind) all.push(Prisma.sql`t.kind IN (${enumLiterals([kind], 'TicketKind')})`)
  if (category) all.push(Prisma.sql`t.category = ANY(${category}::text[])`)
  if (priority) all.push(Prisma.sql`t.priority = ANY(${priority}::int[])`)
  if (store) all.push(store === 'none' ? Prisma.sql`t."storeId" IS NULL` : Prisma.sql`t."storeId" = ${store}`)
  if (pool === 'headquarters') all.push(Prisma.sql`${hasStatus(['pooled'])} AND t."poolId" IS NULL`)
  else if (pool) all.push(Prisma.sql`t."poolId" = ${pool}`)
  if (owner === 'none') all.push(Prisma.sql`t."ownerId" IS NULL`)
  else if (owner) {
    const account = owner === 'me' ? me.id : owner
    if (!/^[0-9a-f-]{36}$/i.test(account)) return undefined
    all.push(Prisma.sql`t."ownerId" = ${account}::uuid`)
  }
  if (agent) all.push(Prisma.sql`t."agentId" = ${agent}`)
  if (queue) all.push(Prisma.sql`t."queueId" = ${queue}`)
  if (department) all.push(Prisma.sql`t.departments @> ARRAY[${department}]::text[]`)
  if (tag?.length) all.push(Prisma.sql`t.tags @> ${tag}::text[]`)
  if (filter.survey) all.push(Prisma.sql`t."surveyedAt" IS NOT NULL`)
  if (filter.survey === 'unsolved') all.push(Prisma.sql`NOT t."surveySolved"`)
  if (filter.survey === 'low') all.push(Prisma.sql`t."surveyScore" <= ${LOW_SCORE}::int`)
  if (channel) all.push(Prisma.sql`t.channel = ${channel}`)
  if (filter.createdFrom) all.push(Prisma.sql`t."createdAt" >= ${new Date(filter.createdFrom)}`)
  if (filter.createdTo) all.push(Prisma.sql`t."createdAt" < ${new Date(filter.createdTo)}`)
  if (filter.activeFrom) all.push(Prisma.sql`t."lastInteractionAt" >= ${new Date(filter.activeFrom)}`)
  if (filter.activeTo) all.push(Prisma.sql`t."lastInteractionAt" < ${new Date(filter.activeTo)}`)
  if (filter.due) all.push(Prisma.sql`t."dueAt" < now()`)
  if (filter.mine)
    all.push(me.agent ? Prisma.sql`t."agentId" = ${me.agent.id}` : Prisma.sql`t."ownerId" = ${me.id}::uuid`)
  let level: RegionLevel | undefined
  if (filter.region) {
    const node = await database.region.findUnique({ where: { id: filter.region }, select: { level: true } })
    if (!node) return undefined
    level = node.level.toLowerCase() as RegionLevel
    all.push(Prisma.sql`t.${Prisma.raw(`"${columnOfLevel[level]}"`)} = ${filter.region}`)
  }
  const number = filter.q === undefined ? undefined : wholeNumber(me, filter.q)
  if (number) all.push(Prisma.sql`t."customerNumber" = ${number}`)
  const region = filter.region ?? me.region?.id
  const words = filter.q && !number ? await searchedWords(database, filter.q) : undefined
  const place = words && region ? await placeKey(database, region) : undefined
  return {
    where: Prisma.join(status ? [...all, hasStatus(status)] : all, ' AND '),
    anyStatus: Prisma.join(all, ' AND '),
    statuses: status,
    words: words && isSearched(words) ? words : undefined,
    place,
    narrow: Boolean(
      me.store ||
        (store && store !== 'none') ||
        (owner && owner !== 'none') ||
        agent ||
        filter.mine ||
        pool ||
        number ||
        level === 'area' ||
        me.region?.level === 'area',
    ),
    byCreation: Boolean(words || filter.createdFrom || filter.createdTo),
  }
}

/** Who may have a number shown in full may also look for it in full; everybody else finds its last four digits. E.164 */
function wholeNumber(me: Me, q: string): string | undefined {
  if (me.role !== 'supervisor' && me.role !== 'admin') return undefined
  const digits = q.replace(/[\s-]/g, '').replace(/^(\+|00)?86(?=[01])/, '')
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`
  return /^0\d{9,11}$/.test(digits) ? `+86${digits.slice(1)}` : undefined
}
