/**
 * The two files that a day is played from: routing.json (queues, agents, shifts) and work.jsonl (one item a line). Documented in
 * docs/simulation.md. Times in them are seconds, with fractions; inside everything is ms.
 */
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { z } from 'zod'
import { choiceRule, needsConfig } from '../configuration.ts'
import { asAgentId, asQueueId, asWorkId } from '../ids.ts'
import type { Needs } from '../routing/work.ts'
import type { Day, SimulatedAgent, SimulatedItem, SimulatedQueue } from './day.ts'

const MS = 1_000
const PROBLEMS_SHOWN = 20
const OFFER_TIMEOUT_MS = 20_000
/** A day and its night; longer ones are cut up. s */
const LONGEST_S = 31 * 86_400

const id = z.string().min(1).max(100)
const seconds = z.number().min(0).max(LONGEST_S)

const routingFile = z.object({
  queues: z
    .array(
      z.object({
        id,
        weight: z.number().positive().max(1_000).default(1),
        slThresholdSec: seconds,
        needs: needsConfig,
        rings: z
          .array(z.object({ afterSec: seconds, needs: needsConfig }))
          .max(20)
          .default([]),
        choose: choiceRule.default('longest-idle'),
      }),
    )
    .min(1)
    .max(10_000),
  agents: z
    .array(
      z.object({
        id,
        skills: z.record(z.string(), z.number().int().min(1).max(10)),
        region: id.optional(),
        shifts: z.array(z.tuple([seconds, seconds])).max(100),
        voice: z.number().int().min(0).max(1).default(1),
        chat: z.number().int().min(0).max(20).default(0),
      }),
    )
    .max(100_000),
  wrapUpSec: z.number().min(0).max(86_400),
})

const workLine = z.object({
  id,
  t: seconds,
  queue: id,
  needs: needsConfig.optional(),
  priority: z.number().min(-10_000).max(10_000).default(0),
  region: id.optional(),
  lastAgent: id.optional(),
  handleSec: z.number().min(0).max(86_400),
  patienceSec: z.number().min(0).max(LONGEST_S),
})

export type Centre = Pick<Day, 'queues' | 'agents'>

/** What is wrong with a file, each problem with its line. */
export class FormatError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const more = problems.length - PROBLEMS_SHOWN
    const shown = problems.slice(0, PROBLEMS_SHOWN)
    super([...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'))
    this.name = 'FormatError'
    this.problems = problems
  }
}

/** @param name of the file, for its problems @throws FormatError naming every problem with its line */
export function readRouting(text: string, name: string): Centre {
  const syntax: ParseError[] = []
  const tree = parseTree(text, syntax)
  const place = (offset: number): string => `${name}:${lineOf(text, offset)}`
  if (!tree || syntax.length > 0) {
    const problems = syntax.map(({ error, offset }) => `${place(offset)}: not JSON: ${printParseErrorCode(error)}`)
    throw new FormatError(problems.length > 0 ? problems : [`${name}:1: the file is empty`])
  }
  const parsed = routingFile.safeParse(JSON.parse(text))
  if (!parsed.success) {
    throw new FormatError(
      parsed.error.issues.map(
        ({ path, message }) => `${place(nearest(tree, path).offset)}: ${path.join('.') || '(all)'}: ${message}`,
      ),
    )
  }
  const problems = [...doubtful(parsed.data)].map(
    ({ path, message }) => `${place(nearest(tree, path).offset)}: ${path.join('.')}: ${message}`,
  )
  if (problems.length > 0) throw new FormatError(problems)
  return centreOf(parsed.data)
}

/** @throws FormatError naming every problem with its line */
export function readWork(text: string, name: string, centre: Centre): SimulatedItem[] {
  const queues = new Set<string>(centre.queues.map(({ profile }) => profile.id))
  const seen = new Map<string, number>()
  const problems: string[] = []
  const items: SimulatedItem[] = []
  const lines = text.split('\n')
  lines.forEach((line, index) => {
    if (line.trim() === '') return
    const number = index + 1
    const parsed = workLine.safeParse(json(line, (why) => problems.push(`${name}:${number}: not JSON: ${why}`)))
    if (!parsed.success) {
      if (problems.at(-1)?.startsWith(`${name}:${number}:`)) return
      for (const { path, message } of parsed.error.issues)
        problems.push(`${name}:${number}: ${path.join('.') || '(all)'}: ${message}`)
      return
    }
    const { data } = parsed
    const first = seen.get(data.id)
    if (first !== undefined) problems.push(`${name}:${number}: id: "${data.id}" is on line ${first} already`)
    else seen.set(data.id, number)
    if (!queues.has(data.queue)) problems.push(`${name}:${number}: queue: there is no queue "${data.queue}"`)
    items.push(itemOf(data))
  })
  if (problems.length > 0) throw new FormatError(problems)
  // Stable: who is first in the file is first among those of one moment.
  return items.sort((one, other) => one.item.enteredAt - other.item.enteredAt)
}

type RoutingFile = z.infer<typeof routingFile>

function* doubtful({ queues, agents }: RoutingFile): Generator<{ path: (string | number)[]; message: string }> {
  for (const [list, rows] of [
    ['queues', queues],
    ['agents', agents],
  ] as const) {
    const seen = new Set<string>()
    for (const [index, row] of rows.entries()) {
      if (seen.has(row.id)) yield { path: [list, index, 'id'], message: `"${row.id}" appears twice` }
      seen.add(row.id)
    }
  }
  for (const [index, { rings }] of queues.entries()) {
    for (const [ring, { afterSec }] of rings.entries()) {
      if (ring > 0 && afterSec <= (rings[ring - 1]?.afterSec ?? 0))
        yield { path: ['queues', index, 'rings', ring, 'afterSec'], message: 'must be later than the ring before it' }
    }
  }
  for (const [index, { shifts }] of agents.entries()) {
    for (const [shift, [from, to]] of shifts.entries()) {
      const path = ['agents', index, 'shifts', shift]
      if (to <= from) yield { path, message: `ends at ${to} s, which is not after its start at ${from} s` }
      if (shift > 0 && from < (shifts[shift - 1]?.[1] ?? 0))
        yield { path, message: `begins at ${from} s, before the shift in front of it ends` }
    }
  }
}

function centreOf({ queues, agents, wrapUpSec }: RoutingFile): Centre {
  return {
    queues: queues.map(
      ({ id: queue, weight, slThresholdSec, needs, rings, choose }): SimulatedQueue => ({
        serviceLevelMs: ms(slThresholdSec),
        profile: {
          id: asQueueId(queue),
          entry: { needs: needsOf(needs) },
          // The entry requirement holds until the first ring that comes due later than at once.
          rings: rings.flatMap((ring) =>
            ring.afterSec > 0 ? [{ afterMs: ms(ring.afterSec), needs: needsOf(ring.needs) }] : [],
          ),
          weight,
          priority: 0,
          vipPriority: 0,
          choose,
          holdForAgentMs: 0,
          offerTimeoutMs: OFFER_TIMEOUT_MS,
          wrapUpMs: ms(wrapUpSec),
          missesAllowed: 1,
          overflow: [],
        },
      }),
    ),
    agents: agents.map(
      ({ id: agent, skills, region, shifts, voice, chat }): SimulatedAgent => ({
        profile: {
          id: asAgentId(agent),
          skills,
          capacity: { voice, chat, total: Math.max(1, voice, chat) },
          ...(region === undefined ? {} : { region }),
        },
        shifts: shifts.map(([from, to]) => [ms(from), ms(to)] as const),
      }),
    ),
  }
}

function itemOf(line: z.infer<typeof workLine>): SimulatedItem {
  const { needs, region, lastAgent } = line
  return {
    item: {
      id: asWorkId(line.id),
      queue: asQueueId(line.queue),
      channel: 'voice',
      priority: line.priority,
      enteredAt: ms(line.t),
      ...(needs === undefined ? {} : { needs: needsOf(needs) }),
      ...(region === undefined ? {} : { region }),
      ...(lastAgent === undefined ? {} : { lastAgent: asAgentId(lastAgent) }),
    },
    handleMs: ms(line.handleSec),
    patienceMs: ms(line.patienceSec),
  }
}

const ms = (value: number): number => Math.round(value * MS)

function needsOf({ all, anyOf }: z.infer<typeof needsConfig>): Needs {
  return anyOf ? { all, anyOf } : { all }
}

function json(line: string, complain: (why: string) => void): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

/** The innermost thing on the way to `path` that is there: of what is missing, its surroundings. */
function nearest(tree: Node, path: readonly PropertyKey[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(
      tree,
      path.slice(0, length).map((step) => (typeof step === 'symbol' ? String(step) : step)),
    )
    if (node) return node
  }
  return tree
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; index = text.indexOf('\n', index + 1)) line++
  return line
}
