import {
  AudioOutlined,
  BarChartOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FileTextOutlined,
  ForkOutlined,
  HomeOutlined,
  KeyOutlined,
  LogoutOutlined,
  MoonOutlined,
  NotificationOutlined,
  PhoneOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  SoundOutlined,
  SunOutlined,
} from '@ant-design/icons'
import type { DeskSwitch } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { NoticeBell } from '../collaboration/notice-bell.tsx'
import { ringSoundOn, setRingSound } from '../desk/ringing.ts'
import { request } from '../gateway/request.ts'
import { logOut, useMe } from '../session/session.ts'
import { useAppearance } from '../theme/appearance.ts'
import { QuickCreate } from '../tickets/quick-create.tsx'
import { LanguageButton } from './language-button.tsx'

/** What the phone line is; polled, for people without a desk have no stream. */
export function useSwitch() {
  return useQuery({
    queryKey: ['switch'],
    queryFn: () => request<DeskSwitch>('GET', '/api/switch'),
    refetchInterval: 15_000,
  })
}

const OwnPasswordDialog = lazy(() => import('../accounts/own-password.tsx'))

export function Rail() {
  const { t } = useTranslation()
  const me = useMe()
  const { data: line } = useSwitch()
  const { appearance, toggle } = useAppearance()
  const [changingPassword, setChangingPassword] = useState(false)
  const [sound, setSound] = useState(ringSoundOn)
  const leads = me.role === 'supervisor' || me.role === 'admin'
  const places = [
    ...(me.role === 'region'
      ? []
      : [
          me.agent !== undefined
            ? { to: '/desk', word: t('nav.desk'), icon: <CustomerServiceOutlined /> }
            : { to: '/home', word: t('nav.home'), icon: <HomeOutlined /> },
        ]),
    ...(!leads ? [] : [{ to: '/supervision', word: t('nav.supervision'), icon: <DashboardOutlined /> }]),
    { to: '/tickets', word: t('nav.tickets'), icon: <FileTextOutlined /> },
    ...(me.role === 'region' ? [] : [{ to: '/calls', word: t('nav.calls'), icon: <PhoneOutlined /> }]),
    ...(me.role === 'agent' ? [] : [{ to: '/dispatch', word: t('nav.dispatch'), icon: <SendOutlined /> }]),
    ...(me.role === 'agent' ? [] : [{ to: '/staff', word: t('nav.staff'), icon: <ShopOutlined /> }]),
    ...(!leads && me.role !== 'region' ? [] : [{ to: '/reports', word: t('nav.reports'), icon: <BarChartOutlined /> }]),
    ...(!leads
      ? []
      : [
          { to: '/campaigns', word: t('nav.campaigns'), icon: <NotificationOutlined /> },
          { to: '/what-if', word: t('nav.whatIf'), icon: <ForkOutlined /> },
          { to: '/prompts', word: t('nav.prompts'), icon: <AudioOutlined /> },
          { to: '/administration', word: t('nav.administration'), icon: <SettingOutlined /> },
        ]),
    ...(line?.simulated && me.role !== 'region'
      ? [{ to: '/simulator', word: t('nav.simulator'), icon: <ExperimentOutlined /> }]
      : []),
  ]
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <img className="rail-mark" src="/ringdesk.svg" alt={t('product.name')} width="28" height="28" />
      <ul>
        {places.map(({ to, word, icon }) => (
          <li key={to}>
            <NavLink to={to} className="rail-place" data-testid={`nav${to.replace('/', '-')}`}>
              {icon}
              <span>{word}</span>
            </NavLink>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        {me.role !== 'region' && me.role !== 'store' && <QuickCreate />}
        <NoticeBell />
        {me.agent !== undefined && (
          <button
            type="button"
            className="rail-button"
            aria-pressed={sound}
            title={sound ? t('common.soundOn') : t('common.soundOff')}
            aria-label={sound ? t('common.soundOn') : t('common.soundOff')}
            onClick={() => {
              setRingSound(!sound)
              setSound(!sound)
            }}
          >
            <SoundOutlined className={sound ? '' : 'rail-off'} />
          </button>
        )}
        <button
          type="button"
          className="rail-button"
          title={appearance === 'dark' ? t('common.light') : t('common.dark')}
          aria-label={appearance === 'dark' ? t('common.light') : t('common.dark')}
          onClick={toggle}
          data-testid="appearance"
        >
          {appearance === 'dark' ? <SunOutlined /> : <MoonOutlined />}
        </button>
        <LanguageButton />
        <button
          type="button"
          className="rail-button"
          title={t('accounts.own')}
          aria-label={t('accounts.own')}
          onClick={() => setChangingPassword(true)}
          data-testid="change-password"
        >
          <KeyOutlined />
        </button>
        <button
          type="button"
          className="rail-button"
          title={`${t('common.logOut')}（${me.name}）`}
          aria-label={t('common.logOut')}
          onClick={() => void logOut()}
          data-testid="log-out"
        >
          <LogoutOutlined />
        </button>
      </div>
      {changingPassword && (
        <Suspense fallback={null}>
          <OwnPasswordDialog onClose={() => setChangingPassword(false)} />
        </Suspense>
      )}
    </nav>
  )
}
