/** Prisma's codes for a value that the database refuses whatever the weather: too long, broken key, missing row, impossible value. */
const DATA_CODES = new Set([
  'P2000',
  'P2002',
  'P2003',
  'P2005',
  'P2006',
  'P2007',
  'P2011',
  'P2012',
  'P2020',
  'P2023',
  'P2025',
  'P2033',
])

/**
 * Whether trying the same again can never help. Everything else (connection, time-outs, full pool, shutting down) passes.
 * For raw queries the SQLSTATE counts: class 22 is data, 23 constraints.
 */
export function isDataError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  const { code } = error
  if (typeof code !== 'string') return false
  if (code !== 'P2010') return DATA_CODES.has(code)
  return /"?(?:originalCode|code)"?\s*[:=]\s*"?(22|23)[0-9A-Z]{3}/.test(
    JSON.stringify('meta' in error ? error.meta : {}),
  )
}
