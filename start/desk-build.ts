/** The browser's half, built when its sources have changed since the last build. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StepError } from './steps.mjs'

/** What goes into the desk besides its own directory: the contract with the gateway, and the packages. */
const INPUTS = ['agent-ui', 'gateway/src/contract', 'package-lock.json']
const NOT_SOURCES = new Set(['dist', 'node_modules'])

export function isDeskBuilt(root: string): boolean {
  const stamp = stampOf(root)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)
}

/** @throws StepError with the end of vite's output */
export async function buildDesk(root: string, log: string, signal: AbortSignal): Promise<void> {
  const wanted = fingerprint(root)
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'agent-ui'], {
    cwd: root,
    // Whatever runs us, a test too: what is built is what is shipped.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', output, output],
    signal,
  })
  closeSync(output)
  const ended = await new Promise<string | number | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, killedBy) => resolve(code ?? killedBy))
  })
  if (ended !== 0)
    throw new StepError(`坐席界面构建失败 · building the desk failed (${ended})`, {
      log,
      advice: 'npx vite build agent-ui',
    })
  writeFileSync(stampOf(root), wanted)
}

function stampOf(root: string): string {
  return join(root, 'agent-ui/dist/.made-from')
}

function fingerprint(root: string): string {
  const hash = createHash('sha256')
  for (const input of INPUTS) add(join(root, input), input)
  return hash.digest('hex')

  function add(path: string, name: string): void {
    if (!existsSync(path)) return
    const entries = name.endsWith('.json') ? undefined : readdirSync(path, { withFileTypes: true })
    if (!entries) {
      hash.update(name).update(readFileSync(path))
      return
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const [childPath, childName] = [join(path, entry.name), `${name}/${entry.name}`]
      if (NOT_SOURCES.has(entry.name)) continue
      if (entry.isDirectory()) add(childPath, childName)
      else if (entry.isFile()) hash.update(childName).update(readFileSync(childPath))
    }
  }
}
