/** Which policy a ticket's clock follows: the most specific one that fits, always the same for the same ticket, with the reason. Pure. */
import type { ClockKind, SlaPolicyDocument, SlaTarget } from '../contract/index.ts'

export interface PolicyEntry extends SlaPolicyDocument {
  readonly id: string
}

/** What policies ask of a ticket. */
export interface TicketTraits {
  readonly category?: string | undefined
  readonly priority: number
  /** The way down the tree to its store or pool, the topmost first. */
  readonly regionPath: readonly string[]
  /** The customer's member level and tags. */
  readonly customerClasses: readonly string[]
}

export interface PolicyChoice {
  readonly policy: PolicyEntry
  readonly target: SlaTarget
  /** What of the ticket the policy asks for. */
  readonly matched: readonly string[]
  /** Names of the policies that fit as well, the most specific first. */
  readonly over: readonly string[]
}

const conditions = ['category', 'regionId', 'priority', 'customerClass'] as const

function fits(policy: PolicyEntry, ticket: TicketTraits): boolean {
  return (
    policy.enabled &&
    (policy.category === undefined || policy.category === ticket.category) &&
    (policy.priority === undefined || policy.priority === ticket.priority) &&
    (policy.regionId === undefined || ticket.regionPath.includes(policy.regionId)) &&
    (policy.customerClass === undefined || ticket.customerClasses.includes(policy.customerClass))
  )
}

/** More conditions first; of as many, what it is about before where, the deeper region, how urgent, who; then by id. */
function moreSpecific(one: PolicyEntry, other: PolicyEntry, path: readonly string[]): number {
  const rank = (policy: PolicyEntry) => [
    conditions.filter((name) => policy[name] !== undefined).length,
    ...conditions.map((name) =>
      name === 'regionId' ? path.indexOf(policy.regionId ?? '') + 1 : Number(policy[name] !== undefined),
    ),
  ]
  const [mine, theirs] = [rank(one), rank(other)]
  const difference = mine.map((value, index) => (theirs[index] ?? 0) - value).find((value) => value !== 0)
  return difference ?? (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}

/** Undefined: no policy sets this limit for this ticket. */
export function choosePolicy(
  policies: readonly PolicyEntry[],
  kind: ClockKind,
  ticket: TicketTraits,
): PolicyChoice | undefined {
  const [policy, ...others] = policies
    .filter((each) => each.targets[kind] !== undefined && fits(each, ticket))
    .sort((one, other) => moreSpecific(one, other, ticket.regionPath))
  const target = policy?.targets[kind]
  if (!policy || !target) return undefined
  return {
    policy,
    target,
    matched: conditions.filter((name) => policy[name] !== undefined),
    over: others.map(({ name }) => name),
  }
}
