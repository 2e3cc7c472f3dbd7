import type { TicketPage, TicketQuery } from '@ringdesk/gateway/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Segmented, Select, Switch } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { NumberText } from '../customers/number-text.tsx'
import { useKeptScroll } from '../frame/kept-scroll.ts'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request, withQuery } from '../gateway/request.ts'
import { count } from '../messages/formats.ts'
import { PressingClock } from '../sla/ticket-clocks.tsx'
import { useFieldWords } from './field-words.ts'
import { StatusTag } from './status-tag.tsx'
import { filtersIn, type TicketFilters, withFilter } from './ticket-filters.ts'
import { useChoices } from './ticket-queries.ts'

/** ms without a key before the list follows the search field. */
const pauseMs = 300

/** The list of tickets; its filters are in the address, so that a list can be sent to a colleague and come back to. */
export default function TicketsPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const filters = filtersIn(search)
  const navigate = useNavigate()
  const { data: choices } = useChoices()
  const words = useFieldWords(choices)
  const query = useInfiniteQuery({
    queryKey: ['tickets', filters],
    queryFn: ({ pageParam, signal }) => {
      const asked: TicketQuery = { ...filters, ...(pageParam === undefined ? {} : { cursor: pageParam }) }
      return request<TicketPage>('GET', withQuery('/api/tickets', { ...asked, limit: 50 }), { signal })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const tickets = query.data?.pages.flatMap((page) => page.tickets)
  const scroll = useKeptScroll(`tickets?${search}`, tickets !== undefined)
  const filter = (name: keyof TicketFilters, value: string | undefined) =>
    setSearch(withFilter(search, name, value), { replace: true })

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('tickets.title')}</h1>
        <TicketFilterBar filters={filters} onFilter={filter} />
        <span className="bar-space" />
        <Button loading={query.isRefetching} onClick={() => void query.refetch()}>
          {t('common.refresh')}
        </Button>
      </div>
      <div className="page-scroll" ref={scroll} aria-busy={query.isPlaceholderData}>
        {tickets === undefined ? (
          query.error === null ? (
            <div className="frame-waiting">
              <Waiting lines={12} />
            </div>
          ) : (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : tickets.length === 0 ? (
          <Empty title={t('tickets.empty')} text={t('tickets.emptyText')}>
            {search.size > 0 && (
              <Button onClick={() => setSearch(new URLSearchParams(), { replace: true })}>{t('tickets.clear')}</Button>
            )}
          </Empty>
        ) : (
          <>
            <table className="grid-table" data-testid="tickets">
              <thead>
                <tr>
                  <th>{t('ticket.number')}</th>
                  <th>{t('ticket.status')}</th>
                  <th>{t('sla.title')}</th>
                  <th>{t('ticket.subject')}</th>
                  <th>{t('ticket.category')}</th>
                  <th>{t('ticket.customer')}</th>
                  <th>{t('ticket.store')}</th>
                  <th>{t('ticket.region')}</th>
                  <th>{t('ticket.agent')}</th>
                  <th>{t('ticket.lastInteractionAt')}</th>
                </tr>
              </thead>
              <tbody>
                {tickets.map((ticket) => (
                  // The row is a larger target for the pointer; the keyboard has the link in it.
                  <tr key={ticket.id} className="row-link" onClick={() => void navigate(`/tickets/${ticket.id}`)}>
                    <td className="nowrap">
                      <Link to={`/tickets/${ticket.id}`} onClick={(event) => event.stopPropagation()}>
                        {ticket.number}
                      </Link>
                    </td>
                    <td className="nowrap">
                      <StatusTag ticket={ticket} />
                    </td>
                    <td className="nowrap">
                      <PressingClock clocks={ticket.sla} />
                    </td>
                    <td className="cut">
                      {ticket.subject ?? <span className="second">{t('tickets.noSubject')}</span>}
                    </td>
                    <td className="nowrap">{ticket.category && words.value('category', ticket.category)}</td>
                    <td className="nowrap">
                      {ticket.customerName}{' '}
                      {ticket.customerNumber !== undefined && (
                        <span className="second">
                          <NumberText number={ticket.customerNumber} />
                        </span>
                      )}
                    </td>
                    <td className="cut">{ticket.storeName}</td>
                    <td className="nowrap">{ticket.regionName}</td>
                    <td className="nowrap">{ticket.agentName}</td>
                    <td className="nowrap">
                      <Moment at={ticket.lastInteractionAt} />
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
                  {t('tickets.shown', { total: count(tickets.length) })} · {t('tickets.end')}
                </span>
              )}
            </div>
          </>
        )}
      </div>
    </div>
  )
}

interface FilterBarProps {
  readonly filters: TicketFilters
  readonly onFilter: (name: keyof TicketFilters, value: string | undefined) => void
}

function TicketFilterBar({ filters, onFilter }: FilterBarProps) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState(filters.q ?? '')
  useEffect(() => setTyped(filters.q ?? ''), [filters.q])
  useEffect(() => {
    if (typed.trim() === (filters.q ?? '')) return
    const timer = setTimeout(() => onFilter('q', typed.trim() || undefined), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, filters.q, onFilter])
  const statuses = [
    'open',
    'pooled',
    'dispatched',
    'accepted',
    'working',
    'pending',
    'resolved',
    'verified',
    'closed',
    'merged',
  ] as const
  return (
    <search className="page-head" aria-label={t('tickets.filters')}>
      <Input
        allowClear
        value={typed}
        maxLength={100}
        className="filter-q"
        placeholder={t('tickets.searchHint')}
        aria-label={t('tickets.searchHint')}
        onChange={(event) => setTyped(event.target.value)}
        data-testid="filter-q"
      />
      <Select
        className="filter-status"
        value={filters.status ?? ''}
        aria-label={t('ticket.status')}
        options={[
          { value: '', label: t('tickets.statusAll') },
          ...statuses.map((status) => ({ value: status, label: t(`ticket.statusOf.${status}`) })),
        ]}
        onChange={(value) => onFilter('status', value || undefined)}
      />
      <Segmented
        value={filters.kind ?? ''}
        aria-label={t('tickets.kindAll')}
        options={[
          { value: '', label: t('common.all') },
          { value: 'service', label: t('ticket.kindOf.service') },
          { value: 'callback', label: t('ticket.kindOf.callback') },
        ]}
        onChange={(value) => onFilter('kind', value || undefined)}
      />
      <span className="filter-mine">
        <Switch
          id={`${id}-mine`}
          size="small"
          checked={filters.mine === 'true'}
          onChange={(on) => onFilter('mine', on ? 'true' : undefined)}
        />
        <label htmlFor={`${id}-mine`}>{t('tickets.mine')}</label>
      </span>
    </search>
  )
}
