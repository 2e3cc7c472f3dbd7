import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { perform, recordedOutcome } from '../conformance/performance.ts'
import { scenarios } from '../conformance/scenarios.ts'
import { createFreeSwitch } from '../freeswitch/index.ts'
import { createSimulatorBench } from './simulator-bench.ts'

const PROMPTS = fileURLToPath(new URL('../../../../sip-config/freeswitch/sounds/zh-CN', import.meta.url))

describe('the simulator does what the real FreeSWITCH was recorded to do', () => {
  // Each has a switch of its own: they take their time, side by side.
  it.concurrent.each(scenarios)('$name', async (scenario) => {
    const bench = await createSimulatorBench({
      soundDirectory: PROMPTS,
      connect: (address) =>
        createFreeSwitch({ ...address, log: pino({ level: 'silent' }), times: { backOffMs: 50, backOffMaxMs: 200 } }),
    })
    try {
      await bench.switch.start()
      while (!bench.switch.status().connected) await bench.advance(10)
      expect(await perform(scenario, bench)).toEqual(await recordedOutcome(scenario.name))
    } finally {
      await bench.close()
    }
  })
})
