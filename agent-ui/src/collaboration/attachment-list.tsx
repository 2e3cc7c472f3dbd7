/** Files of a comment: pictures small, each opens in full; others by name and size. No antd: the phone page uses it, too. */
import type { TicketAttachment } from '@ringdesk/gateway/contract'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import './attachment-list.css'

export const fileSize = (bytes: number): string =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`

export function AttachmentList({ attachments }: { attachments: readonly TicketAttachment[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<number>()
  const pictures = attachments.filter(({ previewUrl }) => previewUrl !== undefined)
  const files = attachments.filter(({ previewUrl }) => previewUrl === undefined)
  if (attachments.length === 0) return null
  return (
    <div className="attachments">
      {pictures.length > 0 && (
        <ul className="attachment-pictures">
          {pictures.map((picture, index) => (
            <li key={picture.id}>
              <button
                type="button"
                aria-label={t('collaboration.openPicture', { name: picture.name })}
                onClick={() => setOpen(index)}
                data-testid="picture"
              >
                <img src={picture.previewUrl} alt="" loading="lazy" width={picture.width} height={picture.height} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.map((file) => (
        <a key={file.id} className="attachment-file" href={file.url} download={file.name}>
          {file.name} <span className="second">{fileSize(file.bytes)}</span>
        </a>
      ))}
      {open !== undefined && <Lightbox pictures={pictures} first={open} onClose={() => setOpen(undefined)} />}
    </div>
  )
}

function Lightbox(props: { pictures: readonly TicketAttachment[]; first: number; onClose: () => void }) {
  const { pictures, first, onClose } = props
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const [at, setAt] = useState(first)
  useEffect(() => dialog.current?.showModal(), [])
  const picture = pictures[at]
  if (picture === undefined) return null
  const go = (by: number) => setAt((at + by + pictures.length) % pictures.length)
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={picture.name}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') go(1)
        if (event.key === 'ArrowLeft') go(-1)
      }}
      data-testid="lightbox"
    >
      <img src={picture.url} alt={picture.name} />
      <div className="lightbox-bar">
        {pictures.length > 1 && (
          <button type="button" onClick={() => go(-1)} aria-label={t('collaboration.previousPicture')}>
            ‹
          </button>
        )}
        <span>
          {picture.name} · {at + 1} / {pictures.length}
        </span>
        {pictures.length > 1 && (
          <button type="button" onClick={() => go(1)} aria-label={t('collaboration.nextPicture')}>
            ›
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()} data-testid="lightbox-close">
          {t('common.close')}
        </button>
      </div>
    </dialog>
  )
}
