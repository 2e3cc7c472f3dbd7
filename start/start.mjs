/**
 * `npm start`. This first half runs on whatever Node the machine has (18 or newer) and without packages: it gets them, Node 24 among
 * them, and hands over to launcher.ts on that.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensurePackages, newNode } from './packages.mjs'
import { explain, StepError } from './steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  checkMachine()
  await ensurePackages(root)
  handOver()
} catch (error) {
  explain(error)
  process.exitCode = 1
}

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 18)
    throw new StepError(`Node ${process.versions.node} 太旧 · is too old`, {
      advice: '请安装 Node 18 或更新版本 · install Node 18 or newer',
    })
  if (process.platform !== 'linux' && process.platform !== 'darwin')
    throw new StepError(`不支持的系统 · not a supported system: ${process.platform}`, {
      advice: '请在 Linux、macOS 或 WSL 2 中运行 · run it on Linux, macOS or in WSL 2',
    })
}

function handOver() {
  // Over the ipc channel the launcher notices when we are gone, however we went.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(newNode(root), [join(root, 'start/launcher.ts')], { cwd: root, stdio })
  // Ctrl-C reaches the launcher by itself (same terminal); a signal to us alone is passed on. Either way it ends first.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm cannot pass on a kill -9 of its own: see it from our parent having changed. (Started without npm, under nohup say, that is no sign.)
  if (process.env.npm_lifecycle_event === 'start') {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref()
  }
  child.once('error', (error) => {
    explain(error)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 1)
  })
}
