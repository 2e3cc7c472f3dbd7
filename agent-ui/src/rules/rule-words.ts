import type { RuleAction, RuleCondition, RuleConditions, RuleList } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { useChoices } from '../tickets/ticket-queries.ts'

const priorities = ['normal', 'high', 'urgent'] as const

/** Conditions and actions in words, ids by their names. */
export function useRuleWords(list: RuleList) {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const priority = (value: number) => t(`ticket.priorityOf.${priorities[value] ?? 'normal'}`)
  const names = (of: readonly { readonly id: string; readonly name: string }[], ids: readonly string[]) =>
    ids.map((id) => of.find((each) => each.id === id)?.name ?? id).join('、')
  const category = (code: string) => {
    const found = choices?.categories.find((choice) => choice.code === code)
    return found ? (i18n.language === 'en' ? found.en : found.zh) : code
  }
  const wanted = (condition: RuleCondition): string => {
    switch (condition.field) {
      case 'category':
        return condition.is.map(category).join('、')
      case 'priority':
        return priority(condition.atLeast)
      case 'status':
        return condition.is.map((status) => t(`ticket.statusOf.${status}`)).join('、')
      case 'region':
        return names(list.regions, condition.is)
      case 'channel':
      case 'store':
      case 'customer':
        return condition.is.join('、')
      case 'tag':
      case 'no-tag':
        return condition.has.join('、')
      case 'text':
        return condition.contains.join('、')
      case 'value':
        return `${condition.name} ${t(`rules.operator.${condition.operator}`)} ${condition.value}`
      case 'answer': {
        const low = condition.atMost === undefined ? [] : [`${t('rules.atMost')} ${condition.atMost}`]
        return `${condition.question} ${[...condition.is, ...low].join('、')}`
      }
      case 'similar':
        return `${condition.atLeast} ${t('rules.atLeast')} ${condition.hours} ${t('rules.hours')}`
    }
  }
  return {
    conditions({ join, list: all }: RuleConditions): string {
      if (all.length === 0) return t('rules.always')
      const words = all.map((condition) => `${t(`rules.field.${condition.field}`)} ${wanted(condition)}`)
      return all.length === 1 ? (words[0] ?? '') : `${t(`rules.join.${join}`)}：${words.join('；')}`
    },
    action(action: RuleAction): string {
      const what = t(`rules.do.${action.do}`)
      switch (action.do) {
        case 'set-priority':
          return `${what} ${priority(action.priority)}`
        case 'add-tag':
          return `${what} ${action.tag}`
        case 'assign':
          return `${what} ${names(list.people, [action.accountId])}`
        case 'notify': {
          const roles = action.roles.map((role) => t(`rules.role.${role}`))
          const all = [names(list.people, action.accounts), names(list.departments, action.departments), ...roles]
          return `${what} ${all.filter(Boolean).join('、')}`
        }
        case 'webhook':
          return `${what} ${action.url}`
        case 'follow-up':
          return `${what} ${action.text}`
        case 'survey':
          return `${what} ${names(list.surveys, [action.campaignId])} · ${action.afterHours} ${t('rules.afterHours')}`
        case 'reopen':
          return `${what} ${action.reason}`
        case 'store-task':
          return `${what} ${action.text} · ${action.dueHours} ${t('rules.dueHours')}`
      }
    },
  }
}
