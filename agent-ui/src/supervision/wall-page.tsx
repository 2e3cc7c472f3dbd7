import { CompressOutlined, ExpandOutlined, RollbackOutlined } from '@ant-design/icons'
import { abandonRate, averageAnswerMs, serviceLevel } from '@ringdesk/gateway/contract'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useNow } from '../frame/clock.ts'
import { Empty, Forbidden, Waiting } from '../frame/screens.tsx'
import { count, duration } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { customProperties, dark } from '../theme/palette.ts'
import { SoundButton, useAlarmSounds } from './alarm-bell.tsx'
import { alarmPath, byUrgency, useAlarmWords } from './alarm-words.ts'
import { callListPath } from './call-list-path.ts'
import { Figure } from './figure.tsx'
import { percent, span, thresholdOf } from './figure-words.ts'
import { useNames } from './names.ts'
import { Since, useServerTime } from './server-time.tsx'
import { useServiceWords } from './service-words.tsx'
import { useModel, useSupervision, watchSupervision } from './supervision-store.ts'
import { totalsOf } from './totals.ts'
import { viewPath } from './use-view.ts'
import { wallQueues } from './wall-queues.ts'
import './supervision.css'
import './wall.css'

/** The wall is dark whatever the person's own choice is. */
const darkProperties = Object.fromEntries(customProperties(dark)) as CSSProperties
/** What fits below each other without scrolling. */
const queuesShown = 8
const alarmsShown = 3

export default function WallPage() {
  const me = useMe()
  const { t } = useTranslation()
  return (
    <div className="wall-ground" style={darkProperties}>
      {me.role === 'agent' ? <Forbidden role={t('role.agent')} /> : <Watched />}
    </div>
  )
}

function Watched() {
  const { t } = useTranslation()
  useEffect(watchSupervision, [])
  useAlarmSounds()
  const known = useSupervision(({ model }) => model !== undefined)
  const refusal = useSupervision((store) => store.refusal)
  if (refusal !== undefined) return <Empty title={t(`supervision.link.${refusal}`)} />
  return known ? <Wall /> : <Waiting lines={6} label={t('supervision.link.connecting')} />
}

function Wall() {
  return (
    <main className="wall" data-testid="wall">
      <Head />
      <Figures />
      <Queues />
      <Foot />
    </main>
  )
}

function Head() {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const lost = useSupervision(({ link }) => link !== 'live')
  const simulated = useModel(({ settings }) => settings.switch.simulated)
  const { full, toggle } = useFullScreen()
  const words = full ? t('supervision.wall.leave') : t('supervision.wall.fullScreen')
  return (
    <header className="wall-head">
      <h1>{t('supervision.wall.title')}</h1>
      {simulated && <span className="simulated">{t('switch.simulated')}</span>}
      {lost && (
        <span className="tag" data-tone="danger" role="alert">
          {t('supervision.link.lost')}
        </span>
      )}
      <span className="bar-space" />
      <SoundButton className="wall-button" />
      <Link className="wall-button" to="/supervision" title={t('supervision.wall.back')}>
        <RollbackOutlined />
        <span className="visually-hidden">{t('supervision.wall.back')}</span>
      </Link>
      <button type="button" className="wall-button" onClick={toggle} data-testid="full-screen">
        {full ? <CompressOutlined /> : <ExpandOutlined />} {words}
      </button>
      <time className="wall-clock">
        {new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium', hour12: false }).format(now)}
      </time>
    </header>
  )
}

function useFullScreen() {
  const full = useSyncExternalStore(
    (listener) => {
      document.addEventListener('fullscreenchange', listener)
      return () => document.removeEventListener('fullscreenchange', listener)
    },
    () => document.fullscreenElement !== null,
  )
  const toggle = () => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen())
  return { full, toggle }
}

function Tile(props: {
  readonly word: string
  readonly target?: string | undefined
  readonly over: boolean
  readonly children: ReactNode
  readonly testId: string
}) {
  const { word, target, over, children, testId } = props
  return (
    <div className="wall-tile" data-over={over} data-testid={testId}>
      <h2>{word}</h2>
      <div className="wall-value">{children}</div>
      <p>{target}</p>
    </div>
  )
}

function Figures() {
  const { t } = useTranslation()
  const queues = useModel((model) => model.queues)
  const agents = useModel((model) => model.agents)
  const { rules, dayStart } = useModel(({ settings }) => settings)
  const now = useServerTime()
  const words = useServiceWords()
  const totals = useMemo(() => totalsOf(queues, agents), [queues, agents])
  const target = (value: string | undefined) =>
    value === undefined ? undefined : t('supervision.figures.target', { value })
  const waitLimit = thresholdOf(rules, 'longest-wait')
  const waitingLimit = thresholdOf(rules, 'waiting')
  const levelTarget = thresholdOf(rules, 'service-level')
  const abandonLimit = thresholdOf(rules, 'abandon-rate')
  const longest = totals.longestSince === undefined ? undefined : now - totals.longestSince
  const level = serviceLevel(totals.today)
  const abandoned = abandonRate(totals.today)
  const waitingList = viewPath({ tab: 'contacts', phase: 'waiting' })
  return (
    <section className="wall-figures">
      <Tile
        word={t('supervision.figures.waiting')}
        testId="wall-waiting"
        over={[...queues.values()].some(({ id, waiting }) => waiting > (thresholdOf(rules, 'waiting', id) ?? waiting))}
        target={target(waitingLimit === undefined ? undefined : `≤ ${waitingLimit}`)}
      >
        <Figure to={waitingList}>{count(totals.waiting)}</Figure>
      </Tile>
      <Tile
        word={t('supervision.figures.longest')}
        testId="wall-longest"
        over={longest !== undefined && waitLimit !== undefined && longest >= waitLimit * 1000}
        target={target(waitLimit === undefined ? undefined : `< ${duration(waitLimit * 1000)}`)}
      >
        <Figure to={waitingList}>{longest === undefined ? '–' : duration(longest)}</Figure>
      </Tile>
      <Tile
        word={`${t('supervision.figures.serviceLevel')} ${t('supervision.figures.today')}`}
        testId="wall-level"
        over={level !== undefined && levelTarget !== undefined && level < levelTarget}
        target={target(levelTarget === undefined ? undefined : `≥ ${levelTarget}%`)}
      >
        <Figure to={callListPath({ from: dayStart })} title={words.whole(totals.today)}>
          {percent(level)}
        </Figure>
      </Tile>
      <Tile
        word={t('supervision.figures.abandon')}
        testId="wall-abandon"
        over={abandoned !== undefined && abandonLimit !== undefined && abandoned > abandonLimit}
        target={target(abandonLimit === undefined ? undefined : `≤ ${abandonLimit}%`)}
      >
        <Figure to={callListPath({ outcome: 'abandoned', from: dayStart })}>{percent(abandoned)}</Figure>
      </Tile>
      <Tile
        word={t('supervision.wall.staffReady')}
        testId="wall-staff"
        over={totals.waiting > 0 && totals.staff.ready === 0}
        target={`${t('supervision.wall.talking')} ${count(totals.staff['on-contact'])}`}
      >
        <Figure to={viewPath({ tab: 'agents', state: 'ready' })}>{count(totals.staff.ready)}</Figure>
        <small> / {count(totals.loggedIn)}</small>
      </Tile>
    </section>
  )
}

function Queues() {
  const { t } = useTranslation()
  const names = useNames()
  const lines = useModel((model) => model.queues)
  const { rules } = useModel(({ settings }) => settings)
  const words = useServiceWords()
  const { shown, hidden } = useMemo(() => wallQueues([...lines.values()], queuesShown), [lines])
  return (
    <section className="wall-queues" style={{ '--rows': Math.max(1, shown.length) } as CSSProperties}>
      <table>
        <thead>
          <tr>
            <th>{t('supervision.column.queue')}</th>
            <th>{t('supervision.figures.waiting')}</th>
            <th>{t('supervision.figures.longest')}</th>
            <th>{t('supervision.column.slToday')}</th>
            <th>{t('supervision.column.slRecent')}</th>
            <th>{t('supervision.figures.asa')}</th>
            <th>{t('supervision.figures.abandon')}</th>
            <th>{t('supervision.figures.ready')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, waiting, longestWaitingSince, today, recent, staff }) => {
            const target = thresholdOf(rules, 'service-level', id) ?? 0
            const waitLimit = thresholdOf(rules, 'longest-wait', id)
            return (
              <tr key={id}>
                <th scope="row" className="cut">
                  {names.queue(id)}
                </th>
                <td data-over={waiting > (thresholdOf(rules, 'waiting', id) ?? waiting)}>{count(waiting)}</td>
                <td>
                  {longestWaitingSince === undefined ? (
                    '–'
                  ) : (
                    <Since at={longestWaitingSince} limitMs={waitLimit === undefined ? undefined : waitLimit * 1000} />
                  )}
                </td>
                <td data-over={(serviceLevel(today) ?? 100) < target}>{words.level(today)}</td>
                <td data-over={(serviceLevel(recent) ?? 100) < target}>{words.level(recent)}</td>
                <td>{span(averageAnswerMs(today))}</td>
                <td>{percent(abandonRate(today))}</td>
                <td data-over={waiting > 0 && staff.ready === 0}>{count(staff.ready)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {hidden > 0 && <p className="second">{t('supervision.wall.more', { count: hidden })}</p>}
    </section>
  )
}

function Foot() {
  const { t } = useTranslation()
  const alarms = useModel((model) => model.alarms)
  const names = useNames()
  const words = useAlarmWords(names)
  const service = useServiceWords()
  const sorted = [...alarms.values()].sort(byUrgency).slice(0, alarmsShown)
  return (
    <footer className="wall-foot">
      <ul data-testid="wall-alarms">
        {sorted.length === 0 && <li className="wall-calm">{t('supervision.wall.calm')}</li>}
        {sorted.map((alarm) => (
          <li key={alarm.id} data-open={alarm.acknowledged === undefined}>
            <Figure to={alarmPath(alarm)}>{words(alarm)}</Figure> <Since at={alarm.raisedAt} />
            {alarm.acknowledged !== undefined && (
              <small> {t('supervision.alarm.acknowledged', { by: alarm.acknowledged.by })}</small>
            )}
          </li>
        ))}
      </ul>
      <p className="second">{service.formula()}</p>
    </footer>
  )
}
