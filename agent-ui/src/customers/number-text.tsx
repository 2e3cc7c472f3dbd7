import type { ShownNumber } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** A phone number as the gateway lets this reader see it; kinds that behave unlike a person's number are named. */
export function NumberText({ number }: { number: ShownNumber }) {
  const { t } = useTranslation()
  const notable = number.kind === 'privacy' || number.kind === 'international' || number.kind === 'service'
  return (
    <span className="number-text">
      <span className="cut">{number.display ?? t('phone.withheld')}</span>
      {notable && <span className="tag">{t(`phone.kind.${number.kind}`)}</span>}
    </span>
  )
}
