/** What is wrong with a file: where, what, and what would be right. */

const PROBLEMS_SHOWN = 20

export interface Problem {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Name of the column or field, or the number of the character in the line. */
  readonly column: string
  readonly message: string
}

export class FormatError extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    const shown = problems
      .slice(0, PROBLEMS_SHOWN)
      .map(({ file, line, column, message }) => `${file}:${line}: ${column}: ${message}`)
    const more = problems.length - PROBLEMS_SHOWN
    super([...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'))
    this.name = 'FormatError'
    this.problems = problems
  }
}

/** UTF-8 with or without a byte order mark, UTF-16 with one, or what Excel in Chinese saves (GB 18030). */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8, which is what this asks: every byte sequence means something in GB 18030.
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** A decimal number, also as text and full-width; undefined for what is none. */
export function decimal(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined
}
