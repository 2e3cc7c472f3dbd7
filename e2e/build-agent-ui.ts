/** Builds the browser's files, so that what is tested is what is served. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
/** ms */
const deadline = 120_000

/** A process of its own: the test runner's NODE_ENV would make another build. @returns the directory of the built files */
export async function buildAgentUi(): Promise<string> {
  await promisify(execFile)(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', 'agent-ui', '--logLevel', 'error'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      timeout: deadline,
    },
  )
  return `${root}agent-ui/dist`
}
