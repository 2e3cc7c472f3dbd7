/**
 * `npm run eval:dispatch:generate -- --stores N --cases N --seed S --out DIR`: writes stores.csv and cases.jsonl of a made-up chain, the same
 * for the same numbers. Ends with 0, or with 1 when something is wrong with the arguments.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { csvLine } from '../../reports/csv.ts'
import type { Store } from '../stores.ts'
import { madeUpChain } from './chain.ts'
import { madeUpComplaints } from './complaints.ts'

const USAGE = 'usage: npm run eval:dispatch:generate -- --out DIR [--stores 46000] [--cases 20000] [--seed 1]'
const MOST = 1_000_000

class UsageError extends Error {}

function main(): void {
  const { out, stores: storeCount, cases: caseCount, seed } = readArguments()
  const stores = madeUpChain(storeCount, seed)
  const cases = madeUpComplaints(stores, caseCount, seed)
  try {
    mkdirSync(out, { recursive: true })
    writeFileSync(join(out, 'stores.csv'), storesCsv(stores))
    writeFileSync(join(out, 'cases.jsonl'), cases.map((one) => `${JSON.stringify(one)}\n`).join(''))
  } catch (error) {
    throw new UsageError(`cannot write to ${out}: ${error instanceof Error ? error.message : String(error)}`)
  }
  process.stderr.write(`${stores.length} stores and ${cases.length} cases in ${out}\n`)
}

export function storesCsv(stores: readonly Store[]): string {
  const clock = (minute = 0): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const lines = stores.map((store) =>
    csvLine([
      store.id,
      store.name,
      store.brand,
      store.province,
      store.city,
      store.district,
      store.address,
      store.lat ?? null,
      store.lon ?? null,
      clock(store.opensAt),
      clock(store.closesAt),
      store.status,
    ]),
  )
  return (
    csvLine([
      'id',
      'name',
      'brand',
      'province',
      'city',
      'district',
      'address',
      'lat',
      'lon',
      'open',
      'close',
      'status',
    ]) + lines.join('')
  )
}

function readArguments(): { out: string; stores: number; cases: number; seed: number } {
  let values: { out?: string; stores?: string; cases?: string; seed?: string }
  try {
    values = parseArgs({
      options: {
        out: { type: 'string' },
        stores: { type: 'string' },
        cases: { type: 'string' },
        seed: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  if (values.out === undefined) throw new UsageError('--out is missing')
  return {
    out: values.out,
    stores: whole('--stores', values.stores ?? '46000', 1),
    cases: whole('--cases', values.cases ?? '20000', 1),
    seed: whole('--seed', values.seed ?? '1', 0),
  }
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < least || number > MOST)
    throw new UsageError(`${name} ${text}: right would be a whole number from ${least} to ${MOST}`)
  return number
}

try {
  main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n${USAGE}\n`)
  process.exitCode = 1
}
