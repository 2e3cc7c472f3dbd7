/** Plays scenarios on the simulated switch. */
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { describe, it } from 'vitest'
import { createFreeSwitch } from '../switch/freeswitch/index.ts'
import { createSimulatorBench } from '../switch/simulator/simulator-bench.ts'
import type { HotlineScenario } from './hotline-scenarios.ts'
import { HotlineStage } from './hotline-stage.ts'

const soundDirectory = fileURLToPath(new URL('../../../sip-config/freeswitch/sounds/zh-CN', import.meta.url))
const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' })

/** Real time passes in them (the greeting alone is seconds), so each has a simulator of its own and all run at once. */
export function playOnSimulator(what: string, scenarios: readonly HotlineScenario[]): void {
  describe.concurrent(`${what}, on the simulated switch`, { timeout: 60_000 }, () => {
    for (const scenario of scenarios) {
      it(scenario.name, async () => {
        const bench = await createSimulatorBench({
          soundDirectory,
          connect: (address) => createFreeSwitch({ ...address, log }),
        })
        const stage = new HotlineStage(bench)
        try {
          await stage.start()
          await scenario.run(stage)
        } finally {
          await stage.end()
          await bench.close()
        }
      })
    }
  })
}
