import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** What a running (or killed) server left in its data directory's postmaster.pid. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** The format is PostgreSQL's (miscadmin.h, LOCK_FILE_LINE_*): line 1 the pid, line 4 the port. */
export function readPostmaster(data: string): Postmaster | undefined {
  const path = join(data, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Math.abs(Number(lines[0])) || 0, port: Number(lines[3]) || 0 }
}

export function clearPostmaster(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

/** Is this pid a PostgreSQL on these data, and not some other program that was given the number since? */
export function isRunning({ pid }: Postmaster, data: string): boolean {
  return pid > 0 && commandOf(pid).includes(data)
}

/** The command line, or '' when there is no such process (or it is a zombie). */
function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
  } catch {
    // No /proc entry, or ps found nothing: not running is the answer, not an error.
    return ''
  }
}

/**
 * Fast shutdown (connections are cut, data are flushed), then after `graceMs` an immediate one (the next start recovers from the log).
 * Resolves when the process is gone. @throws Error when it will not go.
 */
export async function stopPostmaster(postmaster: Postmaster, data: string, graceMs = 20_000): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isRunning(postmaster, data)) return
    kill(postmaster.pid, signal)
    if (await gone(postmaster, data, signal === 'SIGINT' ? graceMs : 5_000)) return
  }
  throw new Error(`PostgreSQL (pid ${postmaster.pid}) does not end`)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function gone(postmaster: Postmaster, data: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (isRunning(postmaster, data)) {
    if (Date.now() > deadline) return false
    await delay(20)
  }
  return true
}
