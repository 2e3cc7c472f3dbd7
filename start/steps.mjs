/**
 * What the person who typed `npm start` or `npm test` sees: one short line a step, in Chinese and English, with the time it took.
 * Plain JavaScript without packages, because it runs before there are any, on whatever Node the machine has.
 */
import { existsSync, readFileSync } from 'node:fs'

const HEARTBEAT_MS = 15_000

/** A step failed for a reason that a person can do something about. */
export class StepError extends Error {
  /**
   * @param {string} message what failed
   * @param {{ advice?: string, log?: string, cause?: unknown }} [more] what to do; a log file whose last lines tell more
   */
  constructor(message, { advice, log, cause } = {}) {
    super(message, { cause })
    this.name = 'StepError'
    this.advice = advice
    this.log = log
  }
}

/**
 * Runs one step and shows that it runs. Says nothing when it is over within `quietMs` (things that are usually done already).
 * @template Result
 * @param {string} zh
 * @param {string} en
 * @param {() => Promise<Result>} work
 * @param {{ quietMs?: number }} [options]
 * @returns {Promise<Result>}
 */
export async function step(zh, en, work, { quietMs = 0 } = {}) {
  const began = Date.now()
  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`
  const live = process.stdout.isTTY === true
  let shown = false
  const show = () => {
    if (live) process.stdout.write(`\r  … ${zh} · ${en}  ${elapsed()} `)
    else if (!shown) console.log(`  … ${zh} · ${en}`)
    else console.log(`  … ${zh} ${elapsed()}`)
    shown = true
  }
  if (quietMs === 0) show()
  const first = setTimeout(() => shown || show(), quietMs)
  const heartbeat = setInterval(show, live ? 500 : HEARTBEAT_MS)
  try {
    const result = await work()
    if (shown) console.log(`${live ? '\r' : ''}  ✓ ${zh} · ${en}  ${elapsed()}`)
    return result
  } catch (error) {
    console.log(`${live ? '\r' : ''}  ✗ ${zh} · ${en}  ${elapsed()}`)
    throw error
  } finally {
    clearTimeout(first)
    clearInterval(heartbeat)
  }
}

/** @param {unknown} error */
export function explain(error) {
  const known = error instanceof StepError
  const text = known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error(`\n${indent(text)}`)
  if (known && error.log && existsSync(error.log)) {
    console.error(`\n  日志末尾 · end of ${error.log}:\n${indent(lastLines(error.log, 15))}`)
  }
  if (known && error.advice) console.error(`\n  → ${error.advice}`)
  console.error('')
}

/**
 * @param {string} file
 * @param {number} count
 */
export function lastLines(file, count) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '  ')
}
