/** A list as people send it, row by row: CSV in UTF-8 or GB18030, separated by whatever Excel chose, or the first sheet of an xlsx. */
import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import ExcelJS from 'exceljs'
import { importLimits } from '../../contract/index.ts'
import { GatewayError } from '../../errors.ts'

/** Longer cells are cut: nobody's name or number is longer. */
const MOST_CHARACTERS = 1_000
/** What all parts of an xlsx may be together once unpacked: a hundred thousand wide rows are less. */
const MOST_UNPACKED = 500 * 1024 * 1024
/** Rows between two pauses in which the rest of the process gets its turn. */
const ROWS_IN_A_ROW = 500

export interface TableRow {
  /** As a spreadsheet counts, from 1. */
  readonly row: number
  readonly cells: readonly string[]
}

/** Rows without any text are left out. @throws GatewayError LIST_UNREADABLE saying why */
export async function* readTable(content: Buffer): AsyncGenerator<TableRow> {
  if (content.length === 0) throw unreadable('文件是空的')
  let read = 0
  for await (const line of isZip(content) ? sheetRows(content) : csvRows(content)) {
    const cells = line.cells.map((cell) => cell.slice(0, MOST_CHARACTERS).trim())
    while (cells.at(-1) === '') cells.pop()
    if (cells.length === 0) continue
    if (cells.length > importLimits.columns)
      throw unreadable(`第 ${line.row} 行有 ${cells.length} 列，最多 ${importLimits.columns} 列`)
    read += 1
    if (read > importLimits.rows + 1) throw unreadable(`超过 ${importLimits.rows} 行，请分成几份`)
    if (read % ROWS_IN_A_ROW === 0) await new Promise((resolve) => setImmediate(resolve))
    yield { row: line.row, cells }
  }
}

export const unreadable = (why: string, cause?: unknown): GatewayError =>
  new GatewayError('LIST_UNREADABLE', { words: { why }, cause })

const isZip = (content: Buffer): boolean => content.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))

/** Excel in China writes CSV in the system's code page (GB18030); everything else writes UTF-8, with a mark or without. */
export function decoded(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(content)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw unreadable('不是 UTF-8 或 GB18030 编码的文本，也不是 xlsx。旧的 xls 请先另存为 xlsx 或 CSV', error)
  }
}

async function* csvRows(content: Buffer): AsyncGenerator<TableRow> {
  const text = decoded(content)
  if (text.includes('\0')) throw unreadable('不是文本，也不是 xlsx。旧的 xls 请先另存为 xlsx 或 CSV')
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      delimiter: delimiterOf(text),
      // Lists are put together from several: one file may end its lines in several ways.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      max_record_size: 200_000,
    }),
  )
  try {
    for await (const record of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>)
      yield { row: record.info.lines, cells: record.record }
  } catch (error) {
    const { code, lines } = error as Partial<CsvError> & { lines?: number }
    if (code?.startsWith('CSV_')) throw unreadable(`第 ${lines ?? '?'} 行附近的引号没有配对`, error)
    throw error
  }
}

function* pieces(text: string): Generator<string> {
  const length = 65_536
  for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length)
}

/** The one of the first line's that stands there most often. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text.slice(0, 10_000))?.[0] ?? ''
  const count = (mark: string) => line.split(mark).length
  return [',', '\t', ';', '，'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

async function* sheetRows(content: Buffer): AsyncGenerator<TableRow> {
  refuseBomb(content)
  const book = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([content]), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'emit',
  })
  try {
    for await (const sheet of book) {
      for await (const row of sheet) {
        const values = row.values as readonly ExcelJS.CellValue[]
        yield { row: row.number, cells: Array.from(values.slice(1), textOf) }
      }
      return
    }
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw unreadable('xlsx 已损坏，请在表格软件里打开后另存一份', error)
  }
}

/** Numbers without an exponent: a phone number that was typed into a cell is a number to Excel. */
function textOf(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value.toFixed(0) : String(value)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue)
  if ('text' in value) return typeof value.text === 'string' ? value.text : textOf(value.text as ExcelJS.CellValue)
  return ''
}

const CENTRAL_ENTRY = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50

/** Adds up what the archive's directory (APPNOTE.TXT 4.3.12) says its parts unpack to. */
function refuseBomb(content: Buffer): void {
  const end = content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > content.length || content.readUInt32LE(end) !== END_OF_DIRECTORY)
    throw unreadable('xlsx 不完整，请重新上传')
  let at = content.readUInt32LE(end + 16)
  let unpacked = 0
  for (let entry = content.readUInt16LE(end + 10); entry > 0; entry -= 1) {
    if (at + 46 > content.length || content.readUInt32LE(at) !== CENTRAL_ENTRY) throw unreadable('xlsx 已损坏')
    unpacked += content.readUInt32LE(at + 24)
    at += 46 + content.readUInt16LE(at + 28) + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32)
  }
  if (unpacked > MOST_UNPACKED) throw unreadable('xlsx 解开后过大，请另存为 CSV')
}
