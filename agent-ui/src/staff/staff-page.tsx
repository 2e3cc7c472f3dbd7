/** Stores with the accounts of their staff: make one, let it in by link, disable it. */
import type { StaffedStore, StoreAccount } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { useSettled } from '../frame/settled.ts'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { LinkDialog } from './link-dialog.tsx'
import './staff.css'

const mostShown = 30

export default function StaffPage() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const { data, error, refetch } = useQuery({
    queryKey: ['staffed-stores', q],
    queryFn: ({ signal }) =>
      request<readonly StaffedStore[]>('GET', withQuery('/api/staffed-stores', { q }), { signal }),
    placeholderData: (before) => before,
  })
  return (
    <div className="page staff-page">
      <h1>{t('staff.title')}</h1>
      <p className="second">{t('staff.text')}</p>
      <Input
        className="staff-search"
        allowClear
        value={typed}
        placeholder={t('staff.search')}
        aria-label={t('staff.search')}
        onChange={(event) => setTyped(event.target.value)}
        data-testid="staff-search"
      />
      {data === undefined ? (
        error === null ? (
          <Waiting lines={8} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : data.length === 0 ? (
        <Empty title={t('staff.none')} text={t('staff.noneText')} />
      ) : (
        <>
          <ul className="staff-stores" data-testid="staffed-stores">
            {data.map((store) => (
              <Store key={store.id} store={store} />
            ))}
          </ul>
          {data.length >= mostShown && <p className="second">{t('staff.first', { most: mostShown })}</p>}
        </>
      )}
    </div>
  )
}

function Store({ store }: { store: StaffedStore }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  return (
    <li data-testid={`staffed-${store.code}`}>
      <header>
        <b>{store.name}</b>
        <span className="second">
          {store.code} · {store.city}
        </span>
        <span className="staff-space" />
        <Link to={`/store?of=${encodeURIComponent(store.id)}`}>{t('staff.open')}</Link>
        <Button size="small" onClick={() => setAdding(!adding)} aria-expanded={adding} data-testid="add-account">
          {t('staff.add')}
        </Button>
      </header>
      {adding && <NewAccount storeId={store.id} onDone={() => setAdding(false)} />}
      {store.accounts.length === 0 ? (
        <p className="second">{t('staff.noAccounts')}</p>
      ) : (
        <ul>
          {store.accounts.map((account) => (
            <Account key={account.id} account={account} />
          ))}
        </ul>
      )}
    </li>
  )
}

function NewAccount({ storeId, onDone }: { storeId: string; onDone: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: (body: { username: string; name: string }) =>
      request<StoreAccount>('POST', `/api/stores/${encodeURIComponent(storeId)}/accounts`, { body }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['staffed-stores'] })
      onDone()
    },
  })
  return (
    <Form layout="inline" onFinish={(values: { username: string; name: string }) => make.mutate(values)}>
      <Form.Item name="username" label={t('staff.username')} rules={[{ required: true, message: '' }]}>
        <Input autoComplete="off" maxLength={32} placeholder={t('staff.usernameHint')} data-testid="new-username" />
      </Form.Item>
      <Form.Item name="name" label={t('staff.name')} rules={[{ required: true, message: '' }]}>
        <Input autoComplete="off" maxLength={40} data-testid="new-name" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={make.isPending} data-testid="make-account">
        {t('staff.create')}
      </Button>
      {make.error !== null && (
        <p className="staff-error" role="alert">
          {words(make.error)}
        </p>
      )}
    </Form>
  )
}

function Account({ account }: { account: StoreAccount }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [linking, setLinking] = useState(false)
  const set = useMutation({
    mutationFn: (disabled: boolean) =>
      request('PUT', `/api/store-accounts/${encodeURIComponent(account.id)}/disabled`, { body: { disabled } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staffed-stores'] }),
    onError: (error) => void message.error(words(error)),
  })
  const disable = () =>
    modal.confirm({ title: t('staff.disableAsk', { name: account.name }), onOk: () => set.mutateAsync(true) })
  return (
    <li className="staff-account" data-testid={`account-${account.username}`}>
      <span>
        {account.name} <span className="second">{account.username}</span>
      </span>
      <span className="second">
        {account.lastSeenAt === undefined ? (
          t('staff.neverSeen')
        ) : (
          <>
            {t('staff.seen')} <Moment at={account.lastSeenAt} />
          </>
        )}
      </span>
      <span className="staff-space" />
      {account.disabled ? (
        <>
          <span className="tag">{t('staff.disabled')}</span>
          <Button size="small" loading={set.isPending} onClick={() => set.mutate(false)}>
            {t('staff.enable')}
          </Button>
        </>
      ) : (
        <>
          <Button size="small" type="primary" onClick={() => setLinking(true)} data-testid="make-link">
            {t('staff.link')}
          </Button>
          <Button size="small" onClick={disable} data-testid="disable">
            {t('staff.disable')}
          </Button>
        </>
      )}
      {linking && <LinkDialog account={account} onClose={() => setLinking(false)} />}
    </li>
  )
}
