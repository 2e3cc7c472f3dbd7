/** cases.jsonl: {id, orderStoreId?, lat?, lon?, addressText?, storeText?, phoneArea?, category?, expected?}, one a line. */
import type { DispatchCase } from '../stores.ts'
import { decimal, FormatError, type Problem } from './format-error.ts'

/** What would be right: a store, no store (a pool), or nobody said. */
export type Expected =
  | { readonly kind: 'store'; readonly storeId: string }
  | { readonly kind: 'pool' }
  | { readonly kind: 'unknown' }

export interface EvaluatedCase {
  readonly id: string
  readonly told: DispatchCase
  readonly expected: Expected
}

const TEXTS = ['orderStoreId', 'addressText', 'storeText', 'phoneArea', 'category'] as const
const NUMBERS = ['lat', 'lon'] as const

type Wrong = (field: string, message: string) => void

/** @param isStore whether the file of stores has an id @throws FormatError naming every problem with its line and field */
export function readCases(text: string, file: string, isStore: (id: string) => boolean): EvaluatedCase[] {
  const problems: Problem[] = []
  const cases: EvaluatedCase[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, at) => {
      if (line.trim() === '') return
      const wrong: Wrong = (column, message) => problems.push({ file, line: at + 1, column, message })
      const data = objectIn(line, wrong)
      if (!data) return
      const id = textOf(data, 'id', wrong)
      if (id === undefined) wrong('id', 'is missing; right would be a text that names the case')
      else cases.push({ id, told: toldIn(data, wrong), expected: expectedIn(data, isStore, wrong) })
    })
  if (problems.length > 0) throw new FormatError(problems)
  if (cases.length === 0)
    throw new FormatError([
      { file, line: 1, column: 'id', message: 'there is no case; right would be one JSON object a line' },
    ])
  return cases
}

function objectIn(line: string, wrong: Wrong): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(line)
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { ...data }
    wrong('1', 'is no JSON object; right would be {"id": …} on one line')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const position = /position (\d+)/.exec(why)?.[1]
    wrong(
      String(position === undefined ? line.length : Number(position) + 1),
      `not JSON: ${why}; right would be one object a line`,
    )
  }
  return undefined
}

function toldIn(data: Readonly<Record<string, unknown>>, wrong: Wrong): DispatchCase {
  const told: { -readonly [Field in keyof DispatchCase]: DispatchCase[Field] } = {}
  for (const field of TEXTS) {
    const text = textOf(data, field, wrong)
    if (text !== undefined) told[field] = text
  }
  for (const field of NUMBERS) {
    const degrees = degreesOf(data, field, wrong)
    if (degrees !== undefined) told[field] = degrees
  }
  return told
}

/** Empty and null are as good as absent. */
function textOf(data: Readonly<Record<string, unknown>>, field: string, wrong: Wrong): string | undefined {
  const value = data[field]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  wrong(field, `is ${Array.isArray(value) ? 'a list' : typeof value}; right would be a text`)
  return undefined
}

function degreesOf(data: Readonly<Record<string, unknown>>, field: string, wrong: Wrong): number | undefined {
  const value = data[field]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return value
  if (typeof value === 'string' && /^\s*(null|nan|none|-)?\s*$/i.test(value)) return undefined
  const number = typeof value === 'string' ? decimal(value) : undefined
  if (number === undefined) wrong(field, `${JSON.stringify(value)} is no number; right would be degrees, or nothing`)
  return number
}

/** null says that no store is right; a text that is no store's id names a pool; absent says nothing. */
function expectedIn(data: Readonly<Record<string, unknown>>, isStore: (id: string) => boolean, wrong: Wrong): Expected {
  if (data.expected === null) return { kind: 'pool' }
  const text = textOf(data, 'expected', wrong)
  if (text === undefined) return { kind: 'unknown' }
  return isStore(text) ? { kind: 'store', storeId: text } : { kind: 'pool' }
}
