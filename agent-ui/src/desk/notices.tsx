import { Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { noteRefusal, takeOver, useDesk } from './desk-store.ts'

/** ms that a refusal stays. */
const refusalMs = 8_000

/** Hangs below the bar over the page's edge: says what is wrong without moving anything. */
export function Notices() {
  const { t } = useTranslation()
  const link = useDesk((desk) => desk.link)
  const known = useDesk((desk) => desk.model !== undefined)
  const refusedLink = useDesk((desk) => desk.refusedLink)
  const refusal = useDesk((desk) => desk.refusal)

  useEffect(() => {
    if (refusal === undefined) return
    const timer = setTimeout(noteRefusal, refusalMs)
    return () => clearTimeout(timer)
  }, [refusal])

  return (
    <div className="notices">
      {link === 'lost' && (
        <div className="notice" data-tone="danger" role="alert" data-testid="link-lost">
          <i className="notice-spin" />
          {t('link.lost')}
        </div>
      )}
      {link === 'connecting' && !known && (
        <div className="notice" role="status">
          <i className="notice-spin" />
          {t('link.connecting')}
        </div>
      )}
      {link === 'superseded' && (
        <div className="notice" data-tone="busy" role="alert" data-testid="superseded">
          {t('link.superseded')}
          <Button size="small" onClick={takeOver}>
            {t('link.takeOver')}
          </Button>
        </div>
      )}
      {link === 'refused' && (
        <div className="notice" data-tone="danger" role="alert">
          {refusedLink === 'NOT_LOGGED_IN' ? t('link.NOT_LOGGED_IN') : t('link.NOT_ALLOWED')}
        </div>
      )}
      {refusal !== undefined && (
        <div className="notice" data-tone="danger" role="alert" title={refusal.outcome.message} data-testid="refusal">
          {t('command.refused', {
            command: t(`command.${refusal.command.type}`),
            why: t(`command.${refusal.outcome.code}`),
          })}
          <Button size="small" type="text" onClick={noteRefusal}>
            {t('common.close')}
          </Button>
        </div>
      )}
    </div>
  )
}
