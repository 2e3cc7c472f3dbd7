/**
 * `npm run bench -- NAME`: runs bench/NAME.ts. Progress goes to stderr; the last line of stdout is one JSON object of figures.
 * Ends with 0, with 1 when the bench failed, with 2 when there is no such bench.
 */
import { existsSync, readdirSync } from 'node:fs'
import { endAll } from './running/started.ts'

type Figures = Readonly<Record<string, number>>

const UNKNOWN_BENCH = 2
const INTERRUPTED = 130

/** Where benches are looked for; a test brings its own. */
const directory = process.env.BENCH_DIRECTORY
  ? new URL(`file://${process.env.BENCH_DIRECTORY}/`)
  : new URL('.', import.meta.url)

function benches(): string[] {
  return readdirSync(directory)
    .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'run.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

async function main(name: string | undefined): Promise<number> {
  if (name === undefined || !benches().includes(name) || !existsSync(new URL(`${name}.ts`, directory))) {
    console.error(`${name === undefined ? 'which bench?' : `no bench is called "${name}"`} npm run bench -- NAME`)
    console.error(`NAME is one of: ${benches().join(', ')}`)
    return UNKNOWN_BENCH
  }
  try {
    const bench = (await import(new URL(`${name}.ts`, directory).href)) as { default: () => Promise<Figures> }
    const figures = await bench.default()
    process.stdout.write(`${JSON.stringify(figures)}\n`)
    return 0
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await endAll()
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.error(`${signal}: ending what was started`)
    void endAll().finally(() => process.exit(INTERRUPTED))
  })

process.exit(await main(process.argv[2]))
