/** Where a sound is dropped; says what became of it. */
import { InboxOutlined } from '@ant-design/icons'
import type { PromptVersion, VoicePrompt } from '@ringdesk/gateway/contract'
import { Alert, Checkbox, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { duration } from '../messages/formats.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { useUploadPrompt } from './prompt-queries.ts'

interface UploadProps {
  /** Absent: there is no name to save it under yet. */
  readonly name: string | undefined
  /** Saved with it; empty ones leave what is there. */
  readonly texts: () => { readonly title: string; readonly words: string }
  readonly onDone: (prompt: VoicePrompt) => void
}

export function PromptUpload({ name, texts, onDone }: UploadProps) {
  const { t } = useTranslation()
  const words = useRefusalWords()
  const [normalise, setNormalise] = useState(true)
  const upload = useUploadPrompt()
  const made = upload.data?.current
  const send = (file: File) => {
    if (name !== undefined) upload.mutate({ name, file, normalise, ...texts() }, { onSuccess: onDone })
    // It is sent by us.
    return false
  }
  return (
    <div className="prompt-upload">
      <Upload.Dragger
        accept=".wav,.mp3,audio/wav,audio/mpeg"
        showUploadList={false}
        disabled={name === undefined || upload.isPending}
        beforeUpload={send}
        data-testid="prompt-file"
      >
        <p className="prompt-drop-icon">
          <InboxOutlined />
        </p>
        <p>
          {upload.isPending ? t('prompts.converting') : name === undefined ? t('prompts.nameFirst') : t('prompts.drop')}
        </p>
        <p className="second">{t('prompts.dropText')}</p>
      </Upload.Dragger>
      <Checkbox checked={normalise} onChange={(event) => setNormalise(event.target.checked)}>
        {t('prompts.normalise')}
      </Checkbox>
      {name !== undefined && <p className="second">{t('prompts.record', { name })}</p>}
      <div aria-live="polite">
        {upload.error !== null && (
          <Alert type="error" showIcon title={words(upload.error)} data-testid="upload-refused" />
        )}
        {made !== undefined && !upload.isPending && (
          <p className="prompt-done" data-testid="upload-done">
            <b>{t('prompts.done', { version: made.version })}</b>
            <Result version={made} />
          </p>
        )}
      </div>
    </div>
  )
}

function Result({ version }: { version: PromptVersion }) {
  const { t } = useTranslation()
  const { durationMs, peakDb, loudnessDb, gainDb } = version
  const gain = Math.abs(gainDb).toFixed(1)
  return (
    <span>
      {t('prompts.result', {
        length: duration(durationMs),
        peak: peakDb,
        loudness: loudnessDb,
        original: useOriginalWords()(version),
      })}
      {gainDb >= 0.1 && t('prompts.louder', { gain })}
      {gainDb <= -0.1 && t('prompts.softer', { gain })}
    </span>
  )
}

/** What was uploaded: PCM 24 · 44.1 kHz · stereo. */
export function useOriginalWords(): (version: PromptVersion) => string {
  const { t } = useTranslation()
  return ({ encoding, sampleRate, channels }) =>
    [
      encoding,
      `${sampleRate / 1000} kHz`,
      channels === 1
        ? t('prompts.mono')
        : channels === 2
          ? t('prompts.stereo')
          : t('prompts.channels', { count: channels }),
    ].join(' · ')
}

type Reason = keyof typeof zhCN.prompts.refused
const isReason = (reason: unknown): reason is Reason => typeof reason === 'string' && reason in zhCN.prompts.refused

/** The gateway's sentence speaks Chinese only; its reason does not. */
function useRefusalWords(): (error: unknown) => string {
  const { t } = useTranslation()
  const words = useErrorWords()
  return (error) => {
    if (!(error instanceof GatewayError) || error.code !== 'FILE_REFUSED') return words(error)
    const { reason, found = '' } = (error.body ?? {}) as { reason?: unknown; found?: string }
    return isReason(reason) ? t(`prompts.refused.${reason}`, { found }) : words(error)
  }
}
