/**
 * `npm test`: everything, on a machine that may have nothing. This first half runs on whatever Node is there; it gets the packages and
 * hands over to test-run.ts on Node 24.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensurePackages, newNode } from './packages.mjs'
import { explain } from './steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  await ensurePackages(root)
  const child = spawn(newNode(root), [join(root, 'start/test-run.ts')], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
} catch (error) {
  explain(error)
  process.exitCode = 1
}
