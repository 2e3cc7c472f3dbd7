/** A list is looked at first; what was agreed to then, and nothing else, is imported: all of it or, when anything has changed, none. */
import { createHash } from 'node:crypto'
import { recordAudit } from '../../audit/audit.ts'
import {
  type ContactsAdded,
  type ImportOptions,
  type ImportPreview,
  type ImportProblem,
  importLimits,
  type Me,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../reports/csv.ts'
import { addContacts } from '../contacts/add-contacts.ts'
import { checkList, type ListFor } from './checked-list.ts'

/** ms for a hundred thousand rows on a slow machine. */
const WRITE_MS = 240_000
const SHOWN_SAMPLES = 3

type OnRead = (read: number) => void

/** @throws GatewayError LIST_UNREADABLE */
export async function previewList(
  database: PrismaClient,
  campaign: ListFor,
  content: Buffer,
  options: ImportOptions,
  onRead: OnRead,
): Promise<ImportPreview> {
  const { head, parts } = await checkList(database, campaign, content, options)
  const problems: ImportProblem[] = []
  const count = { rows: 0, good: 0, errors: 0, duplicates: 0, known: 0, refused: 0 }
  for await (const part of parts) {
    count.rows = part.read
    count.good += part.good.length
    count.errors += part.errorRows
    for (const { kind } of part.problems) {
      if (kind === 'duplicate') count.duplicates += 1
      else if (kind !== 'error') count[kind] += 1
    }
    problems.push(...part.problems.slice(0, importLimits.shownProblems - problems.length))
    onRead(part.read)
  }
  const { headers, columns, samples } = head
  return {
    sha256: hashOf(content),
    columns: headers.map((header, index) => ({
      header,
      samples: samples
        .map((row) => row[index] ?? '')
        .filter(Boolean)
        .slice(0, SHOWN_SAMPLES),
      use: columns[index] ?? { to: 'ignore' },
    })),
    ...count,
    problems,
  }
}

/**
 * @throws GatewayError LIST_UNREADABLE; LIST_CHANGED when it is not the file, or no longer the rows, that somebody agreed to
 */
export async function importList(
  database: PrismaClient,
  me: Me,
  campaign: ListFor,
  content: Buffer,
  options: ImportOptions,
  onRead: OnRead,
): Promise<ContactsAdded> {
  const { agreed } = options
  if (agreed?.sha256 !== hashOf(content)) throw new GatewayError('LIST_CHANGED', { words: { why: '不是同一份文件' } })
  return database.$transaction(
    async (tx) => {
      const sum = { added: 0, known: 0, refused: 0 }
      let good = 0
      const { parts } = await checkList(tx, campaign, content, options)
      for await (const part of parts) {
        good += part.good.length
        const some = await addContacts(tx, campaign, part.good)
        sum.added += some.added
        sum.known += some.known
        sum.refused += some.refused
        onRead(part.read)
      }
      if (good !== agreed.good)
        throw new GatewayError('LIST_CHANGED', { words: { why: `现在可导入 ${good} 行，预览时是 ${agreed.good} 行` } })
      await recordAudit(tx, {
        accountId: me.id,
        actor: me.name,
        action: 'campaign-contacts-added',
        object: `campaign:${campaign.id}`,
        detail: { from: 'list', sha256: agreed.sha256, consent: options.consent ?? null, ...sum },
      })
      return sum
    },
    { timeout: WRITE_MS },
  )
}

const kindWords: Readonly<Record<ImportProblem['kind'], string>> = {
  error: '有误',
  duplicate: '重复',
  known: '已在活动里',
  refused: '勿扰名单',
}

/** Every row that would not be imported, as a CSV for Excel. @throws GatewayError LIST_UNREADABLE */
export async function* problemsFile(
  database: PrismaClient,
  campaign: ListFor,
  content: Buffer,
  options: ImportOptions,
): AsyncGenerator<string> {
  const { parts } = await checkList(database, campaign, content, options)
  yield BYTE_ORDER_MARK + csvLine(['行', '类型', '列', '内容', '问题'])
  for await (const { problems } of parts)
    yield problems
      .map(({ row, kind, column, value, message }) => csvLine([row, kindWords[kind], column, value, message]))
      .join('')
}

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
