/** Comma-separated values as Excel opens them. Pure. */
import type { Cell } from './export-columns.ts'

/** Without it Excel takes UTF-8 for the system's code page. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** A text that a spreadsheet would reckon with is marked as text. OWASP, CSV Injection. */
export function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell
}

/** RFC 4180. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`
}

function field(cell: Cell): string {
  const text = cell === null ? '' : String(harmless(cell))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
