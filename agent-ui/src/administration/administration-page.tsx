/** The configuration: lists by kind, an editor, and the draft that everything goes through. */
import type { DocumentKind } from '@ringdesk/gateway/contract'
import { App, Button, Input, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { AppliedChanges } from './applied-changes.tsx'
import { publishedHolidays, useConfiguration, usePutChange } from './configuration-queries.ts'
import { DocumentEditor } from './document-editor.tsx'
import { DocumentList } from './document-list.tsx'
import { DraftPanel } from './draft-panel.tsx'
import { drafted } from './drafted.ts'
import './administration.css'

const TicketTypes = lazy(() => import('../ticket-types/ticket-types.tsx'))
const ProductList = lazy(() => import('../products/product-list.tsx'))
const ticketTypePart = 'ticket-type'
const productPart = 'product'

const kinds: readonly DocumentKind[] = ['queue', 'agent', 'skill', 'hotline', 'holiday', 'region']

export default function AdministrationPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role === 'agent') return <Forbidden role={t(`role.${role}`)} />
  return <Configuration canWrite={role === 'admin'} />
}

function Configuration({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const { data: state, error, refetch } = useConfiguration()
  const [search, setSearch] = useSearchParams()
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<{ kind: DocumentKind; key: string | undefined }>()
  const [draftOpen, setDraftOpen] = useState(false)
  const part = search.get('part') ?? 'queue'
  const kind = kinds.find((one) => one === part)
  if (state === undefined)
    return error === null ? (
      <div className="frame-waiting">
        <Waiting lines={12} />
      </div>
    ) : (
      <Failed error={error} onRetry={() => void refetch()} />
    )
  const show = (next: DocumentKind, key: string | undefined) => {
    setDraftOpen(false)
    setSearch({ part: next })
    setOpen({ kind: next, key })
  }
  return (
    <div className="page administration">
      <div className="page-head">
        <h1>{t('administration.title')}</h1>
        {!canWrite && <span className="second">{t('administration.readOnly')}</span>}
        <span className="bar-space" />
        <span className="second" data-testid="draft-count">
          {state.changes.length === 0
            ? t('administration.draft.none')
            : t('administration.draft.some', { changes: state.changes.length })}
        </span>
        {state.problems.length > 0 && (
          <span className="tag" data-tone="danger">
            {t('administration.draft.problems', { count: state.problems.length })}
          </span>
        )}
        <Button
          type={state.changes.length > 0 ? 'primary' : 'default'}
          onClick={() => setDraftOpen(true)}
          data-testid="show-draft"
        >
          {t('administration.draft.show')}
        </Button>
      </div>
      <div className="page-head">
        <Segmented
          value={part}
          onChange={(next) => {
            setFilter('')
            setSearch({ part: next })
          }}
          options={[
            ...kinds.map((value) => ({ value: String(value), label: t(`administration.kinds.${value}`) })),
            { value: ticketTypePart, label: t('forms.builder.title') },
            { value: productPart, label: t('products.title') },
            { value: 'history', label: t('administration.history') },
          ]}
        />
        {canWrite && <Link to="/administration/accounts">{t('accounts.title')}</Link>}
        <Link to="/administration/sla">{t('sla.policies')}</Link>
        <Link to="/administration/rules">{t('rules.title')}</Link>
        <Link to="/administration/flows">{t('flows.title')}</Link>
        <span className="bar-space" />
        {kind && (
          <Input
            className="administration-filter"
            placeholder={t('administration.filter')}
            aria-label={t('administration.filter')}
            allowClear
            value={filter}
            onChange={({ target }) => setFilter(target.value)}
          />
        )}
        {kind === 'holiday' && canWrite && <PublishedHolidays />}
        {kind && canWrite && (
          <Button onClick={() => setOpen({ kind, key: undefined })} data-testid="add-document">
            {t('administration.add')}
          </Button>
        )}
      </div>
      <div className="page-scroll">
        {kind ? (
          <DocumentList state={state} kind={kind} filter={filter} onOpen={(key) => setOpen({ kind, key })} />
        ) : part === ticketTypePart ? (
          <Suspense fallback={<Waiting lines={12} />}>
            <TicketTypes canWrite={canWrite} />
          </Suspense>
        ) : part === productPart ? (
          <Suspense fallback={<Waiting lines={12} />}>
            <ProductList canWrite={canWrite} />
          </Suspense>
        ) : (
          <AppliedChanges />
        )}
      </div>
      {open && (
        <DocumentEditor
          key={`${open.kind} ${open.key}`}
          state={state}
          kind={open.kind}
          documentKey={open.key}
          canWrite={canWrite}
          onClose={() => setOpen(undefined)}
          onKept={(key) => setOpen({ kind: open.kind, key })}
        />
      )}
      {draftOpen && <DraftPanel state={state} canWrite={canWrite} onClose={() => setDraftOpen(false)} onOpen={show} />}
    </div>
  )
}

/** Puts the published days that are not listed yet into the draft. */
function PublishedHolidays() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const { data: state } = useConfiguration()
  const put = usePutChange()
  const [busy, setBusy] = useState(false)
  const add = async () => {
    if (state === undefined) return
    setBusy(true)
    try {
      const known = new Set(drafted(state, 'holiday').map(({ key }) => key))
      const missing = (await publishedHolidays()).filter(({ date }) => !known.has(date))
      for (const holiday of missing)
        await put.mutateAsync({ kind: 'holiday', key: holiday.date, value: holiday, seen: undefined })
      void message.info(
        missing.length === 0
          ? t('administration.holidays.publishedAlready')
          : t('administration.holidays.published', { count: missing.length }),
      )
    } catch (error) {
      void message.error(words(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button loading={busy} onClick={() => void add()} data-testid="publish-holidays">
      {t('administration.holidays.publish')}
    </Button>
  )
}
