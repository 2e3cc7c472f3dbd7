/** Why the embedded PostgreSQL did not come up, in words for the person who started it. */
export class EmbeddedPostgresError extends Error {
  readonly code: 'NO_BINARIES' | 'NO_ACCOUNT' | 'INITDB_FAILED' | 'START_FAILED' | 'ADOPT_FAILED' | 'BINARIES_TOO_OLD'

  constructor(code: EmbeddedPostgresError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}
