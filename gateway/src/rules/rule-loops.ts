/** Rules that may set each other off without an end. Pure. */
import type { RuleAction, RuleDocument, RuleEvent, RuleLoop } from '../contract/index.ts'

export interface RuleNode extends RuleDocument {
  readonly id: string
}

/** The events that an action causes: the ticket's own, or the new ticket's; those of a survey after the call. */
const causes: Readonly<Record<RuleAction['do'], readonly RuleEvent[]>> = {
  'set-priority': ['priority-changed'],
  'add-tag': ['tag-added'],
  assign: ['assigned'],
  'follow-up': ['created'],
  survey: ['surveyed', 'survey-unreached'],
  reopen: ['reopened'],
  'store-task': [],
  notify: [],
  webhook: [],
}

/**
 * Every ring of enabled rules, each once, from its first rule (in the given order) on. Conditions are not looked into: a ring may be
 * harmless, and is told all the same; when it runs, it ends at the depth limit.
 */
export function ruleLoops(rules: readonly RuleNode[]): readonly RuleLoop[] {
  const enabled = rules.filter((rule) => rule.enabled)
  const next = new Map(enabled.map((rule) => [rule.id, followers(rule, enabled)]))
  const loops: RuleLoop[] = []
  for (const [index, start] of enabled.entries()) {
    // Rings through earlier rules have been told from there.
    const allowed = new Set(enabled.slice(index).map(({ id }) => id))
    const way: { rule: RuleNode; by: string }[] = []
    const walk = (rule: RuleNode, onWay: ReadonlySet<string>): void => {
      for (const { to, by } of next.get(rule.id) ?? []) {
        if (loops.length >= MOST_LOOPS) return
        way.push({ rule, by })
        if (to.id === start.id) loops.push(way.map((step) => ({ rule: step.rule.name, by: step.by })))
        else if (allowed.has(to.id) && !onWay.has(to.id)) walk(to, new Set([...onWay, to.id]))
        way.pop()
      }
    }
    walk(start, new Set([start.id]))
  }
  return loops
}

/** Enough to see what is wrong. */
const MOST_LOOPS = 10

function followers(rule: RuleNode, all: readonly RuleNode[]): readonly { to: RuleNode; by: string }[] {
  const events = new Map(
    rule.actions.flatMap((action) => causes[action.do].map((event) => [event, action.do] as const)),
  )
  return all.flatMap((to) => {
    const by = events.get(to.event)
    return by ? [{ to, by }] : []
  })
}
