/** The form as people will see it, to try out beside the builder: nothing is saved. */
import {
  type FormDocument,
  type FormStage,
  type FormValue,
  fieldsIn,
  formStages,
  missingFields,
  tidied,
  withDefaults,
} from '@ringdesk/gateway/contract'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import TypeForm from './type-form.tsx'

export function Preview({ document, sound }: { readonly document: FormDocument; readonly sound: boolean }) {
  const { t, i18n } = useTranslation()
  const [typed, setTyped] = useState<Readonly<Record<string, FormValue | null>>>({})
  const [stage, setStage] = useState<FormStage>('open')
  // Defaults and rules of a form with problems may contradict each other.
  const values = sound ? { ...withDefaults(document, {}), ...typed } : typed
  const known = new Set(fieldsIn(document).map(({ id }) => id))
  const filled = Object.fromEntries(Object.entries(values).filter(([id, value]) => value !== null && known.has(id)))
  const missing = missingFields(document, tidied(document, filled), stage)
  return (
    <section className="builder-preview" aria-label={t('forms.builder.preview')} data-testid="type-preview">
      <h3>{t('forms.builder.preview')}</h3>
      <span className="second">{t('forms.builder.previewHint')}</span>
      <TypeForm
        document={document}
        values={filled}
        readOnly={false}
        onChange={(field, value) => setTyped((before) => ({ ...before, [field]: value }))}
      />
      <div className="preview-stage">
        <Segmented
          size="small"
          aria-label={t('forms.builder.previewStage')}
          value={stage}
          options={formStages.map((value) => ({ value, label: t(`forms.before.${value}`) }))}
          onChange={setStage}
        />
        <span className="second" role="status" data-testid="preview-missing">
          {missing.length === 0
            ? t('forms.builder.missingNone')
            : t('forms.builder.missing', {
                fields: missing.map(({ id, label }) => (i18n.language === 'en' ? label.en : label.zh) || id).join('、'),
              })}
        </span>
      </div>
    </section>
  )
}
