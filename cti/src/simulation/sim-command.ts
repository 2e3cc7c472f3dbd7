/**
 * `npm run sim -- --config routing.json --trace work.jsonl [--out decisions.jsonl]`: plays a day through the routing engine in virtual
 * time. The last line of stdout is one JSON object of figures, the same for the same input; how fast it went is told on stderr.
 * Ends with 0, or with 1 when something is wrong with the files or the arguments.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { RoutingEngine } from '../routing/engine.ts'
import { type Day, type PlayedDay, playDay } from './day.ts'
import { decisionLines } from './decision-lines.ts'
import { dayFigures } from './figures.ts'
import { FormatError, readRouting, readWork } from './formats.ts'

const USAGE = 'usage: npm run sim -- --config routing.json --trace work.jsonl [--out decisions.jsonl]'
const MS = 1_000

class UsageError extends Error {}

function main(): void {
  const { config, trace, out } = readArguments()
  const centre = readRouting(read(config), config)
  const day: Day = { ...centre, items: readWork(read(trace), trace, centre) }
  const began = performance.now()
  const played = playDay(day, new RoutingEngine())
  const tookS = (performance.now() - began) / MS
  if (out !== undefined) write(out, decisionLines(day, played))
  process.stderr.write(
    `${day.items.length} items, ${played.offers} decisions in ${tookS.toFixed(2)} s: ${Math.round(played.offers / tookS)} decisions/s, ${Math.round(played.spanMs / MS / tookS)} times as fast as real\n`,
  )
  process.stdout.write(`${JSON.stringify(printed(day, played))}\n`)
}

function printed(day: Day, played: PlayedDay): Readonly<Record<string, number>> {
  const figures = dayFigures(day, played)
  return {
    offered: figures.offered,
    answered: figures.answered,
    abandoned: figures.abandoned,
    service_level: rounded(figures.serviceLevel, 6),
    asa_s: rounded(figures.asaMs / MS, 3),
    p95_wait_s: rounded(figures.p95WaitMs / MS, 3),
    occupancy: rounded(figures.occupancy, 6),
    match_accuracy: rounded(figures.matchAccuracy, 6),
    ewt_mae_s: rounded(figures.ewtMaeMs / MS, 3),
    // Of the played time, not of ours: the same input is to print the same.
    decisions_per_s: rounded(played.spanMs === 0 ? 0 : played.offers / (played.spanMs / MS), 6),
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

function readArguments(): { config: string; trace: string; out?: string } {
  let values: { config?: string; trace?: string; out?: string }
  try {
    values = parseArgs({
      options: { config: { type: 'string' }, trace: { type: 'string' }, out: { type: 'string' } },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const { config, trace, out } = values
  if (config === undefined || trace === undefined)
    throw new UsageError(`${config === undefined ? '--config' : '--trace'} is missing`)
  return { config, trace, ...(out === undefined ? {} : { out }) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whole or not at all. */
function write(path: string, lines: Iterable<string>): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, [...lines, ''].join('\n'))
  renameSync(draft, path)
}

try {
  main()
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${USAGE}\n`)
  else if (error instanceof FormatError) process.stderr.write(`${error.message}\n`)
  else throw error
  process.exitCode = 1
}
