import { BellOutlined, SoundOutlined } from '@ant-design/icons'
import type { AlarmLine } from '@ringdesk/gateway/contract'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { setAlarmSound, soundAlarm, unlockAlarmSound, useAlarmSound } from './alarm-sound.ts'
import { useSupervision, watchSupervision } from './supervision-store.ts'
import { viewPath } from './use-view.ts'
import './supervision.css'

const none: ReadonlyMap<string, AlarmLine> = new Map()

/** Sounds once for every alarm that has come since the last look. */
export function useAlarmSounds(): void {
  const alarms = useSupervision(({ model }) => model?.alarms)
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  useEffect(() => {
    if (alarms === undefined) return
    const ids = new Set([...alarms.values()].filter((each) => each.acknowledged === undefined).map(({ id }) => id))
    if ([...ids].some((id) => known.current !== undefined && !known.current.has(id))) soundAlarm()
    known.current = ids
  }, [alarms])
  useEffect(() => {
    const unlock = () => unlockAlarmSound()
    document.addEventListener('pointerdown', unlock)
    document.addEventListener('keydown', unlock)
    return () => {
      document.removeEventListener('pointerdown', unlock)
      document.removeEventListener('keydown', unlock)
    }
  }, [])
}

export function SoundButton({ className }: { className: string }) {
  const { t } = useTranslation()
  const on = useAlarmSound((sound) => sound.on)
  const words = on ? t('supervision.alarm.soundOn') : t('supervision.alarm.soundOff')
  return (
    <button
      type="button"
      className={className}
      aria-pressed={on}
      aria-label={words}
      title={words}
      onClick={() => setAlarmSound(!on)}
      data-testid="alarm-sound"
    >
      <SoundOutlined className={on ? '' : 'rail-off'} />
    </button>
  )
}

/** In the bar of every page of a supervisor: how many alarms nobody has taken on. */
export function AlarmBell() {
  const { t } = useTranslation()
  useEffect(watchSupervision, [])
  useAlarmSounds()
  const alarms = useSupervision(({ model }) => model?.alarms ?? none)
  const open = [...alarms.values()].filter((each) => each.acknowledged === undefined).length
  const words = t('supervision.alarm.unacknowledged', { count: open })
  return (
    <>
      <Link
        className="alarm-bell"
        to={viewPath({ tab: 'alarms' })}
        data-open={open > 0}
        title={words}
        data-testid="alarm-bell"
      >
        <BellOutlined /> <span aria-hidden="true">{open}</span>
        <span className="visually-hidden">{words}</span>
      </Link>
      <SoundButton className="rail-button" />
    </>
  )
}
