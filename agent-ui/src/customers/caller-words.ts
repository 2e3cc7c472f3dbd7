import type { ShownNumber } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** 浙江 杭州; municipalities once only (上海市 上海市). */
export function homeArea(number: Pick<ShownNumber, 'province' | 'city'>): string {
  const { province, city } = number
  return province === undefined || province === city ? (city ?? '') : [province, city].filter(Boolean).join(' ')
}

/** One short text for a caller: the name if known, else the number, else that it is withheld. */
export function useCallerWords(): (number: ShownNumber, name?: string) => string {
  const { t } = useTranslation()
  return (number, name) => name ?? number.display ?? t('phone.withheld')
}
