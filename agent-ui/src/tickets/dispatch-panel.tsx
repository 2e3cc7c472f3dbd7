import type { TicketDetail, TicketDispatch, Worded } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useDepartments } from '../collaboration/collaboration-queries.ts'
import { Moment } from '../frame/moment.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { ticketPath } from './ticket-queries.ts'
import { useTicketMoves } from './use-ticket-moves.ts'
import './dispatch-panel.css'

/** Why the ticket went where it went: the decision in words, and every candidate with what speaks for it. */
export function DispatchPanel({ ticket }: { ticket: TicketDetail }) {
  const { t, i18n } = useTranslation()
  const { busy, move } = useTicketMoves(ticket)
  const { data, error, refetch } = useQuery({
    queryKey: ['dispatches', ticket.id],
    queryFn: ({ signal }) =>
      request<readonly TicketDispatch[]>('GET', `${ticketPath(ticket.id)}/dispatches`, { signal }),
  })
  const say = (reason: Worded) => (i18n.language === 'en' ? reason.en : reason.zh)
  const mayChoose = ticket.moves.some((one) => one.move === 'dispatch')
  const [last] = data ?? []
  const { data: departments = [] } = useDepartments(last !== undefined && last.departments.length > 0)
  const nameOf = (id: string) => departments.find((one) => one.id === id)?.name ?? id
  return (
    <section className="dispatch-panel" aria-label={t('dispatch.title')} data-testid="dispatch-panel">
      <h3>{t('dispatch.title')}</h3>
      {data === undefined ? (
        error === null ? (
          <Waiting lines={3} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : last === undefined ? (
        <p className="second">{t('dispatch.none')}</p>
      ) : (
        <>
          <p>
            <b>{t(`dispatch.decisionOf.${last.decision}`)}</b>{' '}
            {t('dispatch.to', { place: last.storeName ?? last.poolName ?? t('dispatch.headquarters') })}{' '}
            <span className="second">
              {t('dispatch.confidence', { percent: percent(last.confidence) })} · <Moment at={last.at} />
            </span>
          </p>
          <ul className="dispatch-reasons">
            {last.reasons.map((reason) => (
              <li key={reason.en}>{say(reason)}</li>
            ))}
          </ul>
          {last.departments.length > 0 && (
            <p>
              <span className="tag" data-tone="danger">
                {t('dispatch.also', { departments: last.departments.map(nameOf).join('、') })}
              </span>
            </p>
          )}
          {last.candidates.length > 0 && <h4>{t('dispatch.candidates')}</h4>}
          <ol className="dispatch-candidates">
            {last.candidates.map((candidate) => (
              <li key={candidate.storeId}>
                <div className="side-row">
                  <b className="cut" title={candidate.storeAddress}>
                    {candidate.storeName}
                  </b>
                  <span className="dispatch-score">{percent(candidate.score)}</span>
                </div>
                <p className="second">{candidate.reasons.map(say).join('；')}</p>
                {mayChoose && (
                  <Button
                    size="small"
                    loading={busy}
                    onClick={() => void move({ move: 'dispatch', storeId: candidate.storeId })}
                    data-testid={`send-${candidate.storeId}`}
                  >
                    {t('dispatch.choose')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`
