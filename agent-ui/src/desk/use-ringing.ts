import type { DeskContact } from '@ringdesk/gateway/contract'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCallerWords } from '../customers/caller-words.ts'
import { hotlineNumber } from '../messages/formats.ts'
import { notify, ringSoundOn, startRinging, unlockSound } from './ringing.ts'

/** Sound, notification and title while a contact is offered; all of it ends with the offer. */
export function useRinging(offered: DeskContact | undefined): void {
  const { t } = useTranslation()
  const words = useCallerWords()
  const call = offered?.call
  const who = offered === undefined ? '' : words(offered.number, offered.context?.customer?.name ?? offered.callerName)
  const hotline = offered === undefined ? '' : (offered.hotline.name ?? hotlineNumber(offered.hotline.number))
  const queue = offered?.queue?.name ?? ''

  useEffect(() => {
    document.addEventListener('pointerdown', unlockSound)
    document.addEventListener('keydown', unlockSound)
    return () => {
      document.removeEventListener('pointerdown', unlockSound)
      document.removeEventListener('keydown', unlockSound)
    }
  }, [])
  useEffect(() => (call !== undefined && ringSoundOn() ? startRinging() : undefined), [call])
  useEffect(() => {
    if (call === undefined) return
    return notify(t('desk.incomingTitle', { who }), t('desk.incomingBody', { hotline, queue }))
  }, [call, who, hotline, queue, t])
  useEffect(() => {
    document.title =
      call === undefined ? `${t('desk.title')} · ${t('product.name')}` : `☎ ${t('desk.incomingTitle', { who })}`
    return () => {
      document.title = t('product.name')
    }
  }, [call, who, t])
}
