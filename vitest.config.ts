import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Many tests wait for real time (rings, prompts, deadlines) and leave a core idle meanwhile. */
const maxWorkers = Math.max(3, availableParallelism())

/**
 * Tests sit beside the code. `*.test.ts` is everything that runs on any machine (real PostgreSQL and real TCP included);
 * `*.live.test.ts` needs a FreeSWITCH; `e2e/` needs Chromium.
 */
export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{cti,gateway,prisma,start,docker,agent-ui,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.live.test.ts', '**/node_modules/**'],
          globalSetup: ['gateway/src/database/test-server.ts'],
          // Deadlines of what hangs, not measures of speed: a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'live',
          include: ['cti/**/*.live.test.ts'],
          globalSetup: ['gateway/src/database/test-server.ts'],
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // Pages ask again every second or two.
          expect: { poll: { timeout: 15_000 } },
          globalSetup: ['gateway/src/database/test-server.ts'],
          testTimeout: 90_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
