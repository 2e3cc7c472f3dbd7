/** Prisma's client is generated, not committed: made when it is missing or the schema has changed since. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StepError, step } from './steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'gateway/src/database/client/.made-from')

export async function ensureDatabaseClient() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'prisma/schema.prisma')))
  const wanted = hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await step('生成数据库客户端', 'generating the database client', async () => {
    await generate()
    writeFileSync(stamp, wanted)
  })
}

/** @returns {Promise<void>} */
function generate() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'prisma/cli.mjs'), 'generate'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new StepError(`prisma generate:\n${output.trim()}`, { advice: 'npm run db:generate' }))
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureDatabaseClient()
