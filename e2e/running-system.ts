/** The whole product as `npm start` runs it: simulated switch and gateway in processes of their own, on a database with the demo chain. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectSimulatorControl, type SimulatorControl } from '@ringdesk/cti'
import { startGateway, startSimulator } from '../start/programs.ts'
import { untilGatewayIsReady } from '../start/readiness.ts'
import { readSettings } from '../start/settings.ts'
import { type ChildProcessMark, endLeftBehind, readRun, writeRun } from '../start/single-run.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PREFIX = 'ringdesk-e2e-'

export interface RunningSystem {
  /** Where browsers go. */
  readonly url: string
  /** Callers and phones, moved without the gateway's knowledge. */
  readonly calls: SimulatorControl
  /** Path of the gateway's log. */
  readonly gatewayLog: string
  /** kill -9. What watches it starts it again, at the same address. */
  killGateway(): Promise<void>
  stop(): Promise<void>
}

/** @param databaseUrl migrated and seeded; ready in about 5 s. @throws StepError naming what did not come up */
export async function startSystem(databaseUrl: string): Promise<RunningSystem> {
  await removeLeftBehind()
  const directory = mkdtempSync(join(tmpdir(), PREFIX))
  const logs = join(directory, 'logs')
  const port = await freePort()
  const settings = readSettings({ PORT: String(port), DATABASE_URL: databaseUrl, DATA_DIR: directory }, root)
  for (const each of [logs, settings.recordingsDirectory]) mkdirSync(each, { recursive: true })
  const ending = new AbortController()
  const children: Record<string, ChildProcessMark> = {}
  const around = {
    root,
    settings,
    logs,
    signal: ending.signal,
    onStarted: (name: string, pid: number, script: string) => {
      children[name] = { pid, script }
      writeRun(directory, { pid: process.pid, children })
    },
  }

  const simulator = await startSimulator(around, { kind: 'simulator', seed: '1' })
  const gateway = startGateway(around, databaseUrl, simulator.socket)
  const url = `http://127.0.0.1:${port}`
  const ready = () => untilGatewayIsReady(url, gateway.log, ending.signal)
  const calls = await connectSimulatorControl(simulator.socket)
  const missing = await gateway.untilReady(ready())
  if (missing !== undefined) throw new Error(`the gateway is not ready: ${missing}`)

  return {
    url,
    calls,
    gatewayLog: gateway.log,
    async killGateway() {
      if (children.gateway === undefined) throw new Error('there is no gateway to kill')
      process.kill(children.gateway.pid, 'SIGKILL')
    },
    async stop() {
      ending.abort()
      calls.close()
      await gateway.stop()
      await simulator.child.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A run that was killed could not stop its programs: the next one does. */
async function removeLeftBehind(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name)
    const run = readRun(directory)
    if (run === undefined || isAlive(run.pid)) continue
    await endLeftBehind(run)
    rmSync(directory, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
