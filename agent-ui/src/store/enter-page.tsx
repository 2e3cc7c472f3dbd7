/** Where a log-in link leads. Opening it does nothing: messengers open links to preview them. Only the button logs in. */
import type { Me } from '@ringdesk/gateway/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate } from 'react-router'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { enterAs } from '../session/session.ts'
import './store.css'

export default function EnterPage() {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [token] = useState(() => location.hash.slice(1))
  const [entered, setEntered] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  async function enter() {
    setBusy(true)
    setError(undefined)
    try {
      enterAs(await request<Me>('POST', '/api/session/link', { body: { token } }))
      setEntered(true)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  // The token goes out of the address and the history with it.
  if (entered) return <Navigate to="/store" replace />
  return (
    <main className="store-phone-enter">
      <h1>{token === '' ? t('store.enter.missing') : t('store.enter.title')}</h1>
      <p>{token === '' ? t('store.enter.missingText') : t('store.enter.text')}</p>
      {token !== '' && (
        <button
          type="button"
          className="store-phone-main"
          disabled={busy}
          onClick={() => void enter()}
          data-testid="enter"
        >
          {busy ? t('store.enter.busy') : t('store.enter.confirm')}
        </button>
      )}
      <p className="store-phone-problem" role="alert" data-testid="enter-error">
        {error === undefined ? '' : words(error)}
      </p>
      <Link to="/login">{t('store.enter.password')}</Link>
    </main>
  )
}
