/**
 * A real FreeSWITCH with sip-config/, for tests: one that is running already (ESL_HOST, ESL_PORT, ESL_PASSWORD), or one that is found on
 * this machine and started on loopback with free ports and a directory of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { EslConnection } from '../esl-connection.ts'

export interface LiveFreeSwitch {
  readonly eslHost: string
  readonly eslPort: number
  readonly eslPassword: string
  /** Where the carrier sends its calls. */
  readonly carrierPort: number
  /** Where agents' phones register. */
  readonly agentPort: number
  readonly agentPassword: string
  /** A gateway of the switch, and the port on this machine that it leads to. */
  readonly trunk: string
  readonly trunkPort: number
  /** Where the switch may write. */
  readonly directory: string
  readonly soundDirectory: string
  /** One `api` command over a connection of the test's own. */
  api(command: string): Promise<string>
  stop(): Promise<void>
}

export interface LiveFreeSwitchOptions {
  /** After which an unclaimed call goes to the fallback, s. */
  readonly fallbackSeconds?: number
  /** Changes the copy of sip-config/ that the switch is started with. */
  readonly prepare?: (directory: string) => Promise<void>
}

const gateway = (port: number): string =>
  `<gateway name="carrier">
  <param name="proxy" value="127.0.0.1:${port}"/>
  <param name="username" value="ringdesk"/>
  <param name="password" value="none"/>
  <param name="register" value="false"/>
</gateway>
`

const repository = fileURLToPath(new URL('../../../../../sip-config/freeswitch', import.meta.url))
const prefixes = (): string[] =>
  [process.env.FREESWITCH_HOME, '/usr/local/freeswitch', '/opt/freeswitch'].filter((path) => path !== undefined)

interface Installation {
  readonly binary: string
  readonly modules: string
}

function findInstallation(): Installation | undefined {
  for (const prefix of prefixes()) {
    const binary = join(prefix, 'bin/freeswitch')
    const modules = ['lib/freeswitch/mod', 'mod'].map((path) => join(prefix, path)).find((path) => existsSync(path))
    if (existsSync(binary) && modules !== undefined) return { binary, modules }
  }
  return undefined
}

/** Why the live suite cannot run, or undefined when it can. */
export const whyNotLive = (): string | undefined =>
  process.env.ESL_HOST !== undefined || findInstallation() !== undefined
    ? undefined
    : 'the live suite did not run: no ESL_HOST, and no FreeSWITCH in FREESWITCH_HOME, /usr/local/freeswitch or /opt/freeswitch'

/** @throws when there is none, or when it does not come up within 30 s (with the end of its output) */
export async function startLiveFreeSwitch(options: LiveFreeSwitchOptions = {}): Promise<LiveFreeSwitch> {
  const directory = await mkdtemp(join(tmpdir(), 'ringdesk-freeswitch-'))
  const host = process.env.ESL_HOST
  if (host !== undefined) {
    return attach(
      {
        eslHost: host,
        eslPort: Number(process.env.ESL_PORT ?? 8021),
        eslPassword: process.env.ESL_PASSWORD ?? 'ClueCon',
        carrierPort: Number(process.env.FS_CARRIER_PORT ?? 5080),
        agentPort: Number(process.env.FS_AGENT_PORT ?? 5060),
        agentPassword: process.env.FS_AGENT_PASSWORD ?? 'change-me',
        trunk: process.env.FS_TRUNK ?? 'carrier',
        trunkPort: Number(process.env.FS_TRUNK_PORT ?? 5090),
        directory,
        soundDirectory: process.env.FS_PROMPTS ?? '/etc/freeswitch/sounds/zh-CN',
      },
      () => rm(directory, { recursive: true, force: true }),
    )
  }
  const installation = findInstallation()
  if (installation === undefined) throw new Error(whyNotLive())
  const [eslPort = 0, carrierPort = 0, agentPort = 0, webSocketPort = 0, trunkPort = 0] = await freePorts(5)
  const eslPassword = `live-${process.pid}`
  const agentPassword = 'live-agents'
  const places = ['log', 'run', 'db', 'temp', 'recordings', 'storage', 'cache', 'scripts', 'certs', 'grammar', 'htdocs']
  for (const place of places) await mkdir(join(directory, place))
  const configuration = join(directory, 'conf')
  await cp(repository, configuration, { recursive: true })
  await writeFile(join(configuration, 'sip_profiles/carriers/carrier.xml'), gateway(trunkPort))
  await options.prepare?.(configuration)
  const output: string[] = []
  const child = spawn(
    installation.binary,
    [
      '-nf',
      '-nc',
      '-nonat',
      '-nonatmap',
      ...['-conf', configuration, '-mod', installation.modules],
      ...places.flatMap((place) => [`-${place}`, join(directory, place)]),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        FS_SIP_IP: '127.0.0.1',
        FS_CARRIER_PORT: String(carrierPort),
        FS_AGENT_PORT: String(agentPort),
        FS_AGENT_WS_PORT: String(webSocketPort),
        FS_AGENT_PASSWORD: agentPassword,
        FS_FALLBACK_SECONDS: String(options.fallbackSeconds ?? 30),
        FS_RTP_START_PORT: String(rtpStart),
        FS_RTP_END_PORT: String(rtpStart + 998),
        ESL_PORT: String(eslPort),
        ESL_PASSWORD: eslPassword,
      },
    },
  )
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString('utf8'))
      if (output.length > 200) output.shift()
    })
  const stop = async (): Promise<void> => {
    await ended(child)
    await rm(directory, { recursive: true, force: true })
  }
  const live = attach(
    {
      eslHost: '127.0.0.1',
      eslPort,
      eslPassword,
      carrierPort,
      agentPort,
      agentPassword,
      trunk: 'carrier',
      trunkPort,
      directory,
      soundDirectory: join(configuration, 'sounds/zh-CN'),
    },
    stop,
  )
  try {
    await ready(live, child)
  } catch (error) {
    await stop()
    throw new Error(`FreeSWITCH did not come up: ${output.join('').slice(-3_000)}`, { cause: error })
  }
  return live
}

/** Above what the kernel hands out for "any port", below what the product's default uses. */
const rtpStart = 15_000

function attach(parts: Omit<LiveFreeSwitch, 'api' | 'stop'>, stop: () => Promise<void>): LiveFreeSwitch {
  let control: EslConnection | undefined
  const api = async (command: string): Promise<string> => {
    control ??= new EslConnection({
      host: parts.eslHost,
      port: parts.eslPort,
      password: parts.eslPassword,
      log: pino({ level: 'silent' }),
      onEventBody: () => {},
      onClosed: () => {
        control = undefined
      },
    })
    const connection = control
    await connection.ready
    return (await connection.request(`api ${command}`, 5_000)).text
  }
  return {
    ...parts,
    api,
    stop: async () => {
      control?.close('the test is over')
      await stop()
    },
  }
}

async function ready(live: LiveFreeSwitch, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`)
    try {
      const profiles = await live.api('sofia status')
      if (['external', 'internal'].every((name) => new RegExp(`^\\s*${name}\\s.*RUNNING`, 'm').test(profiles))) return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    if (Date.now() > deadline) throw new Error('SIP profiles not running')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    // Its directory goes with it: nothing is worth a long goodbye.
    const killer = setTimeout(() => child.kill('SIGKILL'), 2_000)
    child.once('exit', () => {
      clearTimeout(killer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

/** All held at once, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer()
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
