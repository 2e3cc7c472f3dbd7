import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import type { Catalogue } from './zh-CN.ts'

type KnownCode = Exclude<keyof Catalogue['errors'], 'other' | 'retryHint'>

/** Puts an error into words: the catalogue's sentence for its code, the gateway's own for a field. */
export function useErrorWords(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  const isKnown = (code: string): code is KnownCode => i18n.exists(`errors.${code}`)
  return (error) => {
    if (!(error instanceof GatewayError))
      return t('errors.other', { code: error instanceof Error ? error.name : 'UNKNOWN' })
    const sentence = isKnown(error.code) ? t(`errors.${error.code}`) : t('errors.other', { code: error.code })
    const fields = error.fields.map((field) => `${field.path}: ${field.message}`)
    return fields.length > 0 ? `${sentence} ${fields.join('; ')}` : sentence
  }
}
