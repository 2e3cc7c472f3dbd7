/**
 * `npm run eval:dispatch -- --stores stores.csv --cases cases.jsonl [--out FILE]`: decides every case of a file and prints one JSON object of
 * figures on stdout; all else goes to stderr. Ends with 0, or with 1 when something is wrong with the files or the arguments.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Decision, decide } from '../dispatch.ts'
import { type DispatchRules, DispatchRulesError, NO_RULES, readDispatchRules } from '../rules.ts'
import { NO_STORE, StoreIndex } from '../store-index.ts'
import { wordReason } from '../wording.ts'
import { type EvaluatedCase, readCases } from './cases-file.ts'
import { type Decided, evaluationFigures } from './figures.ts'
import { decodeText, FormatError } from './format-error.ts'
import { readStores } from './stores-file.ts'

const USAGE =
  'usage: npm run eval:dispatch -- --stores stores.csv --cases cases.jsonl [--out FILE] [--rules rules.json] [--help]'
const HELP = `${USAGE}

Decides each case of cases.jsonl for the stores of stores.csv and prints one JSON object, the last line:
  cases           how many
  auto, pool      dispatched to a store, left to a regional pool
  coverage        auto / cases
  auto_precision  of the automatic cases with "expected", those dispatched to that store. "expected": null, or a text that is
                  no store's id (a pool), says that no store is right: such a case dispatched to a store counts as wrong.
                  Without "expected" a case is not counted.
  top1, top3      of the cases whose "expected" is a store: it is the first candidate, among the first three
  p50_us, p99_us  microseconds of one decision, without reading files and building the index
A share of nothing is null. --out FILE has a line a case: {id, decision, storeId?, pool?, confidence, candidates, reasons}.
--rules FILE applies dispatch rules (docs/dispatch.md). Formats: docs/dispatch.md.
`
const NOTES_SHOWN = 10
/** Decided before the clock starts, so that not the compiler's work is measured. */
const WARM_UP = 1_000
const US_PER_MS = 1_000

class UsageError extends Error {}

interface Arguments {
  readonly stores: string
  readonly cases: string
  readonly out: string | undefined
  readonly rules: string | undefined
}

function main(): void {
  const given = readArguments()
  if (!given) {
    process.stdout.write(HELP)
    return
  }
  const { stores, notes } = readStores(read(given.stores), given.stores)
  for (const note of notes.slice(0, NOTES_SHOWN)) process.stderr.write(`${note}\n`)
  if (notes.length > NOTES_SHOWN) process.stderr.write(`… and ${notes.length - NOTES_SHOWN} more\n`)
  const rules = given.rules === undefined ? NO_RULES : rulesIn(given.rules)
  const began = performance.now()
  const index = new StoreIndex(stores)
  process.stderr.write(`${index.count} stores indexed in ${Math.round(performance.now() - began)} ms\n`)
  const cases = readCases(read(given.cases), given.cases, (id) => index.find(id) !== NO_STORE)
  const decided = decideAll(index, cases, rules)
  if (given.out !== undefined) write(given.out, outLines(cases, decided))
  const same = (one: string, other: string): boolean => index.find(one) === index.find(other)
  process.stdout.write(`${JSON.stringify(evaluationFigures(decided, same))}\n`)
}

function decideAll(index: StoreIndex, cases: readonly EvaluatedCase[], rules: DispatchRules): Decided[] {
  for (const { told } of cases.slice(0, WARM_UP)) decide(index, told, { rules })
  return cases.map(({ told, expected }) => {
    const began = performance.now()
    const decision = decide(index, told, { rules })
    return { expected, decision, tookUs: (performance.now() - began) * US_PER_MS }
  })
}

function* outLines(cases: readonly EvaluatedCase[], decided: readonly Decided[]): Generator<string> {
  for (const [at, { id }] of cases.entries()) {
    const decision = decided[at]?.decision
    if (decision) yield JSON.stringify({ id, ...printed(decision) })
  }
}

function printed({ decision, storeId, pool, confidence, candidates, reasons }: Decision): object {
  return {
    decision,
    ...(storeId === undefined ? {} : { storeId }),
    ...(pool === undefined ? {} : { pool }),
    confidence,
    candidates: candidates.map((candidate) => ({ storeId: candidate.storeId, score: candidate.score })),
    reasons: [
      ...reasons.map((reason) => wordReason(reason, 'zh')),
      ...candidates.map(
        (candidate) =>
          `${candidate.storeId}：${candidate.reasons.map((reason) => wordReason(reason, 'zh')).join('；')}`,
      ),
    ],
  }
}

function readArguments(): Arguments | undefined {
  let values: { stores?: string; cases?: string; out?: string; rules?: string; help?: boolean }
  try {
    values = parseArgs({
      options: {
        stores: { type: 'string' },
        cases: { type: 'string' },
        out: { type: 'string' },
        rules: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const { stores, cases, out, rules, help } = values
  if (help) return undefined
  if (stores === undefined || cases === undefined)
    throw new UsageError(`${stores === undefined ? '--stores' : '--cases'} is missing`)
  return { stores, cases, out, rules }
}

function rulesIn(path: string): DispatchRules {
  let data: unknown
  try {
    data = JSON.parse(read(path))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path}: not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    return readDispatchRules(data)
  } catch (error) {
    if (!(error instanceof DispatchRulesError)) throw error
    throw new UsageError(error.problems.map(({ path: where, message }) => `${path}: ${where}: ${message}`).join('\n'))
  }
}

function read(path: string): string {
  try {
    return decodeText(readFileSync(path))
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whole or not at all. */
function write(path: string, lines: Iterable<string>): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, [...lines, ''].join('\n'))
    renameSync(draft, path)
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`)
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
