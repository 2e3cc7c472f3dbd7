/**
 * Prisma's CLI with an engine that is there: `node prisma/cli.mjs migrate deploy`.
 *
 * PRISMA_SCHEMA_ENGINE_BINARY wins when it is set; else a native engine that the CLI downloaded earlier is used; else our
 * WebAssembly one (schema-engine.mjs), so that nothing has to be downloaded.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

function nativeEngineIsThere() {
  const engines = dirname(require.resolve('@prisma/engines/package.json'))
  return readdirSync(engines).some((name) => /^schema-engine-/.test(name))
}

const environment = {
  ...process.env,
  // The engine file is started through `#!/usr/bin/env node`: let that be the Node that runs us.
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
}
if (!environment.PRISMA_SCHEMA_ENGINE_BINARY && !nativeEngineIsThere())
  environment.PRISMA_SCHEMA_ENGINE_BINARY = join(here, 'schema-engine.mjs')

const prisma = join(dirname(require.resolve('prisma/package.json')), 'build/index.js')
const child = spawn(process.execPath, [prisma, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: environment,
  cwd: dirname(here),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`prisma could not be started: ${error.message}`)
  process.exitCode = 1
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
