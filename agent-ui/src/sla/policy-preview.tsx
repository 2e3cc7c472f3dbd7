import type { SlaPolicyDocument } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../messages/error-words.ts'
import { exactTime } from '../messages/formats.ts'
import { StoreField } from '../tickets/store-field.tsx'
import { usePreview } from './sla-queries.ts'

interface Props {
  readonly policyId: string | undefined
  /** What the form says now. */
  readonly document: () => SlaPolicyDocument
}

/** When a ticket would be due that is made now and is what the policy is for. */
export function PolicyPreview({ policyId, document }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [storeId, setStoreId] = useState<string | null>(null)
  const preview = usePreview()
  const look = () => {
    const policy = document()
    const { category, priority, regionId, customerClass } = policy
    const ticket = { category, priority, customerClass, ...(storeId === null ? { regionId } : { storeId }) }
    const known = Object.fromEntries(Object.entries(ticket).filter(([, value]) => value !== undefined))
    // A name is not needed to look.
    preview.mutate({
      ...known,
      policy: { ...policy, name: policy.name || '-' },
      ...(policyId === undefined ? {} : { policyId }),
    })
  }
  return (
    <section className="sla-preview" aria-label={t('sla.preview')}>
      <p className="second">{t('sla.previewText')}</p>
      <div className="sla-row">
        <span>{t('sla.previewStore')}</span>
        <StoreField id="preview-store" value={storeId} known={[]} disabled={false} onChange={setStoreId} />
        <Button loading={preview.isPending} onClick={look} data-testid="preview-policy">
          {t('sla.preview')}
        </Button>
      </div>
      {preview.error !== null && <p role="alert">{words(preview.error)}</p>}
      {preview.data && (
        <ul data-testid="policy-preview">
          {preview.data.clocks.length === 0 && <li>{t('sla.previewNone')}</li>}
          {preview.data.clocks.map(({ kind, dueAt, policyName, over }) => (
            <li key={kind}>
              {dueAt === undefined
                ? t('sla.previewNever', { kind: t(`sla.kind.${kind}`), policy: policyName })
                : t('sla.previewDue', { kind: t(`sla.kind.${kind}`), at: exactTime(dueAt), policy: policyName })}
              {over.length > 0 && <p className="second">{t('sla.previewOver', { names: over.join('、') })}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
