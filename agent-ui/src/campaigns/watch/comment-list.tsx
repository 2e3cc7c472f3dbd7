import type { SurveyComment, SurveyPlace, SurveyQuestion } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { RecordingPlayer } from '../../calls/recording-player.tsx'
import { Moment } from '../../frame/moment.tsx'
import { Failed, Waiting } from '../../frame/screens.tsx'
import { useComments } from './watch-queries.ts'

/** What customers said, the newest first, to be listened to. */
export function CommentList(props: {
  readonly id: string
  readonly total: number
  /** What an answer means. */
  readonly questions: readonly SurveyQuestion[]
  /** Only of this one. */
  readonly store: SurveyPlace | undefined
  readonly clear: () => void
}) {
  const { t } = useTranslation()
  const { id, total, questions, store, clear } = props
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useComments(id, store?.id)
  const comments = data?.pages.flatMap((page) => page.comments)
  return (
    <section className="watch-part" aria-label={t('campaignWatch.comments')} data-testid="comments">
      <header>
        <h2>{t('campaignWatch.commentsOf', { count: store?.comments ?? total })}</h2>
        {store !== undefined && (
          <span className="tag" data-tone="accent">
            {t('campaignWatch.onlyStore', { name: store.name ?? store.id ?? '' })}
            <button type="button" className="link-button" onClick={clear}>
              {t('common.all')}
            </button>
          </span>
        )}
      </header>
      {comments === undefined ? (
        error === null ? (
          <Waiting lines={6} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : comments.length === 0 ? (
        <p className="watch-empty second">
          {t('campaignWatch.noComments')}
          <br />
          {t('campaignWatch.noCommentsText')}
        </p>
      ) : (
        <ul className="watch-comments">
          {comments.map((comment) => (
            <Comment key={comment.id} comment={comment} questions={questions} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="page-end">
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** 未解决; or 满意度打分 2 */
function answerWords(questions: readonly SurveyQuestion[], question: string, value: string): string {
  const asked = questions.find((each) => each.question === question)
  return asked?.values.find((each) => each.value === value)?.label ?? `${asked?.label ?? question} ${value}`
}

function Comment({ comment, questions }: { comment: SurveyComment; questions: readonly SurveyQuestion[] }) {
  const { t } = useTranslation()
  const { id, at, durationMs, recorded, contactName, number, storeName, ticketId, ticketNumber, answers } = comment
  return (
    <li>
      <p>
        <b>{contactName ?? number}</b>{' '}
        <span className="second">
          {contactName !== undefined && `${number} · `}
          {storeName !== undefined && `${storeName} · `}
          <Moment at={at} />
        </span>{' '}
        {answers.map(({ question, value }) => (
          <span key={question} className="tag">
            {answerWords(questions, question, value)}
          </span>
        ))}{' '}
        {ticketId !== undefined && <Link to={`/tickets/${ticketId}`}>{ticketNumber ?? ticketId}</Link>}
      </p>
      {recorded ? (
        <RecordingPlayer recording={{ url: `/api/survey-answers/${id}/recording`, durationMs }} />
      ) : (
        <p className="second">{t('campaignWatch.noRecording')}</p>
      )}
    </li>
  )
}
