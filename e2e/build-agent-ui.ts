/** Builds the browser's files when their sources have changed, so that what is tested is what is served. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDesk, isDeskBuilt } from '../start/desk-build.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** ms */
const deadline = 120_000

/** @returns the directory of the built files. @throws StepError with the end of the bundler's output */
export async function buildAgentUi(): Promise<string> {
  const logs = join(root, '.data/logs')
  mkdirSync(logs, { recursive: true })
  if (!isDeskBuilt(root)) await buildDesk(root, join(logs, 'desk-build.log'), AbortSignal.timeout(deadline))
  return join(root, 'agent-ui/dist')
}
