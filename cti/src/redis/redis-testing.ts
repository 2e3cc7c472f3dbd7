/** A real redis-server for tests, on a free port of loopback, with a directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface TestRedis {
  readonly url: string
  /** kill -9; what was in memory alone is lost. */
  kill(): Promise<void>
  /** On the same port; empty when it does not keep its data. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** @param keeps append-only file as in docker-compose.yml; without it a restart loses everything */
export async function startTestRedis({ keeps = false } = {}): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'ringdesk-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const start = async (): Promise<void> => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '']
    const started = spawn('redis-server', [...settings, '--appendonly', keeps ? 'yes' : 'no'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    const lines = createInterface({ input: started.stdout })
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject)
      started.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
      lines.on('line', (line) => line.includes('Ready to accept connections') && resolve())
    })
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    async stop() {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
