import type { TicketCard } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** Of 5; what is as low or lower is a bad score. */
const LOW_SCORE = 2

/** What the customer said when called about it; nothing when nobody has asked or answered. */
export function SurveyResult({ ticket }: { ticket: Pick<TicketCard, 'surveyedAt' | 'surveyScore' | 'surveySolved'> }) {
  const { t } = useTranslation()
  const { surveyedAt, surveyScore: score, surveySolved: solved } = ticket
  if (surveyedAt === undefined) return null
  const bad = solved === false || (score !== undefined && score <= LOW_SCORE)
  const words = [
    ...(solved === undefined ? [] : [t(solved ? 'followUp.solved' : 'followUp.unsolved')]),
    ...(score === undefined ? [] : [t('followUp.score', { score })]),
  ]
  return (
    <span className="tag" data-tone={bad ? 'danger' : 'ready'} data-testid="survey-result">
      {words.length === 0 ? t('followUp.answered') : words.join(' · ')}
    </span>
  )
}
