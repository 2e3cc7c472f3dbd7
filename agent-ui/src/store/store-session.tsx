/** Who works on this phone: as the gateway says, or, without a network, whoever was logged in last. */
import type { Me } from '@ringdesk/gateway/contract'
import { type ReactNode, useEffect } from 'react'
import { RequireSession } from '../session/require-session.tsx'
import { enterAs, useSession } from '../session/session.ts'
import { forgetSeen } from './phone-storage.ts'

const key = 'ringdesk.store.me'

function kept(): Me | undefined {
  const text = localStorage.getItem(key)
  return text === null ? undefined : (JSON.parse(text) as Me)
}

function follow({ session }: ReturnType<typeof useSession.getState>): void {
  if (session.kind === 'in') {
    const before = kept()
    if (before !== undefined && before.id !== session.me.id) void forgetSeen()
    localStorage.setItem(key, JSON.stringify(session.me))
  }
  // By their own wish: somebody else may take the phone next.
  if (session.kind === 'out' && !session.expired) {
    localStorage.removeItem(key)
    void forgetSeen()
  }
}
// This file comes with the page: somebody is logged in already then.
follow(useSession.getState())
useSession.subscribe(follow)

export function StoreSession({ children }: { children: ReactNode }) {
  const session = useSession((state) => state.session)
  const silent = session.kind === 'unreachable' && (session.error.status === 0 || session.error.status >= 500)
  const me = silent ? kept() : undefined
  useEffect(() => {
    if (me !== undefined) enterAs(me)
  }, [me])
  if (me !== undefined) return null
  return <RequireSession>{children}</RequireSession>
}
