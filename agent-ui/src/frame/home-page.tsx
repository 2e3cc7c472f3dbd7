import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../session/session.ts'
import { useSwitch } from './rail.tsx'

/** Where people without a desk arrive. */
export default function HomePage() {
  const { t } = useTranslation()
  const me = useMe()
  const { data: line } = useSwitch()
  return (
    <div className="page">
      <h1>{t('home.hello', { name: me.name })}</h1>
      <p className="second">{t('home.text', { role: t(`role.${me.role}`) })}</p>
      <ul className="home-places">
        {(me.role === 'supervisor' || me.role === 'admin') && (
          <>
            <li>
              <Link to="/supervision">{t('nav.supervision')}</Link>
              <p className="second">{t('home.supervision')}</p>
            </li>
            <li>
              <Link to="/wall">{t('nav.wall')}</Link>
              <p className="second">{t('home.wall')}</p>
            </li>
          </>
        )}
        <li>
          <Link to="/tickets">{t('nav.tickets')}</Link>
          <p className="second">{t('home.tickets')}</p>
        </li>
        <li>
          <Link to="/calls">{t('nav.calls')}</Link>
          <p className="second">{t('home.calls')}</p>
        </li>
        {line?.simulated && (
          <li>
            <Link to="/simulator">{t('nav.simulator')}</Link>
            <p className="second">{t('home.simulator')}</p>
          </li>
        )}
      </ul>
    </div>
  )
}
