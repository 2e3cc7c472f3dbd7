/** A whole list against the campaign: what would be imported, what not and why. Nothing is written here. */
import type { CampaignKind, ImportColumn, ImportOptions, ImportProblem } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'
import type { NewContact } from '../contacts/add-contacts.ts'
import { refusedAmong } from '../contacts/add-contacts.ts'
import { type StoreOfContact, storeFields } from '../contacts/contact-places.ts'
import { type CheckedRow, checkRow } from './check-row.ts'
import { guessColumns, isHeading } from './guess-columns.ts'
import { readTable, type TableRow, unreadable } from './read-table.ts'

const AT_ONCE = 1_000
const SAMPLES = 20
/** All of a large chain. */
const MOST_STORES = 200_000

export interface ListFor {
  readonly id: string
  readonly kind: CampaignKind
}

export interface ListHead {
  readonly headers: readonly string[]
  readonly columns: readonly ImportColumn[]
  readonly samples: readonly (readonly string[])[]
}

export interface ListPart {
  /** Of rows so far, all parts together. */
  readonly read: number
  readonly good: readonly NewContact[]
  /** In the order of rows; a row may have several. */
  readonly problems: readonly ImportProblem[]
  /** Rows that have at least one error. */
  readonly errorRows: number
}

/**
 * The heading first, then part after part.
 * @throws GatewayError LIST_UNREADABLE
 */
export async function checkList(
  database: Prisma.TransactionClient,
  campaign: ListFor,
  content: Buffer,
  options: ImportOptions,
): Promise<{ head: ListHead; parts: AsyncGenerator<ListPart> }> {
  const rows = readTable(content)
  const first: TableRow[] = []
  while (first.length <= SAMPLES) {
    const next = await rows.next()
    if (next.done) break
    first.push(next.value)
  }
  const [top] = first
  if (!top) throw unreadable('里面没有任何内容')
  const heading = isHeading(top.cells)
  const below = heading ? first.slice(1) : first
  const width = Math.max(...first.map(({ cells }) => cells.length))
  const headers = Array.from({ length: width }, (_, index) => (heading && top.cells[index]) || `第 ${index + 1} 列`)
  const samples = below.map(({ cells }) => cells)
  const columns = Array.from(
    { length: width },
    (_, index) => (options.columns ?? guessColumns(headers, samples))[index] ?? ({ to: 'ignore' } as const),
  )
  if (!columns.some(({ to }) => to === 'number') && options.columns) throw unreadable('请至少指定一列为号码')
  const stores = columns.some(({ to }) => to === 'store') ? await storesByName(database) : new Map()
  const context = { kind: campaign.kind, columns, headers, stores, consent: options.consent }
  const parts = checkParts(database, campaign, joined(below, rows), (row) => checkRow(row, context))
  return { head: { headers, columns, samples }, parts }
}

async function* joined(first: readonly TableRow[], rest: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  yield* first
  yield* rest
}

async function* checkParts(
  database: Prisma.TransactionClient,
  campaign: ListFor,
  rows: AsyncIterable<TableRow>,
  check: (row: TableRow) => CheckedRow,
): AsyncGenerator<ListPart> {
  /** Of each number and key the row that had it first. */
  const seen = new Map<string, number>()
  let read = 0
  let batch: CheckedRow[] = []
  for await (const row of rows) {
    read += 1
    batch.push(check(row))
    if (batch.length < AT_ONCE) continue
    yield { read, ...(await judged(database, campaign, batch, seen)) }
    batch = []
  }
  if (batch.length > 0) yield { read, ...(await judged(database, campaign, batch, seen)) }
}

/** Within the list, against the campaign, against the do-not-call list. */
async function judged(
  database: Prisma.TransactionClient,
  campaign: ListFor,
  batch: readonly CheckedRow[],
  seen: Map<string, number>,
): Promise<Omit<ListPart, 'read'>> {
  const fine = batch.flatMap((row) => ('contact' in row ? [row] : []))
  const numbers = fine.flatMap(({ contact }) => contact.numbers)
  const keys = fine.map(({ contact }) => contact.key)
  const refused = await refusedAmong(database, campaign.id, numbers)
  const known = await knownIn(database, campaign.id, numbers, keys)
  const good: NewContact[] = []
  const problems: ImportProblem[] = []
  let errorRows = 0
  for (const checked of batch) {
    if (!('contact' in checked)) {
      problems.push(...checked.problems)
      errorRows += 1
      continue
    }
    const { row, contact, numbersAt } = checked
    const marks = [contact.key, ...contact.numbers]
    const earlier = marks.map((mark) => seen.get(mark)).find((at) => at !== undefined)
    const said = (kind: ImportProblem['kind'], message: string) =>
      problems.push({ row, kind, column: numbersAt, value: contact.numbers.join(' / '), message })
    if (earlier !== undefined) said('duplicate', `与第 ${earlier} 行重复`)
    else if (marks.some((mark) => known.has(mark))) said('known', '已在这个活动里')
    else if (contact.numbers.every((number) => refused.has(number))) said('refused', '在勿扰名单里，不会呼叫')
    else good.push(contact)
    for (const mark of marks) if (!seen.has(mark)) seen.set(mark, row)
  }
  return { good, problems, errorRows }
}

async function knownIn(
  database: Prisma.TransactionClient,
  campaignId: string,
  numbers: readonly string[],
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set()
  // One by one through the indexes: asked as joins, the planner reads the whole campaign for each part of the list.
  const rows = await database.$queryRaw<{ mark: string }[]>`
    SELECT asked.mark FROM unnest(${[...numbers]}::text[]) AS asked(mark) CROSS JOIN LATERAL (
      SELECT FROM "ContactNumber" n WHERE n.number = asked.mark
        AND (SELECT c."campaignId" FROM "CampaignContact" c WHERE c.id = n."contactId") = ${campaignId}::uuid LIMIT 1) AS found
    UNION ALL
    SELECT asked.mark FROM unnest(${[...keys]}::text[]) AS asked(mark) CROSS JOIN LATERAL (
      SELECT FROM "CampaignContact" c WHERE c."campaignId" = ${campaignId}::uuid AND c.key = asked.mark LIMIT 1) AS found`
  return new Set(rows.map(({ mark }) => mark))
}

export async function storesByName(database: Prisma.TransactionClient): Promise<Map<string, StoreOfContact>> {
  const stores = await database.store.findMany({ select: storeFields, orderBy: { id: 'asc' }, take: MOST_STORES })
  const byName = new Map<string, StoreOfContact>()
  for (const store of stores) byName.set(store.name, store)
  for (const store of stores) byName.set(store.code, store).set(store.id, store)
  return byName
}
