/** The packages of package-lock.json, installed when they are missing or the lock file has changed since. Runs on Node 18 and newer. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StepError, step } from './steps.mjs'

/** @param {string} root the repository */
export async function ensurePackages(root) {
  const modules = join(root, 'node_modules')
  const stamp = join(modules, '.ringdesk-packages')
  const wanted = fingerprint(root)
  // Linked to another checkout's packages: that one looks after them.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(newNode(root))) return

  const logs = join(root, '.data/logs')
  mkdirSync(logs, { recursive: true })
  const log = join(logs, 'install.log')
  await step('安装依赖（首次约一分钟）', 'installing packages (a minute, once)', async () => {
    const code = await install(root, log)
    if (code !== 0)
      throw new StepError(`npm install 失败 · npm install failed (${code})`, {
        log,
        advice: "检查网络与 npm 源后重试 · check the network and npm's registry setting, then try again",
      })
    if (!existsSync(newNode(root)))
      throw new StepError('Node 24 没有装上 · the package "node" did not bring Node 24', {
        log,
        advice: 'npm 可能禁止了安装脚本 · npm may forbid install scripts: npm config get ignore-scripts',
      })
    writeFileSync(stamp, wanted)
  })
}

/** Node 24 from the package `node`. @param {string} root */
export function newNode(root) {
  return join(root, 'node_modules/node/bin/node')
}

/** Also of the machine: a directory copied to another one has packages for the first. @param {string} root */
function fingerprint(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`
}

/**
 * @param {string} root
 * @param {string} log
 * @returns {Promise<number | string>} exit code or signal
 */
function install(root, log) {
  const output = openSync(log, 'w')
  // Under `npm start` this is the very npm that was called.
  const npm = process.env.npm_execpath
  // The lock file's versions, and it stays as it is. Not `npm ci`, which refuses a lock file that lacks other platforms' optional packages,
  // as one does that was written where a registry mirror has not got them.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args]
  const environment = {
    ...process.env,
    // Our own engine is used: nothing to download after the install.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? join(root, 'prisma/schema-engine.mjs'),
  }
  return new Promise((resolve) => {
    const child = spawn(command, rest, { cwd: root, stdio: ['ignore', output, output], env: environment })
    closeSync(output)
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1))
  })
}
