/** For tests of gateways and call centres as processes of their own, with a real Redis between them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface TestProcess {
  readonly address: string
  /** Its log lines so far. */
  readonly lines: readonly string[]
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts main.ts with its own data directory and waits until it listens. */
export async function startProcess(environment: Readonly<Record<string, string>>): Promise<TestProcess> {
  const data = environment.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'ringdesk-process-'))
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { ...process.env, ...environment, PORT: '0', DATA_DIR: data, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('the process has no output')
  const lines: string[] = []
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}:\n${lines.slice(-5).join('\n')}`)))
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line)
      if (process.env.TEST_LOG_LEVEL && !line.includes('"level":"info"'))
        process.stderr.write(`${line.slice(0, 400)}\n`)
      if (/process is up|gateway is up/.test(line)) resolve((JSON.parse(line) as { address: string }).address)
    })
  })
  return {
    address,
    lines,
    async kill(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill(signal)
        await ended
      }
      if (!environment.DATA_DIR) rmSync(data, { recursive: true, force: true })
    },
  }
}
