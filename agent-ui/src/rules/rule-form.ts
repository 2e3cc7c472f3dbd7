/** A rule as its form has it, and back. Pure. */
import type { RuleAction, RuleCondition, RuleDocument, RuleEvent } from '@ringdesk/gateway/contract'

type Loose = Readonly<Record<string, unknown>>

export interface RuleForm {
  readonly name?: string
  readonly enabled: boolean
  readonly event: RuleEvent
  readonly join: 'all' | 'any'
  readonly conditions: readonly (Loose & { readonly field: RuleCondition['field'] })[]
  readonly actions: readonly (Loose & { readonly do: RuleAction['do'] })[]
}

/** What belongs to which field or action: a row that was turned into another keeps what it does not need, and loses it here. */
const conditionKeys: Readonly<Record<RuleCondition['field'], readonly string[]>> = {
  category: ['is'],
  priority: ['atLeast'],
  status: ['is'],
  channel: ['is'],
  region: ['is'],
  store: ['is'],
  tag: ['has'],
  'no-tag': ['has'],
  text: ['contains'],
  customer: ['is'],
  value: ['name', 'operator', 'value'],
  similar: ['atLeast', 'hours'],
  answer: ['question', 'is', 'atMost'],
}
const actionKeys: Readonly<Record<RuleAction['do'], readonly string[]>> = {
  'set-priority': ['priority'],
  'add-tag': ['tag'],
  assign: ['accountId'],
  notify: ['accounts', 'departments', 'roles', 'text'],
  webhook: ['url'],
  'follow-up': ['text', 'afterHours'],
  survey: ['campaignId', 'afterHours'],
  reopen: ['reason'],
  'store-task': ['text', 'dueHours'],
}

const only = (row: Loose, keys: readonly string[]): Loose =>
  Object.fromEntries(keys.flatMap((key) => (row[key] === undefined || row[key] === null ? [] : [[key, row[key]]])))

export const toRuleForm = (rule: RuleDocument | undefined): RuleForm =>
  rule === undefined
    ? { enabled: false, event: 'created', join: 'all', conditions: [], actions: [{ do: 'notify' }] }
    : {
        name: rule.name,
        enabled: rule.enabled,
        event: rule.event,
        join: rule.conditions.join,
        conditions: rule.conditions.list,
        actions: rule.actions,
      }

/** The gateway says what is missing: rows are passed on as they are. */
export const fromRuleForm = (form: RuleForm): RuleDocument => ({
  name: form.name ?? '',
  enabled: form.enabled,
  event: form.event,
  conditions: {
    join: form.join,
    list: form.conditions.map((row) => ({ field: row.field, ...only(row, conditionKeys[row.field]) }) as RuleCondition),
  },
  actions: form.actions.map((row) => ({ do: row.do, ...only(row, actionKeys[row.do]) }) as RuleAction),
})
