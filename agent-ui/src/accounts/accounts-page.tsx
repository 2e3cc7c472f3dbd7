/** Accounts of headquarters and regional managers, for administrators. */
import { type OfficeAccount, type OfficeRole, officeRole } from '@ringdesk/gateway/contract'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useSettled } from '../frame/settled.ts'
import { useMe } from '../session/session.ts'
import { AccountEditor } from './account-editor.tsx'
import { useAccounts } from './account-queries.ts'
import './accounts.css'

/** As many as the gateway answers with. */
const mostShown = 200

export default function AccountsPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  return role === 'admin' ? <Accounts /> : <Forbidden role={t(`role.${role}`)} />
}

function Accounts() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [role, setRole] = useState<OfficeRole>()
  const [open, setOpen] = useState<{ account: OfficeAccount | undefined }>()
  const { data, error, refetch } = useAccounts(useSettled(typed.trim()), role)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('accounts.title')}</h1>
        <span className="second">{t('accounts.text')}</span>
        <span className="bar-space" />
        <Button type="primary" onClick={() => setOpen({ account: undefined })} data-testid="add-account">
          {t('accounts.add')}
        </Button>
      </div>
      <div className="page-head">
        <Input
          className="accounts-search"
          allowClear
          value={typed}
          placeholder={t('accounts.search')}
          aria-label={t('accounts.search')}
          onChange={({ target }) => setTyped(target.value)}
          data-testid="account-search"
        />
        <Select
          className="accounts-role"
          aria-label={t('accounts.role')}
          value={role ?? ''}
          onChange={(chosen) => setRole(officeRole.safeParse(chosen).data)}
          options={[
            { value: '', label: t('accounts.allRoles') },
            ...officeRole.options.map((value) => ({ value, label: t(`role.${value}`) })),
          ]}
        />
      </div>
      <div className="page-scroll">
        {data === undefined ? (
          error === null ? (
            <Waiting lines={10} />
          ) : (
            <Failed error={error} onRetry={() => void refetch()} />
          )
        ) : data.length === 0 ? (
          <Empty title={t('accounts.none')} text={t('accounts.noneText')} />
        ) : (
          <>
            <AccountTable accounts={data} onOpen={(account) => setOpen({ account })} />
            {data.length >= mostShown && <p className="second">{t('accounts.first', { most: mostShown })}</p>}
          </>
        )}
      </div>
      {open && (
        <AccountEditor key={open.account?.id ?? 'new'} account={open.account} onClose={() => setOpen(undefined)} />
      )}
    </div>
  )
}

interface TableProps {
  readonly accounts: readonly OfficeAccount[]
  readonly onOpen: (account: OfficeAccount) => void
}

function AccountTable({ accounts, onOpen }: TableProps) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <table className="grid-table" data-testid="accounts">
      <thead>
        <tr>
          <th>{t('accounts.name')}</th>
          <th>{t('accounts.username')}</th>
          <th>{t('accounts.role')}</th>
          <th>{t('accounts.region')}</th>
          <th>{t('accounts.department')}</th>
          <th>{t('accounts.desk')}</th>
          <th>{t('accounts.seen')}</th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id} data-testid={`account-${account.username}`}>
            <td>
              <button type="button" className="link-button" onClick={() => onOpen(account)}>
                {account.name}
              </button>{' '}
              {account.id === me.id && <span className="tag">{t('accounts.you')}</span>}
              {account.disabled && <span className="tag">{t('accounts.disabled')}</span>}
              {account.noPassword && (
                <span className="tag" data-tone="warning">
                  {t('accounts.noPassword')}
                </span>
              )}
            </td>
            <td>{account.username}</td>
            <td>{t(`role.${account.role}`)}</td>
            <td>{account.region?.name}</td>
            <td>{account.department?.name}</td>
            <td>{account.agent?.extension}</td>
            <td className="nowrap">
              {account.lastSeenAt === undefined ? (
                <span className="second">{t('accounts.neverSeen')}</span>
              ) : (
                <Moment at={account.lastSeenAt} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
