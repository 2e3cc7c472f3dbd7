import type { FormField, ValueProblem } from '@ringdesk/gateway/contract'

/** The bound that a value has passed: of money in yuan. */
export const limitWords = ({ kind }: Pick<FormField, 'kind'>, { limit = 0 }: Pick<ValueProblem, 'limit'>): string =>
  kind === 'money' ? `¥${(limit / 100).toFixed(2)}` : limit.toLocaleString('en')
