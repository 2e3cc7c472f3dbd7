import { uploadLimits } from '@ringdesk/gateway/contract'
import { type ChangeEvent, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { smallPhoto } from '../collaboration/small-photo.ts'
import type { QueuedPhoto } from './queued-actions.ts'

interface Props {
  readonly photos: readonly QueuedPhoto[]
  /** Fewer than one comment may have. */
  readonly most?: number
  readonly onChange: (photos: readonly QueuedPhoto[]) => void
  readonly onProblem: (text: string) => void
  /** Whether photos are being made small: what is sent meanwhile would lack them. */
  readonly onBusy: (busy: boolean) => void
  readonly testId: string
}

/** Camera and album, each a whole target for a thumb; what is chosen is shown at once and made small. */
export function PhotoPicker({ photos, most = uploadLimits.files, onChange, onProblem, onBusy, testId }: Props) {
  const { t } = useTranslation()
  async function take(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget
    const files = [...(input.files ?? [])]
    // The same photo again is a change, too.
    input.value = ''
    const room = Math.max(0, Math.min(most, uploadLimits.files) - photos.length)
    if (files.length > room) onProblem(t('store.tooMany', { most: Math.min(most, uploadLimits.files) }))
    const taken: QueuedPhoto[] = []
    onBusy(true)
    try {
      for (const file of files.slice(0, room)) {
        if (!file.type.startsWith('image/')) {
          onProblem(t('store.photoBad', { name: file.name }))
          continue
        }
        const { content, name } = await smallPhoto(file)
        taken.push({ uploadId: newId(), name, type: content.type, bytes: await content.arrayBuffer() })
      }
      if (taken.length > 0) onChange([...photos, ...taken])
    } finally {
      onBusy(false)
    }
  }
  return (
    <div className="store-phone-photos">
      {photos.map((photo) => (
        <Thumbnail
          key={photo.uploadId}
          photo={photo}
          onRemove={() => onChange(photos.filter((each) => each !== photo))}
        />
      ))}
      <label className="store-phone-photo-button">
        <input
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => void take(event)}
          data-testid={`${testId}-camera`}
        />
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 8h3l2-3h6l2 3h3v11H4z" />
          <circle cx="12" cy="13" r="3.5" />
        </svg>
        {t('store.photo')}
      </label>
      <label className="store-phone-photo-button">
        <input
          type="file"
          accept="image/*"
          multiple
          onChange={(event) => void take(event)}
          data-testid={`${testId}-album`}
        />
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4" />
        </svg>
        {t('store.album')}
      </label>
    </div>
  )
}

/** A photo that is on the phone only. */
export function Thumbnail({ photo, onRemove }: { photo: QueuedPhoto; onRemove?: () => void }) {
  const { t } = useTranslation()
  const url = useMemo(() => URL.createObjectURL(new Blob([photo.bytes], { type: photo.type })), [photo])
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return (
    <span className="store-phone-thumbnail">
      <img src={url} alt={t('store.photoAlt', { name: photo.name })} data-testid="queued-photo" />
      {onRemove !== undefined && (
        <button type="button" aria-label={t('store.removePhoto')} onClick={onRemove}>
          ×
        </button>
      )}
    </span>
  )
}
