/** Keyset pages: a cursor names the last row shown, so that rows that come meanwhile neither repeat nor hide any. */
import { GatewayError } from './errors.ts'

export interface PageKey {
  readonly at: Date
  readonly id: string
}

export const cursorOf = ({ at, id }: PageKey): string => Buffer.from(`${at.getTime()} ${id}`).toString('base64url')

/** @throws GatewayError BAD_CURSOR when it is none of ours, or its id does not have the given shape */
export function readCursor(cursor: string, idShape: RegExp): PageKey {
  const [, ms, id] = /^(\d{1,13}) (.+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (ms === undefined || id === undefined || !idShape.test(id)) throw new GatewayError('BAD_CURSOR')
  return { at: new Date(Number(ms)), id }
}

/** One row more than the page holds tells that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => PageKey,
): { rows: Row[]; next?: string } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return rows.length > limit && last !== undefined ? { rows: page, next: cursorOf(key(last)) } : { rows: page }
}

/** `text` anywhere in a column, for ILIKE: what people type is not a pattern. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
