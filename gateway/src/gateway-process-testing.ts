/** For tests that kill the gateway: it runs in a process of its own, at an address that a second start has again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type TestSwitch, testEnvironment } from './gateway-testing.ts'

/** Resolves when it is up. @throws when it ends before */
export async function spawnGateway(
  databaseUrl: string,
  telephoneSwitch: TestSwitch,
  { data, port }: { readonly data: string; readonly port: number },
): Promise<ChildProcess> {
  const { source } = testEnvironment(databaseUrl, telephoneSwitch, data)
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { ...process.env, ...source, PORT: String(port), LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)))
    lines.on('line', (line) => {
      if (line.includes('the gateway is up')) resolve()
      if (process.env.TEST_LOG_LEVEL && /"level":"(warn|error)"/.test(line))
        process.stderr.write(`${line.slice(0, 400)}\n`)
    })
  })
  return child
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
