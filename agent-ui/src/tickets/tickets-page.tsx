import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useKeptScroll } from '../frame/kept-scroll.ts'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { BulkBar } from './lists/bulk-bar.tsx'
import { FilterBar } from './lists/filter-bar.tsx'
import { LayoutBar } from './lists/layout-bar.tsx'
import { canSortByPriority, type ListAddress, readAddress, withChange } from './lists/list-address.ts'
import { removeTickets, renewTickets, useTicketCount, useTicketList, useTicketViews } from './lists/list-queries.ts'
import { TicketBoard } from './lists/ticket-board.tsx'
import { TicketTable } from './lists/ticket-table.tsx'
import { useLiveList } from './lists/use-live-list.ts'
import { ViewsMenu } from './lists/views-menu.tsx'
import './lists/lists.css'

/** Where the keys were when the list was left. */
const lastAt = new Map<string, string>()
/** px from the end at which the next page is asked for. */
const nearEnd = 800

/** Tickets as a list or a board; the address holds all of it, so that a view can be sent to a colleague and come back to. */
export default function TicketsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const office = me.role !== 'store'
  const [search, setSearch] = useSearchParams()
  const address = readAddress(search)
  const change = useCallback(
    (next: Readonly<Record<string, string | undefined>>) =>
      setSearch((before) => withChange(before, next), { replace: true }),
    [setSearch],
  )
  useDefaultView(office, search, setSearch)
  const { filters, layout } = address
  const total = useTicketCount(filters)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('tickets.title')}</h1>
        <FilterBar filters={filters} onFilter={change} />
        <span className="bar-space" />
        {total.data && (
          <span className="second" data-testid="ticket-count">
            {t(total.data.more ? 'ticketLists.totalMore' : 'ticketLists.total', { total: count(total.data.count) })}
          </span>
        )}
        <LayoutBar address={address} onChange={change} />
        {office && <ViewsMenu search={search.toString()} onOpen={(view) => setSearch(new URLSearchParams(view))} />}
      </div>
      {layout === 'list' ? (
        <List
          address={address}
          place={search.toString()}
          office={office}
          onClear={() => setSearch(new URLSearchParams())}
        />
      ) : (
        <Board address={address} office={office} />
      )}
    </div>
  )
}

/** Opened without saying what, the page shows the reader's default view, once. */
function useDefaultView(
  office: boolean,
  search: URLSearchParams,
  setSearch: (next: URLSearchParams, options: { replace: boolean }) => void,
): void {
  const { data: views } = useTicketViews(office)
  const open = useRef(search.size === 0)
  useEffect(() => {
    if (!open.current || views === undefined) return
    open.current = false
    const view = views.find(({ isDefault }) => isDefault)
    if (view && view.search !== '') setSearch(new URLSearchParams(view.search), { replace: true })
  }, [views, setSearch])
}

interface ListProps {
  readonly address: ListAddress
  /** Where the reader is: the address. */
  readonly place: string
  readonly office: boolean
  readonly onClear: () => void
}

function List({ address, place, office, onClear }: ListProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { filters, columns } = address
  const sort = address.sort === 'priority' && !canSortByPriority(address) ? 'last' : address.sort
  const query = useTicketList(filters, sort, true)
  const tickets = query.data?.pages.flatMap((page) => page.tickets)
  const scroll = useKeptScroll(`tickets?${place}`, tickets !== undefined)
  const [at, setAt] = useState(() => lastAt.get(place))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const ids = new Set(tickets?.map(({ id }) => id))
  const live = useLiveList(filters, [...ids], {
    onChanged: (change) => {
      void renewTickets(
        queries,
        filters,
        sort,
        change.ids.filter((id) => ids.has(id)),
      )
      // A list that jumps is a list that one misses one's row in: what would come or go is counted.
      const matching = new Set(change.matching)
      const moved = change.ids.filter((id) => matching.has(id) || ids.has(id))
      if (moved.length > 0) setFresh((before) => new Set([...before, ...moved]))
    },
    onGone: (gone) => {
      removeTickets(queries, filters, sort, gone)
      select(gone, false)
      void queries.invalidateQueries({ queryKey: ['ticket-count'] })
    },
    onMissed: () => void query.refetch(),
  })
  const refresh = () => {
    setFresh(new Set())
    void queries.invalidateQueries({ queryKey: ['ticket-count'] })
    void query.refetch()
  }
  const select = (chosen: readonly string[], on: boolean) =>
    setSelected((before) => {
      const next = new Set(before)
      for (const id of chosen) on ? next.add(id) : next.delete(id)
      return next
    })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    const element = scroll.current
    if (element === null) return
    const look = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight
      if (left < nearEnd && element.scrollTop > 0 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
    }
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [scroll, hasNextPage, isFetchingNextPage, fetchNextPage])

  return (
    <>
      {office && <BulkBar selected={[...selected]} onClear={() => setSelected(new Set())} />}
      <div className="list-bar">
        {fresh.size > 0 && (
          <Button type="primary" size="small" onClick={refresh} data-testid="fresh">
            {t('ticketLists.fresh', { count: fresh.size })}
          </Button>
        )}
        {live === false && <span className="second">{t('ticketLists.liveLost')}</span>}
        <span className="second">{t('ticketLists.keys')}</span>
        <span className="bar-space" />
        <Button size="small" loading={query.isRefetching} onClick={refresh}>
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
            {place !== '' && <Button onClick={onClear}>{t('tickets.clear')}</Button>}
          </Empty>
        ) : (
          <>
            <TicketTable
              tickets={tickets}
              columns={columns}
              scroll={scroll}
              at={at}
              onAt={(id) => {
                lastAt.set(place, id)
                setAt(id)
              }}
              selected={selected}
              {...(office ? { onSelect: select } : {})}
            />
            <div className="page-end">
              {hasNextPage ? (
                <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="load-more">
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
    </>
  )
}

function Board({ address, office }: { readonly address: ListAddress; readonly office: boolean }) {
  const queries = useQueryClient()
  const look = () => {
    for (const key of ['ticket-board', 'ticket-count']) void queries.invalidateQueries({ queryKey: [key] })
  }
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  const onShown = useCallback(
    (ids: readonly string[]) =>
      setShown((before) => (ids.every((id) => before.has(id)) ? before : new Set([...before, ...ids]))),
    [],
  )
  useLiveList(address.filters, [...shown], { onChanged: look, onGone: look, onMissed: look })
  return (
    <div className="page-scroll">
      <TicketBoard filters={address.filters} by={address.by} mayMove={office} onShown={onShown} />
    </div>
  )
}
