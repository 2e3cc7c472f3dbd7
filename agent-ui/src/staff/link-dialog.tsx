import type { LogInLink, StoreAccount } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, QRCode } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../frame/clock.ts'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { duration } from '../messages/formats.ts'

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** A link as a QR code, drawn here: it goes to no other site. Opening the dialog makes a new one. */
export function LinkDialog({ account, onClose }: { account: StoreAccount; onClose: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const now = useNow()
  const [copied, setCopied] = useState(false)
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => request<LogInLink>('POST', `/api/store-accounts/${encodeURIComponent(account.id)}/log-in-link`),
  })
  useEffect(() => mutate(), [mutate])
  const url = data && new URL(data.path, location.origin).href
  const left = data === undefined ? 0 : Date.parse(data.expiresAt) - now
  return (
    <Modal open title={t('staff.linkTitle', { name: account.name })} footer={null} onCancel={onClose} width={400}>
      <div className="staff-link">
        <p>{t('staff.linkText')}</p>
        {isLoopback(location.hostname) && <Alert type="warning" title={t('staff.loopback')} />}
        {error !== null && <Alert type="error" title={words(error)} />}
        {url !== undefined && (
          <>
            <div role="img" aria-label={t('staff.qr')}>
              <QRCode value={url} size={220} status={left > 0 ? 'active' : 'expired'} type="svg" />
            </div>
            <p className="second">{left > 0 ? t('staff.left', { time: duration(left) }) : t('staff.over')}</p>
            <Input readOnly value={url} aria-label={t('staff.link')} data-testid="link" />
          </>
        )}
        <div className="staff-link-buttons">
          <Button
            disabled={url === undefined || left <= 0}
            onClick={() => {
              navigator.clipboard.writeText(url ?? '').then(
                () => setCopied(true),
                (failure: unknown) => console.warn('not copied; the link can be marked and copied by hand', failure),
              )
            }}
          >
            {copied ? t('staff.copied') : t('staff.copy')}
          </Button>
          <Button
            loading={isPending}
            onClick={() => {
              setCopied(false)
              mutate()
            }}
          >
            {t('staff.again')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
