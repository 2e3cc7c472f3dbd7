import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import type { Catalogue } from './zh-CN.ts'

type KnownCode = Exclude<keyof Catalogue['errors'], 'other' | 'retryHint'>

/**
 * Puts an error into words. The gateway's own sentence knows the particulars (which ticket, how many seconds) but speaks Chinese only;
 * elsewhere the catalogue's sentence for the code.
 */
export function useErrorWords(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  const isKnown = (code: string): code is KnownCode => i18n.exists(`errors.${code}`)
  return (error) => {
    if (!(error instanceof GatewayError))
      return t('errors.other', { code: error instanceof Error ? error.name : 'UNKNOWN' })
    const fromGateway = error.status > 0 && error.code !== 'BROKEN_ANSWER'
    if (fromGateway && error.message !== '' && i18n.language === 'zh-CN') return error.message
    return isKnown(error.code) ? t(`errors.${error.code}`) : t('errors.other', { code: error.code })
  }
}
