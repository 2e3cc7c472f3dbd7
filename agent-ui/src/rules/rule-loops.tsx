import type { RuleLoop } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

/** Rules that may set each other off, ring by ring. */
export function LoopWarning({ loops }: { loops: readonly RuleLoop[] }) {
  const { t } = useTranslation()
  if (loops.length === 0) return null
  return (
    <div className="rule-loop" role="alert" data-testid="rule-loops">
      <p>{t('rules.loops')}</p>
      <ul>
        {loops.map((loop) => {
          const names = loop.map(({ rule }) => rule)
          const ring = [...names, names[0]].join(' → ')
          return <li key={ring}>{ring}</li>
        })}
      </ul>
    </div>
  )
}
