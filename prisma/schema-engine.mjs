#!/usr/bin/env node
/**
 * A schema engine for Prisma's CLI that needs no download.
 *
 * The CLI does migrations by talking JSON-RPC over stdio to a native program that it fetches at first use. Where that download is
 * impossible (no way out, or a machine that may not run downloaded programs), this file serves the same protocol with Prisma's own
 * engine in its WebAssembly build from the npm package. `prisma/cli.mjs` decides when it is used. The migrations directory and the
 * _prisma_migrations table are the same with either engine.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { parse as parseConnectionString } from 'pg-connection-string'

const DEADLINES = { connectionTimeoutMillis: 10_000 }
const args = process.argv.slice(2)
const url = JSON.parse(optionValue('--datasource') ?? '{}').url ?? process.env.DATABASE_URL

if (args.includes('cli')) await answerCommandLine(args[args.indexOf('cli') + 1])
else serve()

function optionValue(name) {
  const index = args.indexOf(name)
  return index < 0 ? undefined : args[index + 1]
}

/** The CLI names its schema files after --datamodels (or -d), up to the next option. */
function schemaFiles() {
  const start = args.findIndex((arg) => arg === '--datamodels' || arg === '-d')
  if (start < 0) return undefined
  const files = []
  for (const arg of args.slice(start + 1)) {
    if (arg.startsWith('--')) break
    files.push([arg, readFileSync(arg, 'utf8')])
  }
  return files
}

/** The CLI drops the first line of stderr and reads one JSON object from each that follows. */
function logError(message, code, database) {
  const fields = { message, is_panic: false, error_code: code, meta: database }
  const entry = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' }
  process.stderr.write(`schema-engine (wasm)\n${JSON.stringify(entry)}`)
}

/** One-shot commands: can-connect-to-database, create-database, drop-database. */
async function answerCommandLine(command) {
  const target = new URL(url)
  const name = decodeURIComponent(target.pathname.slice(1))
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const connectionString = command === 'can-connect-to-database' ? target.href : admin.href
  const client = new pg.Client({ ...DEADLINES, connectionString })
  try {
    await client.connect()
    if (command === 'create-database') await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`)
    await client.end()
    process.exit(0)
  } catch (error) {
    // PostgreSQL's "no such database" and "wrong password" as Prisma's error codes; anything else is "cannot reach".
    const code = { '3D000': 'P1003', '28P01': 'P1000' }[error.code] ?? 'P1001'
    logError(error.message, code, {
      database_name: name,
      database_host: target.hostname,
      database_port: target.port,
    })
    process.exit(1)
  }
}

/** adapter-pg has no mapping for the catalogue's own types ("char", name, int2vector, oidvector-like): show them as text. */
function asTextWhereCatalogue(result) {
  const catalogueTypes = new Set([18, 19, 22, 30])
  for (const part of [result].flat())
    for (const field of part?.fields ?? []) if (catalogueTypes.has(field.dataTypeID)) field.dataTypeID = 25
  return result
}

class CatalogueClient extends pg.Client {
  query(...query) {
    const at = query.findIndex((part) => typeof part === 'function')
    if (at >= 0) {
      const callback = query[at]
      query[at] = (error, result) => callback(error, asTextWhereCatalogue(result))
      return super.query(...query)
    }
    const answer = super.query(...query)
    return typeof answer?.then === 'function' ? answer.then(asTextWhereCatalogue) : answer
  }
}

function openPool(override) {
  return new pg.Pool({ ...parseConnectionString(url), ...DEADLINES, ...override, Client: CatalogueClient, max: 2 })
}

/** adapter-pg splits scripts on ";", which cuts function bodies apart: send the script whole, as one implicit transaction. */
async function connectAdapter(pool) {
  const adapter = await new PrismaPg(pool).connect()
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}

function adapterFactory() {
  const pool = openPool({})
  const factory = new PrismaPg(pool)
  factory.connect = () => connectAdapter(pool)
  factory.connectToShadowDb = async () => {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await pool.query(`CREATE DATABASE "${database}"`)
    const shadow = openPool({ database })
    const adapter = await connectAdapter(shadow)
    adapter.dispose = async () => {
      await shadow.end()
      await pool.query(`DROP DATABASE "${database}" WITH (FORCE)`)
    }
    return adapter
  }
  return bindMigrationAwareSqlAdapterFactory(factory)
}

async function loadEngine() {
  const bindings = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = readFileSync(bindings.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engineBindings })
  engineBindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return engineBindings.SchemaEngine.new({ datamodels: schemaFiles() }, () => {}, adapterFactory())
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

/** JSON-RPC, a line a message; the engine takes one request at a time. */
function serve() {
  const namesInWasm = { getDatabaseVersion: 'version' }
  let engine
  let previous = Promise.resolve()

  const answer = async ({ id, method, params }) => {
    try {
      engine ??= await loadEngine()
      const name = namesInWasm[method] ?? method
      if (typeof engine[name] !== 'function') throw new Error(`this schema engine does not know "${method}"`)
      const result = await engine[name](params)
      // The native engine prints a diff by asking its client to; the WebAssembly one hands it back.
      if (method === 'diff' && result?.stdout)
        send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } })
      send({ id, result: result ?? null })
    } catch (error) {
      const message = error.message ?? String(error)
      const data = { is_panic: false, message, meta: error.meta ?? null, error_code: error.code ?? null }
      send({ id, error: { code: 4466, message, data } })
    }
  }

  createInterface({ input: process.stdin })
    .on('line', (line) => {
      if (!line.trim()) return
      const message = JSON.parse(line)
      // A line without a method is the answer to our own "print".
      if (message.method) previous = previous.then(() => answer(message))
    })
    .on('close', () => previous.finally(() => process.exit(0)))
}
