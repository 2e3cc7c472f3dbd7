/** What a survey has written into a ticket's history, in sentences, with what the customer said to listen to. */
import type { HistoryEntry, TicketDetail } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { RecordingPlayer } from '../calls/recording-player.tsx'

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

interface Props {
  readonly entry: HistoryEntry
  readonly comments: NonNullable<TicketDetail['surveyComments']>
}

export function SurveyWords({ entry: { kind, detail }, comments }: Props) {
  if (kind === 'surveyed')
    return <Answers detail={detail} comments={comments.filter(({ attempt }) => attempt === detail.attempt)} />
  return kind === 'survey-unreached' ? <Unreached detail={detail} /> : null
}

function Answers({ detail, comments }: { detail: HistoryEntry['detail']; comments: Props['comments'] }) {
  const { t } = useTranslation()
  const wordOf = (question: string, value: string): string => {
    if (question === 'solved' && (value === '1' || value === '2'))
      return t(value === '1' ? 'followUp.solved' : 'followUp.unsolved')
    return question === 'score' ? t('followUp.score', { score: value }) : value
  }
  return (
    <>
      {Object.entries(record(detail.answers)).map(([question, value]) => (
        <p key={question} className="timeline-change">
          {t('followUp.answer', {
            question: question === 'solved' || question === 'score' ? t(`followUp.question.${question}`) : question,
            answer: wordOf(question, String(value)),
          })}
        </p>
      ))}
      {comments.map((comment) => (
        <div key={comment.id}>
          <p className="timeline-change">{t('followUp.comment')}</p>
          <RecordingPlayer recording={comment} />
        </div>
      ))}
      <p className="timeline-change second">{t('followUp.campaign', { name: String(detail.campaign) })}</p>
    </>
  )
}

function Unreached({ detail }: { detail: HistoryEntry['detail'] }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="timeline-change">
        {t('followUp.unreached', {
          why: t(`followUp.unreachedOf.${String(detail.unreached) as 'refused'}`),
          attempts: String(detail.attempts),
        })}
      </p>
      <p className="timeline-change second">{t('followUp.campaign', { name: String(detail.campaign) })}</p>
    </>
  )
}
