/** The phone page of a store: photo first, large targets, works for a while without a network. Carries no antd. */
import type { StoreTicket } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { useTicketChanges } from '../collaboration/ticket-live.ts'
import { LanguageButton } from '../frame/language-button.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { exactTime } from '../messages/formats.ts'
import { logOut, useMe } from '../session/session.ts'
import { startSending, useQueue } from './queue.ts'
import { QueueBar, useMyActions } from './queue-bar.tsx'
import { isWaiting } from './queued-actions.ts'
import { useStoreTickets } from './seen-queries.ts'
import { StoreSession } from './store-session.tsx'
import { StoreTicketPage } from './store-ticket.tsx'
import { startStoreWorker } from './store-worker.ts'
import { type Tab, TicketList, tabs, useTabs } from './ticket-list.tsx'
import './store.css'

const listenToNetwork = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export default function StorePage() {
  return (
    <StoreSession>
      <Store />
    </StoreSession>
  )
}

function Store() {
  const { t } = useTranslation()
  const me = useMe()
  const { id } = useParams()
  const [search] = useSearchParams()
  const storeId = me.store?.id ?? search.get('of') ?? undefined
  const kept = search.size === 0 ? '' : `?${search}`
  const { data, error, refetch } = useStoreTickets(storeId)
  const queries = useQueryClient()
  const sent = useQueue((queue) => queue.sent)
  const connected = useSyncExternalStore(listenToNetwork, () => navigator.onLine)
  const offline = !connected || data?.old === true

  useEffect(() => startSending(me.id), [me.id])
  useEffect(() => startStoreWorker(), [])
  // What the store has and what comes to it; what is taken away is told by the tickets themselves.
  useTicketChanges('all', () => void refetch())
  useTicketChanges(data?.content.tickets.map((ticket) => ticket.id) ?? [], () => void refetch())
  useEffect(() => {
    if (sent > 0) void queries.invalidateQueries({ queryKey: ['store-tickets'] })
  }, [sent, queries])
  useEffect(() => {
    const before = document.title
    document.title = t('store.title')
    return () => {
      document.title = before
    }
  }, [t])

  return (
    <div className="store-phone" data-testid="store-page">
      <header className="store-phone-head">
        <strong className="cut">{data?.content.store.name ?? me.store?.name ?? t('store.title')}</strong>
        {me.role === 'store' ? <LogOut /> : <Link to="/staff">{t('nav.staff')}</Link>}
        <LanguageButton />
      </header>
      <QueueBar offline={offline} />
      <main>
        {storeId === undefined ? (
          <Empty title={t('store.noStore')} text={t('store.noStoreText')} />
        ) : id !== undefined ? (
          <StoreTicketPage key={id} id={id} search={kept} />
        ) : data === undefined ? (
          error === null ? (
            <Waiting lines={8} />
          ) : (
            <Failed error={error} onRetry={() => void refetch()} />
          )
        ) : (
          <>
            {data.old && <p className="store-phone-old">{t('store.old', { at: exactTime(data.at) })}</p>}
            <Lists tickets={data.content.tickets} asked={data.asked} search={kept} />
          </>
        )}
      </main>
    </div>
  )
}

function Lists({ tickets, asked, search }: { tickets: readonly StoreTicket[]; asked: number; search: string }) {
  const { t } = useTranslation()
  const lists = useTabs(tickets, asked)
  const [chosen, setChosen] = useState<Tab>()
  // Until somebody chooses: where there is something to do.
  const tab = chosen ?? tabs.find((each) => each !== 'done' && lists[each].length > 0) ?? 'todo'
  return (
    <>
      <nav className="store-phone-tabs" aria-label={t('store.tabs.label')}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tab}
            onClick={() => setChosen(each)}
            data-testid={`tab-${each}`}
          >
            <b>{lists[each].length}</b>
            {t(`store.tabs.${each}`)}
          </button>
        ))}
      </nav>
      {lists[tab].length === 0 ? (
        <Empty title={t(`store.empty.${tab}`)} text={t('store.emptyText')} />
      ) : (
        <TicketList tickets={lists[tab]} search={search} />
      )}
    </>
  )
}

function LogOut() {
  const { t } = useTranslation()
  const waiting = useMyActions().filter(isWaiting).length
  return (
    <button
      type="button"
      className="store-phone-log-out"
      onClick={() => {
        if (waiting === 0 || window.confirm(t('store.logOutAsk', { count: waiting }))) void logOut()
      }}
      data-testid="log-out"
    >
      {t('store.logOut')}
    </button>
  )
}
