/** Performs scenarios on a bench, and knows what the real switch told when they were recorded. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Bench } from './bench.ts'
import type { Scenario } from './scenarios.ts'
import { type Outcome, Stage } from './stage.ts'

/** The bench's switch must be connected, or connecting. */
export async function perform(scenario: Scenario, bench: Bench): Promise<Outcome> {
  await bench.reset()
  const stage = new Stage(bench)
  try {
    await scenario.perform(stage)
    return stage.outcome()
  } finally {
    stage.close()
    await bench.restoreLine()
  }
}

const recording = (name: string): URL => new URL(`recorded/${name}.json`, import.meta.url)

/** What FreeSWITCH told. @throws when the scenario was never recorded (run the live suite with RECORD=1) */
export const recordedOutcome = async (name: string): Promise<Outcome> =>
  JSON.parse(await readFile(recording(name), 'utf8'))

export const recordOutcome = (name: string, outcome: Outcome): Promise<void> =>
  writeFile(recording(name), `${JSON.stringify(outcome, null, 2)}\n`)
