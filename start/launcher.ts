/** The second half of `npm start`, on Node 24: brings everything up in order, watches it, and takes it down again. */
import { mkdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { destination, pino } from 'pino'
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../gateway/src/embedded-postgres/index.ts'
import { ensureDatabaseClient } from './database-client.mjs'
import { keepRunning } from './database-watch.ts'
import { buildDesk, isDeskBuilt } from './desk-build.ts'
import { type EventSocket, startGateway, startSimulator } from './programs.ts'
import { requireFreePort, untilGatewayIsReady } from './readiness.ts'
import { readSettings, type Settings } from './settings.ts'
import { type ChildProcessMark, claim, endLeftBehind, release, writeRun } from './single-run.ts'
import { explain, StepError, step } from './steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const ending = new AbortController()
/** What to undo, last first. */
const undo: { zh: string; en: string; stop: () => Promise<void> }[] = []
const children: Record<string, ChildProcessMark> = {}
const began = Date.now()
/** The first administrator of an empty database, told once. */
let made: { readonly username: string; readonly password: string } | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => askToEnd(signal))
// start.mjs is gone, killed perhaps: nobody could stop us any more.
const onStarterGone = () => askToEnd('disconnect')
process.on('disconnect', onStarterGone)
// A closed terminal, or `npm start | head`: nobody reads any more, which is no reason to leave things behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => askToEnd('SIGHUP'))
process.on('uncaughtException', (error) => {
  explain(error)
  process.exitCode = 1
  askToEnd('uncaughtException')
})

try {
  await bringUp(readSettings(process.env, root))
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve()
    else ending.signal.addEventListener('abort', () => resolve(), { once: true })
  })
} catch (error) {
  if (!ending.signal.aborted) {
    explain(error)
    process.exitCode = 1
  }
}
await takeDown()
if (ending.signal.reason === 'SIGTERM') process.exitCode = 143
// The ipc channel to start.mjs alone would keep us here.
process.off('disconnect', onStarterGone)
if (process.connected) process.disconnect()

function askToEnd(reason: string): void {
  if (!ending.signal.aborted) {
    console.log('\n  正在停止… · stopping …')
    ending.abort(reason)
  }
}

async function bringUp(settings: Settings): Promise<void> {
  console.log('\n  Ringdesk\n')
  const { dataDirectory } = settings
  const logs = join(dataDirectory, 'logs')
  for (const directory of [logs, settings.recordingsDirectory]) mkdirSync(directory, { recursive: true })
  const log = pino({ level: settings.logLevel }, destination({ dest: join(logs, 'launcher.log'), sync: true }))

  const before = claim(dataDirectory)
  undo.push({ zh: '', en: '', stop: async () => release(dataDirectory) })
  if (before) await inOrder('清理上次异常退出的进程', 'ending what a killed run left', () => endLeftBehind(before), 200)
  await requireFreePort(settings.host, settings.port)
  await ensureDatabaseClient()

  const databaseUrl = await bringUpDatabase(settings, log)
  if (!isDeskBuilt(root))
    await inOrder('构建坐席界面', 'building the desk', () =>
      buildDesk(root, join(logs, 'desk-build.log'), ending.signal),
    )

  const url = `http://${reachable(settings.host)}:${settings.port}`
  const note = (name: string, pid: number, script: string) => {
    children[name] = { pid, script }
    writeRun(dataDirectory, { pid: process.pid, children, url, databaseUrl, ...(simulator ? { simulator } : {}) })
  }
  let simulator: EventSocket | undefined
  const around = { root, settings, logs, signal: ending.signal, onStarted: note }
  const asked = settings.switch
  if (asked.kind === 'simulator') {
    const started = await inOrder('启动模拟交换机', 'starting the simulated switch', () =>
      startSimulator(around, asked),
    )
    undo.push({ zh: '模拟交换机', en: 'simulated switch', stop: started.child.stop })
    simulator = started.socket
  }
  const socket = asked.kind === 'freeswitch' ? asked : simulator
  if (!socket) throw new Error('neither a real switch nor a simulated one')

  const missing = await inOrder('启动网关', 'starting the gateway', async () => {
    const gateway = startGateway(around, databaseUrl, socket)
    undo.push({ zh: '网关', en: 'gateway', stop: gateway.stop })
    return gateway.untilReady(untilGatewayIsReady(url, gateway.log, ending.signal))
  })
  greet(settings, url, missing)
}

async function bringUpDatabase(settings: Settings, log: pino.Logger): Promise<string> {
  const { checkExternal, firstAdministrator, migrate, seed } = await import('./database.ts')
  const external = settings.databaseUrl
  let url: string
  if (external) {
    await inOrder('连接数据库', 'connecting to the database', () => checkExternal(external))
    url = external
  } else {
    const directory = join(settings.dataDirectory, 'postgres')
    const start = () => startEmbeddedPostgres({ directory, log })
    const postgres = await inOrder('启动内置 PostgreSQL', 'starting the embedded PostgreSQL', () =>
      start().catch((error: unknown) => {
        if (error instanceof EmbeddedPostgresError) throw new StepError(error.message, { cause: error })
        throw error
      }),
    )
    undo.push({ zh: 'PostgreSQL', en: 'PostgreSQL', stop: keepRunning(postgres, start).stop })
    if (postgres.adopted) console.log('    接管了仍在运行的数据库 · took over the one that was still running')
    url = postgres.url
  }
  await inOrder('更新数据库结构', 'bringing the database up to date', () => migrate(url, log))
  if (settings.demo) await inOrder('准备演示数据', 'preparing the demo chain', () => seed(url, log))
  else made = await inOrder('检查账号', 'looking for accounts', () => firstAdministrator(url, log))
  return url
}

/** A step, unless we are to end; when we are asked to during it, the ones after it don't happen. */
async function inOrder<Result>(zh: string, en: string, work: () => Promise<Result>, quietMs = 0): Promise<Result> {
  ending.signal.throwIfAborted()
  const result = await step(zh, en, work, { quietMs })
  return result
}

async function takeDown(): Promise<void> {
  for (const { zh, en, stop } of undo.reverse()) {
    try {
      if (zh === '') await stop()
      else await step(`停止${zh}`, `stopping ${en}`, stop)
    } catch (error) {
      explain(error)
      process.exitCode = 1
    }
  }
}

function greet(settings: Settings, url: string, missing: string | undefined): void {
  const logs = relative(process.cwd(), join(settings.dataDirectory, 'logs'))
  const simulated = settings.switch.kind === 'simulator'
  const lines = [
    '',
    `  已就绪 · ready in ${((Date.now() - began) / 1000).toFixed(1)} s:  ${url}`,
    '',
    ...(missing ? [`  ! 尚未就绪的部分 · not ready yet: ${missing.slice(0, 500)}`, ''] : []),
    ...(settings.demo
      ? [
          '  演示账号 · demo log-ins（密码 · password: ringdesk-demo）',
          '    a1001 … a1012  坐席 · agents      s2001  班长 · supervisor      admin  管理员 · administrator',
          '',
        ]
      : []),
    ...(made
      ? [
          `  数据库中还没有账号，已建立管理员 · nobody had an account; made the administrator  ${made.username}`,
          `    密码只显示这一次，登录后请修改 · shown this once, change it after the log-in:  ${made.password}`,
          '',
        ]
      : []),
    ...(simulated
      ? [
          '  ⚠ 这是模拟交换机，不是真实电话 · the switch is SIMULATED, no real calls',
          '    打一通模拟来电 · place a simulated call:  npm run call -- --from 13800138000 --to 4008001234',
          '    接真实的 FreeSWITCH · with a real FreeSWITCH:  SWITCH=freeswitch ESL_HOST=… ESL_PORT=… ESL_PASSWORD=… npm start',
        ]
      : [`  交换机 · switch: FreeSWITCH`]),
    '',
    `  日志 · logs: ${logs}/   停止 · stop: Ctrl-C`,
    '',
  ]
  console.log(lines.join('\n'))
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
