import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { Failed } from '../frame/screens.tsx'
import { findSession, useSession } from './session.ts'

/** Shows its children to a logged-in person; anybody else logs in first and comes back to the same place. */
export function RequireSession({ children }: { children: ReactNode }) {
  const session = useSession((state) => state.session)
  const { t } = useTranslation()
  const { pathname, search } = useLocation()
  switch (session.kind) {
    case 'unknown':
      return (
        <p className="screen second" role="status">
          {t('common.loading')}
        </p>
      )
    case 'unreachable':
      return <Failed error={session.error} onRetry={() => void findSession()} />
    case 'out':
      return <Navigate to={`/login?from=${encodeURIComponent(pathname + search)}`} replace />
    case 'in':
      return children
  }
}
