/** A program that runs as long as we do: started, watched, started again when it dies, stopped at the end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync, renameSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { StepError } from './steps.mjs'

export interface ChildSpecification {
  readonly name: string
  /** Path of the script below the repository. */
  readonly script: string
  readonly environment: () => NodeJS.ProcessEnv
  readonly log: string
  readonly root: string
  /** ms it gets to end by itself. */
  readonly stopWithinMs: number
  /** Every line it prints. */
  readonly onLine?: (line: string) => void
  /** It died and will be started again in `delayMs`. */
  readonly onRestart?: (why: string, delayMs: number) => void
  readonly onStarted?: (pid: number) => void
}

export interface Child {
  readonly stop: () => Promise<void>
  /** Rejects (StepError) when the program ends before `ready` settles; otherwise settles as `ready` does. */
  readonly untilReady: <Value>(ready: Promise<Value>) => Promise<Value>
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000
/** A run this long was a good one: the next failure starts the back-off anew. */
const GOOD_RUN_MS = 60_000

/** Doubling pauses between restarts, so that what cannot start does not spin. */
export function nextDelay(previousMs: number | undefined, ranMs: number): number {
  if (previousMs === undefined || ranMs >= GOOD_RUN_MS) return FIRST_DELAY_MS
  return Math.min(previousMs * 2, LONGEST_DELAY_MS)
}

export function startChild(specification: ChildSpecification): Child {
  const { name, log, stopWithinMs } = specification
  if (existsSync(log)) renameSync(log, `${log}.1`)
  const output = createWriteStream(log, { flags: 'a', mode: 0o600 })
  let current: ChildProcess | undefined
  let stopping = false
  let everReady = false
  let delayMs: number | undefined
  let timer: NodeJS.Timeout | undefined
  let failFirst: (error: StepError) => void = () => {}

  const run = () => {
    const began = Date.now()
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we stop things in order.
    const child = spawn(process.execPath, [specification.script], {
      cwd: specification.root,
      env: specification.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    current = child
    if (child.pid) specification.onStarted?.(child.pid)
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(output, { end: false })
      createInterface({ input: stream }).on('line', (line) => specification.onLine?.(line))
    }
    let spawnError: Error | undefined
    child.once('error', (error) => {
      spawnError = error
    })
    child.once('close', (code, signal) => {
      current = undefined
      if (stopping) return
      const why = spawnError?.message ?? `${signal ?? `code ${code}`}`
      if (!everReady) {
        failFirst(new StepError(`${name}: 启动即退出 · ended while starting (${why})`, { log }))
        return
      }
      delayMs = nextDelay(delayMs, Date.now() - began)
      specification.onRestart?.(why, delayMs)
      timer = setTimeout(run, delayMs)
    })
  }

  const stop = async () => {
    stopping = true
    clearTimeout(timer)
    const child = current
    if (child?.pid) {
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      const deadline = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
      await closed
      clearTimeout(deadline)
    }
    await new Promise((resolve) => output.end(resolve))
  }

  const failed = new Promise<never>((_, reject) => {
    failFirst = reject
  })
  failed.catch(() => {})
  run()
  return {
    stop,
    untilReady: async (ready) => {
      const value = await Promise.race([ready, failed])
      everReady = true
      return value
    },
  }
}
