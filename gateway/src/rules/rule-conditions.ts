/** Whether a ticket meets a rule's conditions, and why. Pure. */
import type { RuleCondition, RuleConditions } from '../contract/index.ts'
import { statusNames } from '../tickets/moves.ts'
import type { Answers } from './rule-events.ts'

export interface TicketFacts {
  readonly category: string | null
  /** As its type is called; null: there is no such type. */
  readonly categoryName: string | null
  readonly priority: number
  readonly status: keyof typeof statusNames
  readonly channel: string
  readonly storeId: string | null
  readonly storeName: string | null
  /** The way down the tree, the topmost first. */
  readonly regionPath: readonly string[]
  readonly tags: readonly string[]
  readonly text: string
  readonly customerClasses: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
  /** By hours: tickets of the same store and category made in so many hours before the event. */
  readonly similar: ReadonlyMap<number, number>
  /** Of the event. */
  readonly answers: Answers
}

/** The hours for which a rule counts similar tickets: they are counted before it is asked. */
export const hoursCounted = ({ list }: RuleConditions): readonly number[] => [
  ...new Set(list.flatMap((condition) => (condition.field === 'similar' ? [condition.hours] : []))),
]

/** The reasons in words when the rule fires; undefined when it does not. Without conditions it always fires. */
export function reasonsFor(conditions: RuleConditions, ticket: TicketFacts): readonly string[] | undefined {
  const met = conditions.list.map((condition) => reasonFor(condition, ticket))
  const reasons = met.filter((reason) => reason !== undefined)
  if (conditions.list.length === 0) return []
  if (conditions.join === 'all') return reasons.length === met.length ? reasons : undefined
  return reasons.length > 0 ? reasons : undefined
}

const priorityNames = ['普通', '高', '紧急']

function reasonFor(condition: RuleCondition, ticket: TicketFacts): string | undefined {
  switch (condition.field) {
    case 'category': {
      const { category } = ticket
      if (category === null || !condition.is.includes(category)) return undefined
      return `分类是${ticket.categoryName ?? category}`
    }
    case 'priority':
      return ticket.priority >= condition.atLeast ? `优先级是${priorityNames[ticket.priority]}` : undefined
    case 'status':
      return condition.is.includes(ticket.status) ? `状态是${statusNames[ticket.status]}` : undefined
    case 'channel':
      return condition.is.includes(ticket.channel) ? `渠道是 ${ticket.channel}` : undefined
    case 'region':
      return one(condition.is, ticket.regionPath, '在区域')
    case 'store':
      return ticket.storeId !== null && condition.is.includes(ticket.storeId)
        ? `门店是${ticket.storeName ?? ticket.storeId}`
        : undefined
    case 'tag':
      return one(condition.has, ticket.tags, '有标签')
    case 'no-tag':
      return condition.has.some((tag) => ticket.tags.includes(tag)) ? undefined : `没有标签 ${condition.has.join('、')}`
    case 'text': {
      const all = ticket.text.toLowerCase()
      const word = condition.contains.find((each) => all.includes(each.toLowerCase()))
      return word === undefined ? undefined : `内容提到“${word}”`
    }
    case 'customer':
      return one(condition.is, ticket.customerClasses, '客户是')
    case 'value':
      return meetsValue(condition, ticket.values[condition.name]) ? `${condition.name} 符合` : undefined
    case 'similar': {
      const count = ticket.similar.get(condition.hours) ?? 0
      return count >= condition.atLeast ? `${condition.hours} 小时内同店同类工单 ${count} 张` : undefined
    }
    case 'answer': {
      const { question, is, atMost } = condition
      const answer = ticket.answers[question]
      if (answer === undefined) return undefined
      const low = atMost !== undefined && /^\d+$/.test(answer) && Number(answer) <= atMost
      return is.includes(answer) || low ? `回访“${question}”答 ${answer}` : undefined
    }
  }
}

function one(wanted: readonly string[], there: readonly string[], words: string): string | undefined {
  const found = wanted.find((each) => there.includes(each))
  return found === undefined ? undefined : `${words} ${found}`
}

function meetsValue({ operator, value }: RuleCondition & { field: 'value' }, there: unknown): boolean {
  const all = (Array.isArray(there) ? there : [there]).filter(
    (each) => each !== undefined && each !== null && each !== '',
  )
  switch (operator) {
    case 'filled':
      return all.length > 0
    case 'is':
      return all.some((each) => String(each) === value)
    case 'contains':
      return all.some((each) => String(each).toLowerCase().includes(value.toLowerCase()))
    case 'at-least':
      return all.some((each) => Number(each) >= Number(value))
    case 'at-most':
      return all.some((each) => Number(each) <= Number(value))
  }
}
