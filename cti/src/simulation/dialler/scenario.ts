/** The scenario of a simulated campaign, as written in a file. Documented in docs/dialler.md. */
import { z } from 'zod'
import type { DiallerMode } from '../../dialler/dialler-types.ts'
import { FormatError } from '../formats.ts'

/** Mean and standard deviation ÷ mean. */
export interface Spread {
  readonly mean: number
  readonly cv: number
}

export interface DiallerScenario {
  readonly mode: DiallerMode
  /** Attempts for each free agent, of mode power. */
  readonly ratio: number
  readonly agents: number
  readonly hours: number
  /** One for each hour begun. 0–1 */
  readonly answerRates: readonly number[]
  readonly ringSec: Spread
  readonly talkSec: Spread
  readonly wrapSec: Spread
  readonly maxAbandonPct: number
  readonly seed: number
  readonly agentChanges: readonly { readonly atSec: number; readonly agents: number }[]
}

const MOST_AGENTS = 2_000
const LONGEST_HOURS = 24
const USUAL_RATIO = 1.5

const share = z.number().min(0).max(1)
const agents = z.number().int().min(0).max(MOST_AGENTS)
const spread = z.object({ mean: z.number().positive().max(7_200), cv: z.number().min(0).max(3) })

const scenarioFile = z.strictObject({
  mode: z.enum(['progressive', 'power', 'predictive']),
  ratio: z.number().min(1).max(20).default(USUAL_RATIO),
  agents: agents.min(1),
  hours: z.number().positive().max(LONGEST_HOURS),
  answerRate: z.union([share, z.array(share).min(1).max(LONGEST_HOURS)]),
  ringSec: spread,
  talkSec: spread,
  wrapSec: spread,
  maxAbandonPct: z.number().min(0).max(100),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 30 - 1),
  agentChanges: z
    .array(
      z.object({
        atSec: z
          .number()
          .min(0)
          .max(LONGEST_HOURS * 3_600),
        agents,
      }),
    )
    .max(10_000)
    .default([]),
})

/** @param name of the file, for its problems @throws FormatError naming every field that is wrong */
export function readScenario(text: string, name: string): DiallerScenario {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new FormatError([`${name}: not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
  const parsed = scenarioFile.safeParse(json)
  if (!parsed.success) {
    throw new FormatError(
      parsed.error.issues.map(({ path, message }) => `${name}: ${path.join('.') || '(all)'}: ${message}`),
    )
  }
  const { answerRate, ...scenario } = parsed.data
  const hours = Math.ceil(scenario.hours)
  const answerRates = typeof answerRate === 'number' ? Array.from({ length: hours }, () => answerRate) : answerRate
  if (answerRates.length < hours)
    throw new FormatError([
      `${name}: answerRate: ${answerRates.length} rates for ${hours} hours begun; one for each is needed`,
    ])
  const unordered = scenario.agentChanges.findIndex(
    ({ atSec }, index) => atSec < (scenario.agentChanges[index - 1]?.atSec ?? 0),
  )
  if (unordered >= 0)
    throw new FormatError([`${name}: agentChanges.${unordered}.atSec: earlier than the change before it`])
  return { ...scenario, answerRates }
}
