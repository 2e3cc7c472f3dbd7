/** What a screen shows when it has nothing else to show. No antd: every route can use these. */
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useErrorWords } from '../messages/error-words.ts'
import './screens.css'

export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="screen" data-testid="empty">
      <h2>{title}</h2>
      {text !== undefined && <p className="second">{text}</p>}
      {children}
    </div>
  )
}

/** What happened, what was kept, what to do. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  return (
    <div className="screen" role="alert" data-testid="failed">
      <h2>{t('screens.loadFailed')}</h2>
      <p>{words(error)}</p>
      {onRetry !== undefined && (
        <>
          <p className="second">{t('errors.retryHint')}</p>
          <button type="button" className="plain-button" onClick={onRetry}>
            {t('common.retry')}
          </button>
        </>
      )}
    </div>
  )
}

/** Grey bars where text will be, so that nothing moves when it comes. */
export function Waiting({ lines, label }: { lines: number; label?: string }) {
  const { t } = useTranslation()
  return (
    <div className="waiting" role="status" aria-label={label ?? t('common.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <span key={line} />
      ))}
    </div>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Empty title={t('screens.notFoundTitle')} text={t('screens.notFoundText')}>
      <Link to="/">{t('screens.backHome')}</Link>
    </Empty>
  )
}

export function Forbidden({ role }: { role: string }) {
  const { t } = useTranslation()
  return (
    <Empty title={t('screens.forbiddenTitle')} text={t('screens.forbiddenText', { role })}>
      <Link to="/">{t('screens.backHome')}</Link>
    </Empty>
  )
}

function Crash() {
  const { t } = useTranslation()
  return (
    <div className="screen" role="alert">
      <h2>{t('screens.crashTitle')}</h2>
      <p className="second">{t('screens.crashText')}</p>
      <button type="button" className="plain-button" onClick={() => window.location.reload()}>
        {t('screens.reload')}
      </button>
    </div>
  )
}

/** A part that fails must not take the phone with it: the bar stands outside of this. */
export class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }
  override render() {
    return this.state.failed ? <Crash /> : this.props.children
  }
}
