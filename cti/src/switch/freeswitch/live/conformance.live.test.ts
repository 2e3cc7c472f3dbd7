import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bench } from '../../conformance/bench.ts'
import { perform, recordedOutcome, recordOutcome } from '../../conformance/performance.ts'
import { scenarios } from '../../conformance/scenarios.ts'
import { freeSwitchBench } from './freeswitch-bench.ts'
import { type LiveFreeSwitch, startLiveFreeSwitch, whyNotLive } from './live-freeswitch.ts'

const absent = whyNotLive()
if (absent !== undefined) console.log(absent)

describe.runIf(absent === undefined)('a real FreeSWITCH does what is recorded of it', () => {
  let live: LiveFreeSwitch
  let bench: Bench

  beforeAll(async () => {
    live = await startLiveFreeSwitch()
    bench = await freeSwitchBench(live, pino({ level: process.env.LOG_LEVEL ?? 'silent' }))
  })

  afterAll(async () => {
    await bench?.close()
    await live?.stop()
  })

  for (const scenario of scenarios) {
    test(scenario.name, async () => {
      const outcome = await perform(scenario, bench)
      if (process.env.RECORD === '1') await recordOutcome(scenario.name, outcome)
      expect(outcome).toEqual(await recordedOutcome(scenario.name))
    })
  }
})
