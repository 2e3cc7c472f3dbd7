import { join, resolve } from 'node:path'
import { StepError } from './steps.mjs'

/** What `npm start` is asked to run, from the environment. */
export interface Settings {
  readonly host: string
  readonly port: number
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** Load the demo chain into an empty database. */
  readonly demo: boolean
  readonly dataDirectory: string
  readonly recordingsDirectory: string
  readonly promptsDirectory: string
  readonly logLevel: string
  readonly switch: SwitchSettings
}

export type SwitchSettings =
  | { readonly kind: 'simulator'; readonly seed: string | undefined }
  | { readonly kind: 'freeswitch'; readonly host: string; readonly port: number; readonly password: string }

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** @throws StepError that names every problem at once */
export function readSettings(environment: NodeJS.ProcessEnv, root: string): Settings {
  const problems: string[] = []
  const port = (name: string, fallback: number): number => {
    const value = environment[name]
    if (!value) return fallback
    if (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535) return Number(value)
    problems.push(`${name}="${value}": 1–65535`)
    return fallback
  }
  const oneOf = (name: string, values: readonly string[], fallback: string): string => {
    const value = environment[name] || fallback
    if (!values.includes(value)) problems.push(`${name}="${value}": ${values.join(' | ')}`)
    return value
  }

  const databaseUrl = environment.DATABASE_URL || undefined
  if (databaseUrl && !isPostgresUrl(databaseUrl))
    problems.push('DATABASE_URL: postgresql://user:password@host:port/name')
  const dataDirectory = resolve(environment.DATA_DIR || join(root, '.data'))
  const kind = oneOf('SWITCH', ['simulator', 'freeswitch'], 'simulator')
  const settings: Settings = {
    host: environment.HOST || '127.0.0.1',
    port: port('PORT', 8080),
    databaseUrl,
    // Somebody's own database gets demo data only when they ask for them.
    demo: ['1', 'true'].includes(oneOf('RINGDESK_DEMO', ['0', '1', 'false', 'true'], databaseUrl ? '0' : '1')),
    dataDirectory,
    recordingsDirectory: resolve(environment.RECORDINGS_DIR || join(dataDirectory, 'recordings')),
    promptsDirectory: resolve(environment.PROMPTS_DIR || join(dataDirectory, 'prompts')),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    switch:
      kind === 'freeswitch'
        ? {
            kind: 'freeswitch',
            host: environment.ESL_HOST || '127.0.0.1',
            port: port('ESL_PORT', 8021),
            password: environment.ESL_PASSWORD || '',
          }
        : { kind: 'simulator', seed: environment.SIMULATOR_SEED || undefined },
  }
  if (settings.switch.kind === 'freeswitch' && !settings.switch.password)
    problems.push(
      "ESL_PASSWORD: 需要 FreeSWITCH 事件套接字的口令 · the password of FreeSWITCH's event socket is needed",
    )
  if (problems.length > 0)
    throw new StepError(`设置有误 · settings are wrong:\n${problems.map((problem) => `- ${problem}`).join('\n')}`, {
      advice: 'docs/operators.md',
    })
  return settings
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
}
