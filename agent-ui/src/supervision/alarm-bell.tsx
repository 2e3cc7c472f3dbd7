import { BellOutlined, SoundOutlined } from '@ant-design/icons'
import type { AlarmLine } from '@ringdesk/gateway/contract'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useUrgentCampaigns } from '../campaigns/watch/campaign-alarms.tsx'
import { setAlarmSound, soundAlarm, unlockAlarmSound, useAlarmSound } from './alarm-sound.ts'
import { useSupervision, watchSupervision } from './supervision-store.ts'
import { viewPath } from './use-view.ts'
import './supervision.css'

const none: ReadonlyMap<string, AlarmLine> = new Map()

/** Sounds once for every alarm that has come since the last look. */
export function useAlarmSounds(): void {
  const alarms = useSupervision(({ model }) => model?.alarms)
  const campaigns = useUrgentCampaigns()
  useSoundOfNew(alarms && [...alarms.values()].filter((each) => each.acknowledged === undefined).map(({ id }) => id))
  useSoundOfNew(campaigns?.flatMap(({ id, alarms: each }) => each.map(({ kind }) => `${id} ${kind}`)))
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

/** What is there at the first look is no news. */
function useSoundOfNew(ids: readonly string[] | undefined): void {
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  useEffect(() => {
    if (ids === undefined) return
    const before = known.current
    known.current = new Set(ids)
    if (before !== undefined && ids.some((id) => !before.has(id))) soundAlarm()
  }, [ids])
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

/** In the bar of every page of a supervisor: how many alarms nobody has taken on, those of campaigns included. */
export function AlarmBell() {
  const { t } = useTranslation()
  useEffect(watchSupervision, [])
  useAlarmSounds()
  const alarms = useSupervision(({ model }) => model?.alarms ?? none)
  const campaigns = useUrgentCampaigns() ?? []
  const open =
    [...alarms.values()].filter((each) => each.acknowledged === undefined).length +
    campaigns.reduce((sum, each) => sum + each.alarms.length, 0)
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
