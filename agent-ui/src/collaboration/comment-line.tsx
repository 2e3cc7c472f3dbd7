import type { TicketComment } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { AttachmentList } from './attachment-list.tsx'

/** One comment in the timeline: black, because a person said it; marked when the customer may be told. */
export function CommentLine({ comment, isNew }: { comment: TicketComment; isNew: boolean }) {
  const { t } = useTranslation()
  return (
    <li className="timeline-comment" data-visible={comment.customerVisible} data-testid="comment">
      <div className="side-row">
        <span>
          <b>{comment.author.name}</b> <span className="second">{t(`role.${comment.author.role}`)}</span>{' '}
          {comment.customerVisible && (
            <span className="tag" data-tone="ready">
              {t('collaboration.visible')}
            </span>
          )}
          {isNew && (
            <span className="tag" data-tone="accent">
              {t('collaboration.new')}
            </span>
          )}
          {comment.ticket !== undefined && (
            <span className="second"> {t('collaboration.mergedFrom', { number: comment.ticket })}</span>
          )}
        </span>
        <span className="second">
          <Moment at={comment.at} />
        </span>
      </div>
      {comment.text !== '' && <p className="comment-text">{comment.text}</p>}
      <AttachmentList attachments={comment.attachments} />
    </li>
  )
}
