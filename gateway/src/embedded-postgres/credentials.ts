import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Kept beside the data, readable by us alone. */
export interface Credentials {
  readonly user: string
  readonly password: string
  port: number
}

export function readCredentials(home: string): Credentials {
  return JSON.parse(readFileSync(join(home, 'server.json'), 'utf8')) as Credentials
}

export function writeCredentials(home: string, credentials: Credentials): void {
  const path = join(home, 'server.json')
  writeFileSync(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
}

export function urlOf({ user, password, port }: Credentials, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
}

/** Can we log in? A stranger on this port, or a server that is still starting, cannot be logged in to. */
export async function answers(credentials: Credentials): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(credentials, 'postgres'), connectionTimeoutMillis: 2_000 })
  // A server that goes away while we ask says so here too; the answer below is what counts.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
