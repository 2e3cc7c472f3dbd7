import { FundProjectionScreenOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty, Forbidden, Guard, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { AgentDetail } from './agent-detail.tsx'
import { AgentTable } from './agent-table.tsx'
import { AlarmList } from './alarm-list.tsx'
import { ContactDetail } from './contact-detail.tsx'
import { ContactTable } from './contact-table.tsx'
import { MessageForm } from './message-form.tsx'
import { MessageList } from './message-list.tsx'
import { QueueTable } from './queue-table.tsx'
import { Summary } from './summary.tsx'
import { useModel, useSupervision, watchSupervision } from './supervision-store.ts'
import { tabs, useView } from './use-view.ts'
import './supervision.css'

export default function SupervisionPage() {
  const me = useMe()
  const { t } = useTranslation()
  return me.role === 'agent' ? <Forbidden role={t('role.agent')} /> : <Watched />
}

function Watched() {
  const { t } = useTranslation()
  useEffect(watchSupervision, [])
  const known = useSupervision(({ model }) => model !== undefined)
  const refusal = useSupervision((store) => store.refusal)
  if (refusal !== undefined) return <Empty title={t(`supervision.link.${refusal}`)} />
  return known ? (
    <WorkingView />
  ) : (
    <div className="frame-waiting">
      <Waiting lines={12} label={t('supervision.link.connecting')} />
    </div>
  )
}

/** What message is being written: to whom. */
type Writing = { readonly agent?: string } | undefined

function WorkingView() {
  const { t } = useTranslation()
  const { view, change } = useView()
  const lost = useSupervision(({ link }) => link !== 'live')
  const open = useModel(({ alarms }) => [...alarms.values()].filter((alarm) => !alarm.acknowledged).length)
  const live = useModel(({ contacts }) => contacts.size)
  const [writing, setWriting] = useState<Writing>()
  const toAgent = useCallback((agent: string) => setWriting({ agent }), [])
  useTabKeys(change)
  const counts = { queues: '', agents: '', contacts: ` ${live}`, alarms: open > 0 ? ` ${open}` : '', messages: '' }
  const detail = view.contact !== '' || view.agent !== ''
  return (
    <div className="page supervision" data-testid="supervision">
      <div className="page-head">
        <h1>{t('supervision.title')}</h1>
        <Segmented
          value={view.tab}
          onChange={(tab) => change({ tab })}
          options={tabs.map((tab, index) => ({
            value: tab,
            label: (
              <span data-testid={`tab-${tab}`} data-alert={tab === 'alarms' && open > 0}>
                {t(`supervision.tabs.${tab}`)}
                {counts[tab]} <kbd>{index + 1}</kbd>
              </span>
            ),
          }))}
        />
        <span className="bar-space" />
        {lost && (
          <span className="tag" data-tone="danger" role="alert">
            {t('supervision.link.lost')}
          </span>
        )}
        <Link className="plain-link" to="/wall" data-testid="to-wall">
          <FundProjectionScreenOutlined /> {t('nav.wall')}
        </Link>
      </div>
      <Summary />
      <div className="supervision-body" data-detail={detail}>
        <Guard key={view.tab}>
          {view.tab === 'queues' && <QueueTable />}
          {view.tab === 'agents' && <AgentTable onMessage={toAgent} />}
          {view.tab === 'contacts' && <ContactTable />}
          {view.tab === 'alarms' && <AlarmList />}
          {view.tab === 'messages' && <MessageList onMessage={() => setWriting({})} />}
        </Guard>
        {view.contact !== '' && <ContactDetail id={view.contact} />}
        {view.contact === '' && view.agent !== '' && <AgentDetail id={view.agent} onMessage={toAgent} />}
      </div>
      {writing !== undefined && <MessageForm {...writing} onClose={() => setWriting(undefined)} />}
    </div>
  )
}

/** 1–5 open the parts, Esc closes the details, / goes to the search. */
function useTabKeys(change: ReturnType<typeof useView>['change']): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=dialog], [role=menu]'))
        return
      const tab = /^[1-5]$/.test(event.key) ? tabs[Number(event.key) - 1] : undefined
      if (tab !== undefined) change({ tab })
      else if (event.key === 'Escape') change({ agent: '', contact: '' })
      else if (event.key === '/') document.querySelector<HTMLInputElement>('.list-filters input')?.focus()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [change])
}
