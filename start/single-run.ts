/** One run at a time on one data directory, and what a killed run left behind. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { commandOf } from '../gateway/src/embedded-postgres/index.ts'
import { StepError } from './steps.mjs'

/** .data/run.json: how `npm run call` and the next start find us. */
export interface Run {
  readonly pid: number
  readonly url?: string
  readonly simulator?: { readonly host: string; readonly port: number; readonly password: string }
  readonly databaseUrl?: string
  /** Our children, so that a start after a kill can end them. */
  readonly children: Readonly<Record<string, ChildProcessMark>>
}

export interface ChildProcessMark {
  readonly pid: number
  /** Part of its command line, so that nobody else's process with that number is hit. */
  readonly script: string
}

const LAUNCHER = 'start/launcher.ts'

/**
 * Claims the data directory. @throws StepError when a run has it.
 * @returns what the run before left when it was killed
 */
export function claim(dataDirectory: string): Run | undefined {
  const lock = join(dataDirectory, 'run.lock')
  const mine = `${lock}.${process.pid}`
  // Linked, not written: a lock is there with its pid in it, or not at all.
  writeFileSync(mine, String(process.pid), { mode: 0o600 })
  try {
    while (!isLinked(mine, lock)) {
      const holder = readHolder(lock)
      if (holder !== process.pid && commandOf(holder).includes(LAUNCHER)) throw runsAlready(dataDirectory, holder)
      setAside(lock, holder)
    }
    return readRun(dataDirectory)
  } finally {
    rmSync(mine, { force: true })
  }
}

function runsAlready(dataDirectory: string, pid: number): StepError {
  const url = readRun(dataDirectory)?.url
  return new StepError(`已在运行 · it is running already (pid ${pid})${url ? `: ${url}` : ''}`, {
    advice: '在那个终端按 Ctrl-C 可停止 · stop it with Ctrl-C in its terminal',
  })
}

function isLinked(from: string, to: string): boolean {
  return unless('EEXIST', () => linkSync(from, to))
}

/** 0 when the lock went away meanwhile. */
function readHolder(lock: string): number {
  let pid = 0
  unless('ENOENT', () => {
    pid = Number(readFileSync(lock, 'utf8'))
  })
  return pid
}

/** Removes a dead run's lock; by renaming, so that of two starts at the same moment neither removes the other's new one. */
function setAside(lock: string, deadPid: number): void {
  const aside = `${lock}.${process.pid}.old`
  if (!unless('ENOENT', () => renameSync(lock, aside))) return
  if (Number(readFileSync(aside, 'utf8')) !== deadPid) isLinked(aside, lock)
  rmSync(aside, { force: true })
}

/** Does it; false when that failed with this code. */
function unless(code: string, work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false
    throw error
  }
}

export function release(dataDirectory: string): void {
  rmSync(join(dataDirectory, 'run.json'), { force: true })
  rmSync(join(dataDirectory, 'run.lock'), { force: true })
}

export function writeRun(dataDirectory: string, run: Run): void {
  writeFileSync(join(dataDirectory, 'run.json'), `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 })
}

/** @returns undefined when nothing is known of a run there */
export function readRun(dataDirectory: string): Run | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, 'run.json'), 'utf8')) as Run
  } catch {
    // Absent after a clean stop, cut short after a bad one: either way nothing is known.
    return undefined
  }
}

/** Ends children of a killed run; calls on them are re-adopted as after any restart. PostgreSQL is not among them: it is taken over. */
export async function endLeftBehind(run: Run, graceMs = 5_000): Promise<void> {
  const marks = Object.values(run.children ?? {}).filter(isOurs)
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of marks.filter(isOurs)) process.kill(pid, signal)
    const deadline = Date.now() + graceMs
    while (marks.some(isOurs) && Date.now() < deadline) await delay(50)
  }
}

function isOurs({ pid, script }: ChildProcessMark): boolean {
  return commandOf(pid).includes(script)
}
