/** A program of the product as a process of its own, ended with the bench. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endLater } from './started.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** After being asked to end. ms */
const END_MS = 15_000
/** Lines of a program that are shown: one that complains without end must not bury the figures. */
const SHOWN_LINES = 40

export interface Program {
  readonly process: ChildProcess
  /** Every whole line that it prints on stdout. */
  onLine(listener: (line: string) => void): void
}

/**
 * @param script path below the repository
 * @param flags for node itself, as --cpu-prof; also taken from BENCH_<NAME>_FLAGS, separated by spaces
 */
export function startProgram(name: string, script: string, environment: Readonly<Record<string, string>>): Program {
  const flags = (process.env[`BENCH_${name.toUpperCase()}_FLAGS`] ?? '').split(' ').filter(Boolean)
  const child = spawn(process.execPath, [...flags, script], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endLater(name, () => end(child))
  let shown = 0
  const show = (line: string): void => {
    if (++shown <= SHOWN_LINES) console.error(`  ${name}: ${line.slice(0, 300)}`)
  }
  const listeners = new Set<(line: string) => void>()
  eachLine(child.stdout, (line) => {
    if (listeners.size === 0) show(line)
    for (const listener of listeners) listener(line)
  })
  eachLine(child.stderr, show)
  child.once('exit', (code, signal) => console.error(`  ${name} ended with ${signal ?? code}`))
  return { process: child, onLine: (listener) => void listeners.add(listener) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), END_MS)
  await ended
  clearTimeout(hard)
}

function eachLine(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) tell(line)
  })
}
