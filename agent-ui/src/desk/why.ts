import type { DeskContact } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { duration } from '../messages/formats.ts'

/** Why this agent got this contact, in words. */
export function useWhy(why: DeskContact['why']): string {
  const { t, i18n } = useTranslation()
  if (why === undefined) return ''
  const english = i18n.language === 'en'
  const skills = why.skills.map(({ label, level }) => t('why.skill', { label, level }))
  const parts = [
    ...(skills.length === 0 ? [] : [t('why.skills', { skills: skills.join(english ? ', ' : '、') })]),
    t('why.idle', { time: duration(why.idleMs) }),
    t('why.free', { free: why.free, eligible: why.eligible }),
  ]
  return parts.join(english ? '; ' : '，')
}
