/** The one frame around every page of a logged-in person: places at the left, the phone on top, always in reach. */
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Outlet, useLocation } from 'react-router'
import { DeskBar } from '../desk/desk-bar.tsx'
import type { DeskAction } from '../desk/keys.ts'
import { useDeskKeys } from '../desk/use-desk-keys.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { AlarmBell } from '../supervision/alarm-bell.tsx'
import { AntdFrame } from '../theme/antd-frame.tsx'
import { openQuickCreate } from '../tickets/quick-create-key.ts'
import { firstPlace, mayOpen } from './places.ts'
import { Rail, useSwitch } from './rail.tsx'
import { Forbidden, Guard, Waiting } from './screens.tsx'
import './frame.css'

const onKey = (action: DeskAction) => {
  if (action === 'quick-create') openQuickCreate()
}

function LineBar() {
  const { t } = useTranslation()
  const me = useMe()
  // Without a desk the keys of the phone mean nothing.
  useDeskKeys(onKey)
  const { data: line, error } = useSwitch()
  const words = useErrorWords()
  return (
    <header className="bar bar-plain">
      <strong>{t('product.name')}</strong>
      <span className="second">
        {me.name} · {t(`role.${me.role}`)}
      </span>
      <span className="bar-space" />
      {(me.role === 'supervisor' || me.role === 'admin') && <AlarmBell />}
      {error !== null && (
        <span className="tag" data-tone="danger">
          {words(error)}
        </span>
      )}
      {line?.simulated && <span className="simulated">{t('switch.simulatedLong')}</span>}
      {line !== undefined && (
        <span className="tag" data-tone={line.connected ? 'ready' : 'danger'}>
          {line.connected ? t('switch.up') : t('switch.down')}
        </span>
      )}
    </header>
  )
}

export default function Frame() {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  if (me.role === 'store') return <Navigate to="/store" replace />
  const here = pathname === '/' ? firstPlace(me.role, me.agent !== undefined) : pathname
  return (
    <AntdFrame>
      <div className="frame">
        <a className="skip" href="#main">
          {t('common.skip')}
        </a>
        <Rail />
        {me.agent !== undefined ? <DeskBar /> : <LineBar />}
        <main id="main" className="frame-main" tabIndex={-1}>
          <Guard>
            <Suspense
              fallback={
                <div className="frame-waiting">
                  <Waiting lines={6} />
                </div>
              }
            >
              {mayOpen(me.role, here) ? <Outlet /> : <Forbidden role={t(`role.${me.role}`)} />}
            </Suspense>
          </Guard>
        </main>
      </div>
    </AntdFrame>
  )
}
