/**
 * `npm run sim:dialler -- --scenario s.json [--out events.jsonl]`: plays a campaign through the very dialler that paces real ones, in
 * virtual time. stdout is one JSON object of figures, the same for the same scenario. Ends with 0, or with 1 when something is wrong with
 * the scenario or the arguments: nothing is printed or written then. docs/dialler.md
 */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Dialler } from '../../dialler/dialler.ts'
import { FormatError } from '../formats.ts'
import { type CampaignEvent, playCampaign } from './campaign-play.ts'
import { type DiallerScenario, readScenario } from './scenario.ts'
import { type CampaignSummary, SummaryOfEvents } from './summary.ts'

const USAGE = 'usage: npm run sim:dialler -- --scenario s.json [--out events.jsonl]'
const MS = 1_000
const LINES_WRITTEN_AT_ONCE = 10_000

class UsageError extends Error {}

function main(): void {
  const { scenario: path, out } = readArguments()
  const scenario = readScenario(read(path), path)
  const summary = new SummaryOfEvents(scenario.hours)
  const { mode, ratio, maxAbandonPct } = scenario
  const dialler = new Dialler({ mode, ratio, maxAbandonPct, utcOffsetMinutes: 0 })
  const file = out === undefined ? undefined : new EventFile(out)
  try {
    playCampaign(scenario, dialler, (event) => {
      summary.hear(event)
      file?.write(event)
    })
    file?.finish()
  } catch (error) {
    file?.discard()
    throw error
  }
  process.stdout.write(`${JSON.stringify(printed(scenario, summary.figures()))}\n`)
}

function printed(
  { mode, agents, hours }: DiallerScenario,
  figures: CampaignSummary,
): Readonly<Record<string, unknown>> {
  return {
    mode,
    agents,
    hours,
    dials: figures.dials,
    answered: figures.answered,
    abandoned_pct: rounded(figures.abandonedPct, 4),
    occupancy: rounded(figures.occupancy, 6),
    dials_per_agent_hour: rounded(figures.dialsPerAgentHour, 4),
    worst_window_abandoned_pct: rounded(figures.worstWindowAbandonedPct, 4),
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

function readArguments(): { scenario: string; out?: string } {
  let values: { scenario?: string; out?: string }
  try {
    values = parseArgs({ options: { scenario: { type: 'string' }, out: { type: 'string' } } }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const { scenario, out } = values
  if (scenario === undefined) throw new UsageError('--scenario is missing')
  return { scenario, ...(out === undefined ? {} : { out }) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A line for each event. Under its name only when it is whole. */
class EventFile {
  readonly #path: string
  readonly #draft: string
  readonly #file: number
  #lines: string[] = []

  constructor(path: string) {
    this.#path = path
    this.#draft = `${path}.${process.pid}.tmp`
    try {
      this.#file = openSync(this.#draft, 'w')
    } catch (error) {
      throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  write({ at, ...event }: CampaignEvent): void {
    this.#lines.push(JSON.stringify({ t: at / MS, ...event }))
    if (this.#lines.length >= LINES_WRITTEN_AT_ONCE) this.#flush()
  }

  finish(): void {
    this.#flush()
    closeSync(this.#file)
    renameSync(this.#draft, this.#path)
  }

  discard(): void {
    closeSync(this.#file)
    rmSync(this.#draft, { force: true })
  }

  #flush(): void {
    if (this.#lines.length > 0) writeSync(this.#file, `${this.#lines.join('\n')}\n`)
    this.#lines = []
  }
}

try {
  main()
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${USAGE}\n`)
  else if (error instanceof FormatError) process.stderr.write(`${error.message}\n`)
  else throw error
  process.exitCode = 1
}
