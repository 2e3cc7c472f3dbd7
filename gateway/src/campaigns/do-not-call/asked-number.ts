/** Numbers as people write and search them. */
import { callerIdentity } from '@ringdesk/cti'
import { isCallable } from '../rules/may-call.ts'

/** The number that somebody has written, E.164 (a privacy number: bare digits); undefined when it is none that we could call. */
export function writtenNumber(text: string): string | undefined {
  const { number } = callerIdentity(text)
  return number !== undefined && isCallable(number) ? number : undefined
}

/** What to look for: the whole number, or how it ends; undefined: neither. */
export function searchedNumber(q: string): { readonly whole: string } | { readonly ending: string } | undefined {
  const digits = q.replace(/[\s-]/g, '')
  const whole = writtenNumber(digits)
  if (whole !== undefined) return { whole }
  return /^\d{4}$/.test(digits) ? { ending: digits } : undefined
}
