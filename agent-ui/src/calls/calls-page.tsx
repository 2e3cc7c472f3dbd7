import type { CallPage } from '@ringdesk/gateway/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { homeArea } from '../customers/caller-words.ts'
import { NumberText } from '../customers/number-text.tsx'
import { useKeptScroll } from '../frame/kept-scroll.ts'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { count, duration, hotlineNumber } from '../messages/formats.ts'
import { CallFilterBar, type CallFilters, callFilterNames } from './call-filters.tsx'
import { DirectionTag } from './direction-tag.tsx'
import { OutcomeTag } from './outcome-tag.tsx'
import { RecordingPlayer } from './recording-player.tsx'
import './calls.css'

/** The call log, newest first. */
export default function CallsPage() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  // Figures elsewhere open their list here; the address says which.
  const filter: CallFilters = Object.fromEntries(
    callFilterNames.flatMap((name) => (params.has(name) ? [[name, params.get(name) ?? '']] : [])),
  )
  const filtered = Object.keys(filter).length > 0
  const query = useInfiniteQuery({
    queryKey: ['calls', filter],
    queryFn: ({ pageParam, signal }) =>
      request<CallPage>('GET', withQuery('/api/calls', { ...filter, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const calls = query.data?.pages.flatMap((page) => page.calls)
  const scroll = useKeptScroll('calls', calls !== undefined)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('calls.title')}</h1>
        {filtered && (
          <button type="button" className="link-button" onClick={() => setParams({})}>
            {t('tickets.clear')}
          </button>
        )}
        <span className="bar-space" />
        <Button loading={query.isRefetching} onClick={() => void query.refetch()}>
          {t('common.refresh')}
        </Button>
      </div>
      <CallFilterBar
        filters={filter}
        onFilter={(change) =>
          setParams(
            Object.entries({ ...filter, ...change }).filter((one): one is [string, string] => Boolean(one[1])),
            { replace: true },
          )
        }
      />
      <div className="page-scroll" ref={scroll}>
        {calls === undefined ? (
          query.error === null ? (
            <div className="frame-waiting">
              <Waiting lines={12} />
            </div>
          ) : (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : calls.length === 0 ? (
          <Empty
            title={filtered ? t('calls.none') : t('calls.empty')}
            text={filtered ? t('calls.noneText') : t('calls.emptyText')}
          />
        ) : (
          <>
            <table className="grid-table" data-testid="calls">
              <thead>
                <tr>
                  <th>{t('calls.arrivedAt')}</th>
                  <th>{t('calls.caller')}</th>
                  <th>{t('calls.hotline')}</th>
                  <th>{t('calls.queue')}</th>
                  <th>{t('calls.agent')}</th>
                  <th>{t('calls.outcome')}</th>
                  <th className="figure">{t('calls.wait')}</th>
                  <th className="figure">{t('calls.talk')}</th>
                  <th>{t('calls.recording')}</th>
                  <th>{t('calls.ticket')}</th>
                </tr>
              </thead>
              <tbody>
                {calls.map((call) => (
                  <tr key={call.callId}>
                    <td className="nowrap">
                      <Moment at={call.arrivedAt} />
                    </td>
                    <td className="nowrap">
                      {call.customerName} <NumberText number={call.number} />{' '}
                      <span className="second">{homeArea(call.number)}</span>
                    </td>
                    <td className="nowrap">
                      {hotlineNumber(call.hotline)} <DirectionTag {...call} />
                    </td>
                    <td className="nowrap">{call.queueName}</td>
                    <td className="nowrap">{call.agentName}</td>
                    <td>
                      <OutcomeTag outcome={call.outcome} />
                    </td>
                    <td className="figure">{call.waitMs === undefined ? '' : duration(call.waitMs)}</td>
                    <td className="figure">{call.talkMs === undefined ? '' : duration(call.talkMs)}</td>
                    <td>
                      {call.recordings.map((recording) => (
                        <RecordingPlayer key={recording.id} recording={recording} />
                      ))}
                    </td>
                    <td className="nowrap">
                      {call.ticketId !== undefined && <Link to={`/tickets/${call.ticketId}`}>{call.ticketNumber}</Link>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <div className="page-end">
              {query.hasNextPage ? (
                <Button
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                  data-testid="load-more"
                >
                  {t('common.loadMore')}
                </Button>
              ) : (
                <span className="second">
                  {t('calls.shown', { total: count(calls.length) })} · {t('tickets.end')}
                </span>
              )}
            </div>
          </>
        )}
      </div>
    </div>
  )
}
