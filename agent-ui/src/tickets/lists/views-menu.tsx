import { BookOutlined, StarFilled } from '@ant-design/icons'
import type { TicketView } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Input, Popover, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../../gateway/request.ts'
import { useErrorWords } from '../../messages/error-words.ts'
import { useMe } from '../../session/session.ts'
import { useTicketViews } from './list-queries.ts'

interface Props {
  /** Of the page's address. */
  readonly search: string
  readonly onOpen: (search: string) => void
}

/** Saved lists and boards: one's own, and the shared ones. */
export function ViewsMenu({ search, onOpen }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { data: views = [] } = useTicketViews(true)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)

  async function change(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<boolean> {
    try {
      const next = await request<readonly TicketView[]>(method, `/api/ticket-views${path}`, body ? { body } : {})
      queries.setQueryData(['ticket-views'], next)
      return true
    } catch (error) {
      void message.error(words(error))
      return false
    }
  }
  async function save() {
    const view = { name: name.trim(), search, shared }
    if (view.name === '' || !(await change('POST', '', view))) return
    void message.success(t('ticketLists.views.saved', { name: view.name }))
    setName('')
    setShared(false)
  }
  const copy = () =>
    void navigator.clipboard.writeText(window.location.href).then(
      () => message.success(t('ticketLists.views.copied')),
      (error: unknown) => message.error(words(error)),
    )

  const current = views.find((view) => view.search === search)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="list-views" data-testid="views">
          {views.length === 0 && <p className="second">{t('ticketLists.views.none')}</p>}
          <ul>
            {views.map((view) => (
              <li key={view.id}>
                <button type="button" className="list-view" onClick={() => onOpen(view.search)} data-testid="view">
                  {view.isDefault && <StarFilled title={t('ticketLists.views.isDefault')} />} {view.name}
                  {!view.own && (
                    <span className="second"> · {t('ticketLists.views.sharedBy', { name: view.ownerName })}</span>
                  )}
                </button>
                <Space size={0}>
                  <Button
                    type="link"
                    size="small"
                    onClick={() => void change('PUT', '/default', { viewId: view.isDefault ? null : view.id })}
                  >
                    {t(view.isDefault ? 'ticketLists.views.noDefault' : 'ticketLists.views.makeDefault')}
                  </Button>
                  {view.own && (
                    <>
                      <Button
                        type="link"
                        size="small"
                        disabled={view.search === search}
                        onClick={() => void change('PATCH', `/${view.id}`, { search })}
                      >
                        {t('ticketLists.views.update')}
                      </Button>
                      <Button type="link" size="small" danger onClick={() => void change('DELETE', `/${view.id}`)}>
                        {t('ticketLists.views.remove')}
                      </Button>
                    </>
                  )}
                </Space>
              </li>
            ))}
          </ul>
          <Space.Compact className="wide">
            <Input
              value={name}
              maxLength={40}
              placeholder={t('ticketLists.views.name')}
              aria-label={t('ticketLists.views.name')}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={() => void save()}
              data-testid="view-name"
            />
            <Button type="primary" disabled={name.trim() === ''} onClick={() => void save()} data-testid="save-view">
              {t('ticketLists.views.save')}
            </Button>
          </Space.Compact>
          {(me.role === 'supervisor' || me.role === 'admin') && (
            <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
              {t('ticketLists.views.shared')}
            </Checkbox>
          )}
          <Button type="link" size="small" onClick={copy}>
            {t('ticketLists.views.copy')}
          </Button>
        </div>
      }
    >
      <Button icon={<BookOutlined />} data-testid="views-menu">
        {current?.name ?? t('ticketLists.views.label')}
      </Button>
    </Popover>
  )
}
