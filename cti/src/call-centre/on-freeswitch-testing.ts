/** Plays scenarios on a real FreeSWITCH, one after the other. */
import { pino } from 'pino'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Bench } from '../switch/conformance/bench.ts'
import { freeSwitchBench } from '../switch/freeswitch/live/freeswitch-bench.ts'
import { type LiveFreeSwitch, startLiveFreeSwitch, whyNotLive } from '../switch/freeswitch/live/live-freeswitch.ts'
import type { HotlineScenario } from './hotline-scenarios.ts'
import { HotlineStage } from './hotline-stage.ts'

export function playOnFreeSwitch(what: string, scenarios: readonly HotlineScenario[]): void {
  describe.runIf(whyNotLive() === undefined)(`${what}, on a real FreeSWITCH`, () => {
    let live: LiveFreeSwitch
    let bench: Bench

    beforeAll(async () => {
      live = await startLiveFreeSwitch()
      bench = await freeSwitchBench(live, pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }))
    })

    afterAll(async () => {
      await bench?.close()
      await live?.stop()
    })

    for (const scenario of scenarios) {
      it(scenario.name, async () => {
        const stage = new HotlineStage(bench)
        try {
          await stage.start()
          await scenario.run(stage)
        } finally {
          await stage.end()
        }
      })
    }
  })
}
