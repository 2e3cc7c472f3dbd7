/** Dispatch rules as an administrator keeps them: data, checked here. What a rule asks for beyond the evidence is told in the reasons. */
import { z } from 'zod'
import { type DivisionId, NOWHERE } from './divisions.ts'
import { hoursOf, isOpenAt, minuteOfDay } from './opening-hours.ts'
import { type Reason, reason } from './reasons.ts'
import type { StoreIndex, StoreNumber } from './store-index.ts'
import type { LocalTime } from './stores.ts'

const word = z.string().trim().min(1, 'must not be empty').max(100)
const words = z.array(word).min(1, 'name at least one, or leave the condition out').max(200)
const region = word.regex(/^[^/]+(\/[^/]+){0,2}$/, 'must be a path such as 浙江省/杭州市/西湖区')
const regions = z.array(region).min(1, 'name at least one, or leave the condition out').max(200)
const clock = z.string().refine((text) => /^\d{1,2}:\d{2}$/.test(text) && minuteOfDay(text) !== undefined, {
  message: 'must be a time of day such as 09:00',
})

const dispatchRule = z.strictObject({
  name: word,
  /** All that are given must hold; within a list, one. Without any it always holds. */
  when: z
    .strictObject({
      categories: words.optional(),
      regions: regions.optional(),
      brands: words.optional(),
      /** 1 Monday … 7 Sunday. */
      weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
      /** From the one to before the other; over midnight when it is earlier. */
      from: clock.optional(),
      to: clock.optional(),
    })
    .refine(({ from, to }) => (from === undefined) === (to === undefined), {
      message: 'from and to belong together: give both or neither',
    })
    .default({}),
  do: z
    .strictObject({
      /** Departments that hear of it too. */
      notify: words.optional(),
      /** Never to a store: to this pool. */
      pool: region.optional(),
      /** Raises the ticket's priority by so much. */
      priority: z.number().int().min(1).max(10).optional(),
      /** A person confirms the store. */
      confirm: z.literal(true, 'must be true; leave it out for automatic dispatch').optional(),
      /** Stores there go before others that are as likely. */
      prefer: region.optional(),
    })
    .refine((wanted) => Object.values(wanted).some((value) => value !== undefined), {
      message: 'must ask for something: notify, pool, priority, confirm or prefer',
    }),
})

const dispatchRules = z.strictObject({ rules: z.array(dispatchRule).max(500) }).superRefine(({ rules }, context) => {
  const seen = new Map<string, number>()
  for (const [place, { name }] of rules.entries()) {
    const first = seen.get(name)
    if (first !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['rules', place, 'name'],
        message: `"${name}" is rules.${first}'s name already: names tell which rule fired`,
      })
    else seen.set(name, place)
  }
})

export type DispatchRule = z.output<typeof dispatchRule>
export type DispatchRules = z.output<typeof dispatchRules>

export class DispatchRulesError extends Error {
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  constructor(problems: readonly { readonly path: string; readonly message: string }[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
    this.name = 'DispatchRulesError'
    this.problems = problems
  }
}

/** @throws DispatchRulesError naming each path and what would be right there */
export function readDispatchRules(data: unknown): DispatchRules {
  const parsed = dispatchRules.safeParse(data)
  if (parsed.success) return parsed.data
  throw new DispatchRulesError(
    parsed.error.issues.map((issue) => ({
      path: issue.path.join('.') || '(all)',
      message:
        issue.code === 'unrecognized_keys'
          ? `unknown: ${issue.keys.join(', ')}; known are ${knownKeys(issue.path)}`
          : issue.message,
    })),
  )
}

function knownKeys(path: readonly PropertyKey[]): string {
  const last = path.at(-1)
  if (last === 'when') return 'categories, regions, brands, weekdays, from, to'
  if (last === 'do') return 'notify, pool, priority, confirm, prefer'
  return path.length === 0 ? 'rules' : 'name, when, do'
}

/** Whose complaint it seems to be, before rules. */
export interface RuleSubject {
  readonly category: string | undefined
  /** The likeliest store. */
  readonly store: StoreNumber | undefined
  /** Where no store is likely: the pool's region. */
  readonly region: DivisionId
  readonly at: LocalTime | undefined
}

export interface RuleOutcome {
  readonly departments: readonly string[]
  readonly pool?: string
  readonly priority: number
  readonly confirm: boolean
  readonly prefer: readonly DivisionId[]
  readonly reasons: readonly Reason[]
}

export const NO_RULES: DispatchRules = { rules: [] }

/** Rules fire in their order; the first pool named holds. A pool that no store and no standard knows is kept as it is written. */
export function applyRules(index: StoreIndex, { rules }: DispatchRules, subject: RuleSubject): RuleOutcome {
  const departments = new Set<string>()
  const prefer: DivisionId[] = []
  const reasons: Reason[] = []
  let pool: string | undefined
  let priority = 0
  let confirm = false
  for (const { name: rule, when, do: wanted } of rules) {
    if (!holds(index, when, subject)) continue
    for (const department of wanted.notify ?? []) {
      departments.add(department)
      reasons.push(reason('rule-notify', { rule, department }))
    }
    if (wanted.pool !== undefined) {
      if (pool === undefined) reasons.push(reason('rule-pool', { rule, pool: wanted.pool }))
      else reasons.push(reason('rule-pool-refused', { rule, pool: wanted.pool, instead: pool }))
      pool ??= wanted.pool
    }
    if (wanted.priority !== undefined) {
      priority += wanted.priority
      reasons.push(reason('rule-priority', { rule, by: wanted.priority }))
    }
    if (wanted.confirm) {
      confirm = true
      reasons.push(reason('rule-confirm', { rule }))
    }
    if (wanted.prefer !== undefined) {
      prefer.push(index.divisions.ofPath(wanted.prefer))
      reasons.push(reason('rule-prefer', { rule, region: wanted.prefer }))
    }
  }
  return { departments: [...departments], ...(pool === undefined ? {} : { pool }), priority, confirm, prefer, reasons }
}

function holds(index: StoreIndex, when: DispatchRule['when'], { category, store, region, at }: RuleSubject): boolean {
  if (when.categories && !(category !== undefined && when.categories.includes(category))) return false
  const place = store === undefined ? region : (index.region[store] ?? NOWHERE)
  if (when.regions && !when.regions.some((path) => index.divisions.contains(index.divisions.ofPath(path), place)))
    return false
  const brand = store === undefined ? undefined : index.brand[store]
  if (
    when.brands &&
    !(brand !== undefined && brand >= 0 && when.brands.some((name) => index.brands.number(name) === brand))
  )
    return false
  if (when.weekdays && !(at && when.weekdays.includes(at.weekday))) return false
  return (
    when.from === undefined || when.to === undefined || (at !== undefined && between(when.from, when.to, at.minute))
  )
}

function between(from: string, to: string, minute: number): boolean {
  const { opensAt, closesAt } = hoursOf(minuteOfDay(from) ?? 0, minuteOfDay(to) ?? 0)
  return isOpenAt(opensAt, closesAt, minute) === true
}
