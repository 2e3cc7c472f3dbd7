import type { DeskWhy } from '@ringdesk/gateway/contract'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { duration } from '../messages/formats.ts'

/** How this agent was chosen among those who could have been. */
function choice(why: DeskWhy, t: TFunction): string {
  if (why.reason !== 'rule') return t(`why.reason.${why.reason}`)
  return t(`why.rule.${why.rule}`, { time: duration(why.idleMs) })
}

function parts(why: DeskWhy, english: boolean, t: TFunction): { readonly short: string[]; readonly more: string[] } {
  const skills = why.skills.map(({ label, level }) => t('why.skill', { label, level }))
  const { index, of } = why.ring
  return {
    short: [
      ...(skills.length === 0 ? [] : [skills.join(english ? ', ' : '、')]),
      choice(why, t),
      ...(index > 0 ? [t('why.relaxed', { index, of: Math.max(1, of - 1) })] : []),
      ...(why.matched ? [] : [t('why.unmatched')]),
    ],
    more: [
      ...(why.reason === 'rule' ? [] : [t('why.idle', { time: duration(why.idleMs) })]),
      ...(why.matched ? [t('why.matched')] : []),
      t('why.free', { free: why.free, eligible: why.eligible }),
    ],
  }
}

function useSentence(why: DeskWhy | undefined, whole: boolean): string {
  const { t, i18n } = useTranslation()
  if (why === undefined) return ''
  const english = i18n.language === 'en'
  const { short, more } = parts(why, english, t)
  return [...short, ...(whole ? more : [])].join(english ? '; ' : '，')
}

/** Why this agent got this contact, in one line. */
export const useWhy = (why: DeskWhy | undefined): string => useSentence(why, false)
/** The same with everything that was weighed. */
export const useWholeWhy = (why: DeskWhy | undefined): string => useSentence(why, true)
