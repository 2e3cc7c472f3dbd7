/** Builds the browser's files into a place of their own, so that what is tested is what is in the sources now. */
import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
/** ms */
const deadline = 120_000

/** A process of its own: the test runner's NODE_ENV would make another build. @returns a new directory, the caller's to remove */
export async function buildAgentUi(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'ringdesk-ui-'))
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'agent-ui', '--outDir', out, '--emptyOutDir']
  await promisify(execFile)(process.execPath, [...vite, '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    timeout: deadline,
  })
  return out
}
