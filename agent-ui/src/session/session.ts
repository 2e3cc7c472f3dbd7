/** Who is logged in, and what happens when that ends. */
import type { LogIn, Me } from '@ringdesk/gateway/contract'
import { create } from 'zustand'
import { GatewayError, request, whenLogInGone } from '../gateway/request.ts'
import { draftKeeper } from '../tickets/drafts.ts'

export type Session =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'in'; readonly me: Me }
  /** `expired`: the person did not ask for it; the log-in page says that nothing was lost. */
  | { readonly kind: 'out'; readonly expired: boolean }
  | { readonly kind: 'unreachable'; readonly error: GatewayError }

export const useSession = create<{ readonly session: Session }>(() => ({ session: { kind: 'unknown' } }))

/** Somebody who was let in: by the gateway just now, or before the network went away. */
export function enterAs(me: Me): void {
  draftKeeper.open(me.id)
  useSession.setState({ session: { kind: 'in', me } })
}

/** Asks the gateway who we are; call once at the start and again on "retry". */
export async function findSession(): Promise<void> {
  useSession.setState({ session: { kind: 'unknown' } })
  try {
    enterAs(await request<Me>('GET', '/api/session'))
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    useSession.setState({
      session: error.status === 401 ? { kind: 'out', expired: false } : { kind: 'unreachable', error },
    })
  }
}

/** @throws GatewayError WRONG_PASSWORD, TOO_MANY_ATTEMPTS */
export async function logIn(credentials: LogIn): Promise<void> {
  enterAs(await request<Me>('POST', '/api/session', { body: credentials }))
}

/** What was typed goes to the gateway first. The person is out even when the gateway cannot be told. */
export async function logOut(): Promise<void> {
  await draftKeeper.flush()
  try {
    await request('DELETE', '/api/session')
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    console.error(error)
  } finally {
    draftKeeper.close()
    useSession.setState({ session: { kind: 'out', expired: false } })
  }
}

whenLogInGone(() => {
  if (useSession.getState().session.kind === 'in') useSession.setState({ session: { kind: 'out', expired: true } })
})

/** Only below <RequireSession>. */
export function useMe(): Me {
  const session = useSession((state) => state.session)
  if (session.kind !== 'in') throw new Error('useMe outside of a session')
  return session.me
}
