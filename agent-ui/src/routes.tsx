/** The pages. Each is its own file in the build; only those below the frame carry antd. */
import { lazy, Suspense } from 'react'
import { createBrowserRouter, Navigate, Outlet } from 'react-router'
import { firstPlace } from './frame/places.ts'
import { Guard, NotFound } from './frame/screens.tsx'
import { RequireSession } from './session/require-session.tsx'
import { useMe } from './session/session.ts'

const LogInPage = lazy(() => import('./session/log-in-page.tsx'))
const Frame = lazy(() => import('./frame/frame.tsx'))
const HomePage = lazy(() => import('./frame/home-page.tsx'))
const DeskPage = lazy(() => import('./desk/desk-page.tsx'))
const TicketsPage = lazy(() => import('./tickets/tickets-page.tsx'))
const TicketPage = lazy(() => import('./tickets/ticket-page.tsx'))
const DispatchPage = lazy(() => import('./dispatch/dispatch-page.tsx'))
const CallsPage = lazy(() => import('./calls/calls-page.tsx'))
const AdministrationPage = lazy(() => import('./administration/administration-page.tsx'))
const SlaPage = lazy(() => import('./sla/sla-page.tsx'))
const RulesPage = lazy(() => import('./rules/rules-page.tsx'))
const FlowsPage = lazy(() => import('./flows/flows-page.tsx'))
const FlowPage = lazy(() => import('./flows/flow-page.tsx'))
const CampaignsPage = lazy(() => import('./campaigns/campaigns-page.tsx'))
const CampaignPage = lazy(() => import('./campaigns/campaign-page.tsx'))
const OutboundRulesPage = lazy(() => import('./campaigns/outbound-rules-page.tsx'))
const DoNotCallPage = lazy(() => import('./campaigns/do-not-call-page.tsx'))
const WhatIfPage = lazy(() => import('./what-if/what-if-page.tsx'))
const ReportsPage = lazy(() => import('./reports/reports-page.tsx'))
const SupervisionPage = lazy(() => import('./supervision/supervision-page.tsx'))
const WallPage = lazy(() => import('./supervision/wall-page.tsx'))
const PromptsPage = lazy(() => import('./prompts/prompts-page.tsx'))
const WatchPage = lazy(() => import('./campaigns/watch/watch-page.tsx'))
const SimulatorPage = lazy(() => import('./simulator/simulator-page.tsx'))
const StorePage = lazy(() => import('./store/store-page.tsx'))
const EnterPage = lazy(() => import('./store/enter-page.tsx'))
const AccountsPage = lazy(() => import('./accounts/accounts-page.tsx'))
const StaffPage = lazy(() => import('./staff/staff-page.tsx'))

/** An agent works at the desk, a store on its phone; everybody else starts from the landing. */
function Start() {
  const me = useMe()
  return <Navigate to={firstPlace(me.role, me.agent !== undefined)} replace />
}

function Root() {
  return (
    <Guard>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </Guard>
  )
}

export const routes = createBrowserRouter([
  {
    element: <Root />,
    children: [
      { path: '/login', element: <LogInPage /> },
      { path: '/enter', element: <EnterPage /> },
      { path: '/store', element: <StorePage /> },
      { path: '/store/:id', element: <StorePage /> },
      {
        path: '/wall',
        element: (
          <RequireSession>
            <WallPage />
          </RequireSession>
        ),
      },
      {
        element: (
          <RequireSession>
            <Frame />
          </RequireSession>
        ),
        children: [
          { index: true, element: <Start /> },
          { path: '/home', element: <HomePage /> },
          { path: '/desk', element: <DeskPage /> },
          { path: '/tickets', element: <TicketsPage /> },
          { path: '/tickets/:id', element: <TicketPage /> },
          { path: '/dispatch', element: <DispatchPage /> },
          { path: '/calls', element: <CallsPage /> },
          { path: '/administration', element: <AdministrationPage /> },
          { path: '/administration/accounts', element: <AccountsPage /> },
          { path: '/administration/sla', element: <SlaPage /> },
          { path: '/administration/rules', element: <RulesPage /> },
          { path: '/administration/flows', element: <FlowsPage /> },
          { path: '/administration/flows/:id', element: <FlowPage /> },
          { path: '/campaigns', element: <CampaignsPage /> },
          { path: '/campaigns/rules', element: <OutboundRulesPage /> },
          { path: '/campaigns/do-not-call', element: <DoNotCallPage /> },
          { path: '/campaigns/:id', element: <CampaignPage /> },
          { path: '/what-if', element: <WhatIfPage /> },
          { path: '/reports', element: <ReportsPage /> },
          { path: '/supervision', element: <SupervisionPage /> },
          { path: '/prompts', element: <PromptsPage /> },
          { path: '/campaigns/:id/watch', element: <WatchPage /> },
          { path: '/simulator', element: <SimulatorPage /> },
          { path: '/staff', element: <StaffPage /> },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
])
