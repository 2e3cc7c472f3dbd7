/** stores.csv: id,name,brand,province,city,district,address,lat,lon,open,close,status; columns in any order, more or fewer of them. */
import { CsvError, parse } from 'csv-parse/sync'
import { hoursOf, minuteOfDay } from '../opening-hours.ts'
import { checkPosition } from '../positions.ts'
import type { Store, StoreStatus } from '../stores.ts'
import { decimal, FormatError, type Problem } from './format-error.ts'

const COLUMNS = [
  'id',
  'name',
  'brand',
  'province',
  'city',
  'district',
  'address',
  'lat',
  'lon',
  'open',
  'close',
  'status',
] as const
type Column = (typeof COLUMNS)[number]
const REQUIRED: readonly Column[] = ['id', 'name']
/** As other systems head them. */
const HEADINGS: Readonly<Record<string, Column>> = {
  storeid: 'id',
  store_id: 'id',
  storename: 'name',
  store_name: 'name',
  latitude: 'lat',
  lng: 'lon',
  long: 'lon',
  longitude: 'lon',
  opensat: 'open',
  open_time: 'open',
  closesat: 'close',
  close_time: 'close',
  state: 'status',
}

const STATUS_WORDS: Readonly<Record<StoreStatus, RegExp>> = {
  open: /^(|open|opened|opening|active|normal|operating|trading|营业|营业中|正常|正常营业|开业|在营|已开业|试营业)$/,
  closed:
    /^(close|closed|shut|inactive|closing|suspended|temporarily[ _-]?closed|permanently[ _-]?closed|停业|已停业|关闭|已关闭|关店|闭店|已闭店|歇业|暂停营业|停用|倒闭|注销|撤店)$/,
  moved: /^(move|moved|moving|relocated|搬迁|已搬迁|迁址|已迁址|搬家|迁移|已迁移|迁店|移址)$/,
}

export interface StoresFile {
  readonly stores: readonly Store[]
  /** What was put right or left out, to be told. */
  readonly notes: readonly string[]
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** @param file its name, for problems @throws FormatError naming every problem with its line and column */
export function readStores(text: string, file: string): StoresFile {
  const rows = rowsOf(text, file)
  const [header, ...rest] = rows
  if (!header)
    throw new FormatError([
      { file, line: 1, column: 'id', message: `the file is empty; the first line must be ${COLUMNS.join(',')}` },
    ])
  const places = columnsOf(header, file)
  const problems: Problem[] = []
  const stores = new Map<string, Store>()
  const lines = new Map<string, number>()
  const notes: string[] = []
  for (const row of rest) {
    if (row.cells.every((cell) => cell.trim() === '')) continue
    const store = storeOf(row, places, (column, message) => problems.push({ file, line: row.line, column, message }))
    if (!store) continue
    const before = lines.get(store.id)
    if (before !== undefined)
      notes.push(`${file}:${row.line}: id: "${store.id}" is on line ${before} already; the later line holds`)
    stores.set(store.id, store)
    lines.set(store.id, row.line)
  }
  if (problems.length > 0) throw new FormatError(problems)
  if (stores.size === 0)
    throw new FormatError([
      {
        file,
        line: header.line + 1,
        column: 'id',
        message: 'there is no store; at least one line must follow the header',
      },
    ])
  const unplaced = [...stores.values()].filter(({ lat, lon }) => checkPosition(lat, lon).kind !== 'usable').length
  if (unplaced > 0)
    notes.push(`${file}: ${unplaced} stores have no position in China; positions say nothing about them`)
  return { stores: [...stores.values()], notes }
}

function rowsOf(text: string, file: string): Row[] {
  try {
    const rows: Row[] = []
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells })
        return null
      },
    })
    return rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    throw new FormatError([
      {
        file,
        line,
        column: `field ${Number(error.column ?? 0) + 1}`,
        message: `not CSV: ${error.message}. A field with a quote or comma in it must be in quotes, its quotes doubled (RFC 4180)`,
      },
    ])
  }
}

function columnsOf(header: Row, file: string): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>()
  header.cells.forEach((cell, place) => {
    const heading = cell.normalize('NFKC').trim().toLowerCase()
    const column = COLUMNS.find((name) => name === heading) ?? HEADINGS[heading]
    if (column && !places.has(column)) places.set(column, place)
  })
  const missing = REQUIRED.filter((column) => !places.has(column))
  if (missing.length > 0)
    throw new FormatError(
      missing.map((column) => ({
        file,
        line: header.line,
        column,
        message: `there is no such column among ${header.cells.join(',')}; the first line must name the columns: ${COLUMNS.join(',')}`,
      })),
    )
  return places
}

function storeOf(
  row: Row,
  places: ReadonlyMap<Column, number>,
  wrong: (column: Column, message: string) => void,
): Store | undefined {
  const cell = (column: Column): string => {
    const place = places.get(column)
    const text = (place === undefined ? '' : (row.cells[place] ?? '')).trim()
    return /^(null|none|nan|n\/a|-)$/i.test(text) ? '' : text
  }
  const id = cell('id')
  if (id === '') {
    wrong('id', 'is empty; every store has an id')
    return undefined
  }
  const name = cell('name')
  const status = statusOf(cell('status'), wrong)
  const lat = degrees(cell('lat'), 'lat', wrong)
  const lon = degrees(cell('lon'), 'lon', wrong)
  const hours = hoursFrom(cell('open'), cell('close'), wrong)
  return {
    id,
    name,
    brand: cell('brand'),
    province: cell('province'),
    city: cell('city'),
    district: cell('district'),
    address: cell('address'),
    ...(lat === undefined ? {} : { lat }),
    ...(lon === undefined ? {} : { lon }),
    ...hours,
    status,
  }
}

function statusOf(text: string, wrong: (column: Column, message: string) => void): StoreStatus {
  const word = text.normalize('NFKC').trim().toLowerCase()
  for (const status of ['open', 'closed', 'moved'] as const) if (STATUS_WORDS[status].test(word)) return status
  wrong('status', `"${text}" is no status; right would be open, closed or moved (营业, 停业, 搬迁)`)
  return 'closed'
}

function degrees(
  text: string,
  column: 'lat' | 'lon',
  wrong: (column: Column, message: string) => void,
): number | undefined {
  if (text === '') return undefined
  const value = decimal(text)
  if (value !== undefined && Math.abs(value) <= 180) return value
  wrong(
    column,
    `"${text}" is no position; right would be degrees such as ${column === 'lat' ? '30.2741' : '120.1551'}, or nothing`,
  )
  return undefined
}

function hoursFrom(
  open: string,
  close: string,
  wrong: (column: Column, message: string) => void,
): { opensAt?: number; closesAt?: number } {
  if (/^(24小时|24h|全天)/i.test(open)) return { opensAt: 0, closesAt: 1_440 }
  const opens = open === '' ? undefined : minuteOfDay(open)
  const closes = close === '' ? undefined : minuteOfDay(close)
  const right = 'right would be a time such as 09:00, or minutes such as 540'
  if (open !== '' && opens === undefined) wrong('open', `"${open}" is no time of day; ${right}`)
  if (close !== '' && closes === undefined) wrong('close', `"${close}" is no time of day; ${right}`)
  return opens === undefined || closes === undefined ? {} : hoursOf(opens, closes)
}
