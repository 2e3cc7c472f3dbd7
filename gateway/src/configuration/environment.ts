/** The process's environment, read once at start. Every problem is named in one message, so that nobody fixes them one by one. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { GatewayError } from '../errors.ts'
import { parseInput } from '../input.ts'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)
const flag = z.stringbool({ error: '只能是 true 或 false' })
const folder = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((path) => resolve(path))

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** How many proxies to believe: true / false, their number, or their addresses separated by commas. */
const trustProxy = z
  .string()
  .default('false')
  .transform((value) => {
    if (value === 'true') return true
    if (value === 'false') return false
    return /^\d+$/.test(value) ? Number(value) : value.split(',').map((address) => address.trim())
  })

const schema = z.object({
  PORT: port(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Absent: the embedded PostgreSQL in DATA_DIR. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, '应以 postgresql:// 开头')
    .optional(),
  SWITCH: z.enum(['simulator', 'freeswitch']).default('simulator'),
  ESL_HOST: z.string().min(1).default('127.0.0.1'),
  ESL_PORT: port(8021),
  ESL_PASSWORD: z.string().min(1).optional(),
  /** The switch's gateway for calls that we make: callbacks, forwarding. Absent with a real switch: neither. */
  TRUNK: z
    .string()
    .regex(/^[0-9A-Za-z_.-]{1,64}$/, '应为字母、数字或 _ . -')
    .optional(),
  /** The switch's speech engine and voice, as `tts_commandline|cmn`. Absent with a real switch: text is not spoken. */
  SWITCH_TTS: z
    .string()
    .regex(/^[0-9A-Za-z_.:+-]{1,64}\|[0-9A-Za-z_.:+-]{1,64}$/, '应为 引擎|音色，例如 tts_commandline|cmn')
    .optional(),
  DATA_DIR: folder('.data'),
  /** Default: recordings below DATA_DIR. */
  RECORDINGS_DIR: z.string().optional(),
  /** Where prompts are kept, and the switch reads those that the installation has replaced; the same for several gateways. Default: prompts below DATA_DIR. */
  PROMPTS_DIR: z.string().optional(),
  /** Where the switch finds the prompts, as the switch sees its disk. Absent: where sip-config's container keeps them. */
  SOUND_DIR: z.string().min(1).optional(),
  /** Uploaded files; the same for several gateways. Default: attachments below DATA_DIR. */
  ATTACHMENTS_DIR: z.string().optional(),
  /** A bucket for uploaded files instead; contents are at URL/attachments/…. */
  ATTACHMENTS_S3_URL: z
    .url({ protocol: /^https?$/, error: '应为 http(s):// 地址，例如 https://bucket.s3.cn-north-1.amazonaws.com.cn' })
    .optional(),
  ATTACHMENTS_S3_REGION: z.string().min(1).default('us-east-1'),
  ATTACHMENTS_S3_KEY_ID: z.string().min(1).optional(),
  ATTACHMENTS_S3_SECRET: z.string().min(1).optional(),
  UI_DIR: folder('agent-ui/dist'),
  /** Loads the demo chain into an empty database. */
  RINGDESK_DEMO: flag.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** h without a request until a log-in ends. */
  SESSION_HOURS: z.coerce.number().min(0.1).max(720).default(12),
  TRUST_PROXY: trustProxy,
  COOKIE_SECURE: flag.optional(),
  /** Where the day of the supervisors' figures begins at midnight. */
  TIME_ZONE: z.string().default('Asia/Shanghai').refine(isTimeZone, '不是有效的时区，例如 Asia/Shanghai'),
  /** Whether rules' webhooks may go to private addresses: for receivers inside the company's own network. */
  WEBHOOK_PRIVATE_ADDRESSES: flag.default(false),
  RINGDESK_ROLE: z.enum(['all', 'gateway', 'cti']).default('all'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, '应以 redis:// 开头')
    .optional(),
})

/** Named beside the schema's problems: zod would check what belongs together only once each part is right. */
const companions: readonly (readonly [name: string, value: string, needs: string])[] = [
  ['RINGDESK_ROLE', 'gateway', 'REDIS_URL'],
  ['RINGDESK_ROLE', 'cti', 'REDIS_URL'],
]
const switchCompanion = ['SWITCH', 'freeswitch', 'ESL_PASSWORD'] as const

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

/** Whether a host name or address means this machine only. */
export const isLoopback = (host: string): boolean => loopback.test(host)

/**
 * @param source usually process.env; empty values count as absent, as in compose files
 * @throws GatewayError INVALID_ENVIRONMENT naming every problem, never a value
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>) {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = parseInput(schema, present)
  // A gateway whose telephony runs elsewhere has nothing to say to the switch.
  const needed = present.RINGDESK_ROLE === 'gateway' ? companions : [switchCompanion, ...companions]
  const bucket = ['ATTACHMENTS_S3_KEY_ID', 'ATTACHMENTS_S3_SECRET'].filter(
    (name) => present.ATTACHMENTS_S3_URL !== undefined && present[name] === undefined,
  )
  const missing = needed.filter(([name, value, needs]) => present[name] === value && present[needs] === undefined)
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `  ${issue.path.join('.')}：${issue.message}`),
    ...bucket.map((name) => `  ${name}：设置 ATTACHMENTS_S3_URL 时必须设置`),
    ...missing.map(([name, value, needs]) => `  ${needs}：${name}=${value} 时必须设置`),
  ]
  if (!parsed.success || problems.length > 0)
    throw new GatewayError('INVALID_ENVIRONMENT', { words: { problems: problems.join('\n') } })
  const { RECORDINGS_DIR, PROMPTS_DIR, ATTACHMENTS_DIR, COOKIE_SECURE, ...rest } = parsed.data
  return {
    ...rest,
    RECORDINGS_DIR: resolve(RECORDINGS_DIR ?? `${rest.DATA_DIR}/recordings`),
    PROMPTS_DIR: resolve(PROMPTS_DIR ?? `${rest.DATA_DIR}/prompts`),
    ATTACHMENTS_DIR: resolve(ATTACHMENTS_DIR ?? `${rest.DATA_DIR}/attachments`),
    /** A browser keeps a Secure cookie only over HTTPS or on loopback. */
    COOKIE_SECURE: COOKIE_SECURE ?? !isLoopback(rest.HOST),
  }
}

export type Environment = ReturnType<typeof readEnvironment>
