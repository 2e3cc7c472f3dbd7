import type { DeskSwitch } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { LanguageButton } from '../frame/language-button.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { logIn, useSession } from './session.ts'
import './log-in.css'

/** Only places of our own: `from` is what the address bar says. */
const safePlace = (from: string | null): string => (from?.startsWith('/') && !from.startsWith('//') ? from : '/')

export default function LogInPage() {
  const { t } = useTranslation()
  const words = useErrorWords()
  const session = useSession((state) => state.session)
  const [search] = useSearchParams()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const id = useId()
  const { data: line } = useQuery({
    queryKey: ['switch'],
    queryFn: () => request<DeskSwitch>('GET', '/api/switch'),
    // Whether the switch is simulated must not go unsaid because of one lost answer.
    retry: 5,
    retryDelay: 1_000,
  })

  if (session.kind === 'in') return <Navigate to={safePlace(search.get('from'))} replace />

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(undefined)
    try {
      await logIn({ username: String(form.get('username')), password: String(form.get('password')) })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="log-in">
      <div className="log-in-language">
        <LanguageButton />
      </div>
      <section className="log-in-card" aria-labelledby={`${id}-title`}>
        <header>
          <img src="/ringdesk.svg" alt="" width="40" height="40" />
          <div>
            <h1 id={`${id}-title`}>{t('product.name')}</h1>
            <p className="second">{t('product.line')}</p>
          </div>
        </header>
        {line?.simulated && (
          <div className="log-in-simulated" data-testid="simulated-banner">
            <strong className="simulated">{t('logIn.simulatedTitle')}</strong>
            <p>{t('logIn.simulatedText')}</p>
          </div>
        )}
        {session.kind === 'out' && session.expired && <p className="log-in-note">{t('logIn.expired')}</p>}
        {line !== undefined && !line.connected && <p className="log-in-note">{t('logIn.switchDown')}</p>}
        <form onSubmit={(event) => void submit(event)}>
          <label htmlFor={`${id}-username`}>{t('logIn.username')}</label>
          <input
            id={`${id}-username`}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={64}
            // biome-ignore lint/a11y/noAutofocus: the page is this one form
            autoFocus
            data-testid="username"
          />
          <label htmlFor={`${id}-password`}>{t('logIn.password')}</label>
          <input
            id={`${id}-password`}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
            data-testid="password"
          />
          <p className="log-in-error" role="alert" data-testid="log-in-error">
            {error === undefined ? '' : words(error)}
          </p>
          <button type="submit" disabled={busy} data-testid="log-in">
            {busy ? t('logIn.busy') : t('logIn.submit')}
          </button>
        </form>
        {line?.simulated && (
          <footer className="second">
            <h2>{t('logIn.demoTitle')}</h2>
            <ul>
              <li>{t('logIn.demoAgents')}</li>
              <li>{t('logIn.demoSupervisor')}</li>
              <li>{t('logIn.demoAdmin')}</li>
            </ul>
            <p>{t('logIn.demoPassword')}</p>
          </footer>
        )}
      </section>
    </main>
  )
}
