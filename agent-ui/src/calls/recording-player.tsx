import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import type { Recording } from '@ringdesk/gateway/contract'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { duration } from '../messages/formats.ts'
import './recording-player.css'

const speeds = [1, 1.25, 1.5, 2] as const
/** s that an arrow key moves. */
const step = 5

/** Plays a recording: play/pause, position (arrow keys move 5 s), speed. The sound is fetched only when played. */
export function RecordingPlayer({ recording }: { recording: Pick<Recording, 'url' | 'durationMs'> }) {
  const { t } = useTranslation()
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1)
  const [failed, setFailed] = useState(false)
  const [length, setLength] = useState((recording.durationMs ?? 0) / 1000)

  if (recording.durationMs === undefined) return <span className="second">{t('recording.making')}</span>
  const label = t('recording.label', { duration: duration(length * 1000) })

  async function toggle() {
    const element = audio.current
    if (element === null) return
    if (!element.paused) return element.pause()
    setFailed(false)
    try {
      await element.play()
    } catch (error) {
      // Paused before it began: no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailed(true)
    }
  }
  function seek(seconds: number) {
    setAt(seconds)
    if (audio.current !== null) audio.current.currentTime = seconds
  }
  function faster() {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
    setSpeed(next)
    if (audio.current !== null) audio.current.playbackRate = next
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout
    <div className="player" role="group" aria-label={label} data-testid="recording">
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone conversation has no captions */}
      <audio
        ref={audio}
        src={recording.url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) =>
          Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)
        }
        onError={() => setFailed(true)}
      />
      <button
        type="button"
        className="player-button"
        onClick={() => void toggle()}
        aria-label={playing ? t('recording.pause') : t('recording.play')}
      >
        {playing ? <PauseOutlined /> : <CaretRightOutlined />}
      </button>
      {failed ? (
        <span className="player-failed" role="alert">
          {t('recording.failed')}
        </span>
      ) : (
        <input
          type="range"
          className="player-position"
          min={0}
          max={Math.max(1, length)}
          step={0.1}
          value={at}
          aria-label={t('recording.seek')}
          aria-valuetext={`${duration(at * 1000)} / ${duration(length * 1000)}`}
          onChange={(event) => seek(Number(event.target.value))}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? step : event.key === 'ArrowLeft' ? -step : 0
            if (by === 0) return
            event.preventDefault()
            seek(Math.min(length, Math.max(0, at + by)))
          }}
        />
      )}
      <span className="player-time">
        {duration(at * 1000)}/{duration(length * 1000)}
      </span>
      <button type="button" className="player-speed" onClick={faster} aria-label={t('recording.speed', { speed })}>
        {speed}×
      </button>
    </div>
  )
}
