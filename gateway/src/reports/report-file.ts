/** A report as a file: a row for each queue or agent and interval, read and written a day at a time. */
import { PassThrough, type Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { reportExport } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'
import { agentRows } from './agent-report.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import { agentColumns, type Cell, placeWords, queueColumns } from './export-columns.ts'
import { queueRows, readQueues } from './queue-report.ts'
import type { ReportContext } from './report.ts'
import { dayByDay, type Intervals, intervalsOf, intervalText, spanOf } from './report-span.ts'

/** What a sheet of Excel holds is little more. */
const MOST_ROWS = 1_000_000
const DAY_MS = 86_400_000

type Export = z.output<typeof reportExport>

/** @throws GatewayError EXPORT_TOO_LARGE before anything is written */
export async function refuseTooLarge({ database, timeZone }: ReportContext, query: Export): Promise<void> {
  const span = spanOf(query.from, query.to, timeZone)
  const intervals = (span.to - span.from) / (query.interval * 60_000)
  const rows = query.by === 'queue' ? await database.queue.count() : await database.agent.count()
  if (intervals * (query.key === undefined ? rows : 1) > MOST_ROWS)
    throw new GatewayError('EXPORT_TOO_LARGE', { words: { most: MOST_ROWS } })
}

/** The heading, then every row. @param now epoch ms */
export async function* exportedRows(context: ReportContext, query: Export, now: number): AsyncGenerator<Cell[][]> {
  const { database, timeZone } = context
  const { by, key, language } = query
  const words = placeWords[language]
  const intervals = intervalsOf(spanOf(query.from, query.to, timeZone), query.interval)
  const titles = (by === 'queue' ? queueColumns : agentColumns).map((column) => column.words[language])
  yield [[words.interval, words.id, words[by], ...(by === 'queue' ? [words.threshold] : []), ...titles]]
  if (by === 'queue') {
    const queues = await readQueues(database)
    const known = new Map(queues.map((queue) => [queue.id, queue]))
    for (const day of daysUntil(intervals, now)) {
      const rows = await queueRows(database, day, queues, key)
      yield rows.map(({ key: id, index, figures }) => [
        intervalText(day, index),
        id,
        known.get(id)?.name ?? id,
        (known.get(id)?.serviceLevelMs ?? 0) / 1000,
        ...queueColumns.map(({ value }) => value(figures)),
      ])
    }
    return
  }
  const agents = await database.agent.findMany({ select: { id: true, name: true } })
  const names = new Map(agents.map(({ id, name }) => [id, name]))
  for (const day of daysUntil(intervals, now)) {
    const rows = await agentRows(database, day, now, key)
    yield rows.map(({ key: id, index, figures }) => [
      intervalText(day, index),
      id,
      names.get(id) ?? id,
      ...agentColumns.map(({ value }) => value(figures)),
    ])
  }
}

function* daysUntil(intervals: Intervals, now: number): Generator<Intervals> {
  for (const day of dayByDay(intervals)) if (day.from < now + DAY_MS) yield day
}

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/** As a download; the reader may go away in the middle. @param name ends in .xlsx or .csv */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: PassThrough, name: string) {
  file.on('error', (error) => request.log.error({ err: error }, 'an export was broken off'))
  reply.raw.on('close', () => file.destroy())
  return reply
    .type(types[name.endsWith('.csv') ? 'csv' : 'xlsx'])
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(file)
}

/** A stream that ends with the file, or with the error that stopped it. */
export function fileOf(format: 'xlsx' | 'csv', rows: AsyncIterable<Cell[][]>): PassThrough {
  const file = new PassThrough()
  const writing = format === 'csv' ? writeCsv(rows, file) : writeXlsx(rows, file)
  writing.catch((error: unknown) => file.destroy(error instanceof Error ? error : new Error(String(error))))
  return file
}

async function writeCsv(rows: AsyncIterable<Cell[][]>, file: Writable): Promise<void> {
  file.write(BYTE_ORDER_MARK)
  for await (const some of rows) {
    if (file.destroyed) return
    if (!file.write(some.map(csvLine).join(''))) await drained(file)
  }
  file.end()
}

/** Cells of text are text to Excel whatever they begin with: only CSV has to be made harmless. */
async function writeXlsx(rows: AsyncIterable<Cell[][]>, file: Writable): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: file })
  const sheet = book.addWorksheet('Ringdesk', { views: [{ state: 'frozen', xSplit: 3, ySplit: 1 }] })
  for await (const some of rows) {
    if (file.destroyed) return
    for (const cells of some) sheet.addRow(cells).commit()
    if (file.writableNeedDrain) await drained(file)
  }
  sheet.commit()
  await book.commit()
}

/** Until the reader has taken what is written, or has gone. */
function drained(file: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const go = (): void => {
    file.off('drain', go)
    file.off('close', go)
    resolve()
  }
  file.on('drain', go)
  file.on('close', go)
  return promise
}
