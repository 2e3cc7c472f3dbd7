import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { GatewayError } from './gateway/request.ts'
import { startLanguage } from './messages/language.ts'
import { routes } from './routes.tsx'
import { findSession, useSession } from './session/session.ts'
import { startAppearance } from './theme/appearance.ts'
import './theme/base.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // A refusal is an answer; only silence is worth another try.
      retry: (times, error) =>
        times < 2 && (!(error instanceof GatewayError) || error.status === 0 || error.status >= 500),
    },
  },
})
// What one person has seen is not for the next one on this browser.
useSession.subscribe(({ session }, before) => {
  if (session.kind === 'out' && before.session.kind === 'in') queries.clear()
})

startAppearance()
await startLanguage()
void findSession()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={routes} />
    </QueryClientProvider>
  </StrictMode>,
)
