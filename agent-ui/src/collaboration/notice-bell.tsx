import { MessageOutlined } from '@ant-design/icons'
import type { TicketNotices } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { request } from '../gateway/request.ts'
import { useNotices } from './collaboration-queries.ts'
import './collaboration.css'

/** In the rail of every page: who mentioned me, who wrote on what I watch, which tasks I was given. */
export function NoticeBell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { data } = useNotices()
  const unread = data?.unread ?? 0
  const words = unread > 0 ? t('collaboration.unread', { count: unread }) : t('collaboration.notices')
  return (
    <Popover
      trigger="click"
      placement="rightBottom"
      open={open}
      onOpenChange={setOpen}
      content={<NoticeList notices={data} onLeave={() => setOpen(false)} />}
    >
      <button type="button" className="rail-button" aria-label={words} title={words} data-testid="notices">
        <Badge count={unread} size="small" overflowCount={99}>
          <MessageOutlined />
        </Badge>
      </button>
    </Popover>
  )
}

function NoticeList({ notices, onLeave }: { notices: TicketNotices | undefined; onLeave: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  async function read(ids?: readonly string[]) {
    const now = await request<TicketNotices>('POST', '/api/notices/read', { body: ids === undefined ? {} : { ids } })
    queries.setQueryData(['notices'], now)
  }
  return (
    <div className="ticket-notices" data-testid="notice-list">
      <div className="side-row">
        <h2>{t('collaboration.notices')}</h2>
        <Button size="small" type="link" disabled={(notices?.unread ?? 0) === 0} onClick={() => void read()}>
          {t('collaboration.readAll')}
        </Button>
      </div>
      {notices?.notices.length === 0 && (
        <p className="second">
          {t('collaboration.noNotices')}
          <br />
          {t('collaboration.noNoticesText')}
        </p>
      )}
      <ul>
        {notices?.notices.map((notice) => (
          <li key={notice.id} data-read={notice.read}>
            <Link
              to={`/tickets/${notice.ticketId}`}
              onClick={() => {
                if (!notice.read) void read([notice.id])
                onLeave()
              }}
            >
              <span className="side-row">
                <b>{t(`collaboration.kind.${notice.kind}`, { actor: notice.actor })}</b>
                <span className="second">
                  <Moment at={notice.at} />
                </span>
              </span>
              <span className="second cut">
                {notice.ticketNumber} {notice.subject}
              </span>
              <span className="notice-excerpt">{notice.excerpt}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
