/** Everything about one field: its words, its kind, when it shows, when it must be filled, what it takes. */
import {
  type FormDocument,
  type FormField,
  type FormStage,
  fieldKinds,
  formStages,
  propertiesOf,
} from '@ringdesk/gateway/contract'
import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changedField, changedKind, choiceLines, choicesIn, renamedField } from './building.ts'
import { ConditionsPanel } from './conditions-panel.tsx'
import { Labelled, LinesInput, NumberInput, TextInput } from './panel-inputs.tsx'

interface Props {
  readonly document: FormDocument
  readonly field: FormField
  /** Published before: values are kept under its id. */
  readonly published: boolean
  readonly onChange: (document: FormDocument) => void
  readonly onRenamed: (document: FormDocument, id: string) => void
}

export function FieldPanel({ document, field, published, onChange, onRenamed }: Props) {
  const { t } = useTranslation()
  const has = (property: keyof FormField) => propertiesOf[field.kind].includes(property)
  const change = (part: Parameters<typeof changedField>[2]) => onChange(changedField(document, field.id, part))
  const help = field.help ?? { zh: '', en: '' }
  const hint = field.patternHint ?? { zh: '', en: '' }
  const orNothing = (words: { zh: string; en: string }) => (words.zh === '' && words.en === '' ? undefined : words)
  return (
    <>
      <h3>{t('forms.builder.fieldProperties')}</h3>
      <TextInput
        label={t('forms.builder.labelZh')}
        value={field.label.zh}
        maxLength={60}
        autoFocus={field.label.zh === ''}
        testId="label-zh"
        onChange={(zh) => change({ label: { ...field.label, zh } })}
      />
      <TextInput
        label={t('forms.builder.labelEn')}
        value={field.label.en}
        maxLength={60}
        testId="label-en"
        onChange={(en) => change({ label: { ...field.label, en } })}
      />
      {published ? null : (
        <FieldId key={field.id} id={field.id} onChange={(to) => onRenamed(renamedField(document, field.id, to), to)} />
      )}
      <Labelled label={t('forms.builder.kind')}>
        {(id) => (
          <Select
            id={id}
            size="small"
            value={field.kind}
            options={fieldKinds.map((kind) => ({ value: kind, label: t(`forms.kinds.${kind}`) }))}
            onChange={(kind) => onChange(changedKind(document, field.id, kind))}
          />
        )}
      </Labelled>
      <Labelled label={t('forms.builder.requiredFrom')}>
        {(id) => (
          <Select
            id={id}
            size="small"
            value={field.requiredFrom ?? 'never'}
            options={[
              { value: 'never' as const, label: t('forms.builder.never') },
              ...formStages.map((stage) => ({ value: stage, label: t(`forms.before.${stage}`) })),
            ]}
            onChange={(stage: FormStage | 'never') => change({ requiredFrom: stage === 'never' ? undefined : stage })}
            data-testid="required-from"
          />
        )}
      </Labelled>
      {has('choices') && (
        <LinesInput
          key={`${field.id}-choices`}
          label={t('forms.builder.choices')}
          hint={t('forms.builder.choicesHint')}
          value={choiceLines(field.choices ?? [])}
          testId="choices"
          onChange={(lines) => change({ choices: choicesIn(lines) })}
        />
      )}
      {field.kind === 'number' && (
        <>
          <NumberInput label={t('forms.builder.min')} value={field.min} onChange={(min) => change({ min })} />
          <NumberInput label={t('forms.builder.max')} value={field.max} onChange={(max) => change({ max })} />
          <Checkbox
            checked={field.integer === true}
            onChange={({ target }) => change({ integer: target.checked ? true : undefined })}
          >
            {t('forms.builder.integer')}
          </Checkbox>
        </>
      )}
      {field.kind === 'money' && (
        <>
          <NumberInput
            label={t('forms.builder.minYuan')}
            precision={2}
            value={yuan(field.min)}
            onChange={(min) => change({ min: fen(min) })}
          />
          <NumberInput
            label={t('forms.builder.maxYuan')}
            precision={2}
            value={yuan(field.max)}
            onChange={(max) => change({ max: fen(max) })}
          />
        </>
      )}
      {has('maxLength') && (
        <>
          <NumberInput
            label={t('forms.builder.minLength')}
            precision={0}
            value={field.minLength}
            onChange={(minLength) => change({ minLength })}
          />
          <NumberInput
            label={t('forms.builder.maxLength')}
            precision={0}
            value={field.maxLength}
            onChange={(maxLength) => change({ maxLength })}
          />
        </>
      )}
      {has('maxItems') && (
        <NumberInput
          label={t('forms.builder.maxItems')}
          precision={0}
          value={field.maxItems}
          onChange={(maxItems) => change({ maxItems })}
        />
      )}
      {has('pattern') && (
        <>
          <TextInput
            label={t('forms.builder.pattern')}
            hint={t('forms.builder.patternHint')}
            value={field.pattern ?? ''}
            maxLength={200}
            onChange={(pattern) => change({ pattern: pattern || undefined })}
          />
          <TextInput
            label={t('forms.builder.patternHintZh')}
            value={hint.zh}
            maxLength={100}
            onChange={(zh) => change({ patternHint: orNothing({ ...hint, zh }) })}
          />
          <TextInput
            label={t('forms.builder.patternHintEn')}
            value={hint.en}
            maxLength={100}
            onChange={(en) => change({ patternHint: orNothing({ ...hint, en }) })}
          />
        </>
      )}
      {has('default') && <DefaultInput field={field} onChange={(value) => change({ default: value })} />}
      <TextInput
        label={t('forms.builder.helpZh')}
        value={help.zh}
        maxLength={200}
        onChange={(zh) => change({ help: orNothing({ ...help, zh }) })}
      />
      <TextInput
        label={t('forms.builder.helpEn')}
        value={help.en}
        maxLength={200}
        onChange={(en) => change({ help: orNothing({ ...help, en }) })}
      />
      <ConditionsPanel document={document} field={field} onChange={(visibleIf) => change({ visibleIf })} />
    </>
  )
}

const yuan = (amount: number | undefined) => (amount === undefined ? undefined : amount / 100)
const fen = (amount: number | undefined) => (amount === undefined ? undefined : Math.round(amount * 100))

/** Renamed when the reader leaves it: half an id is not one. */
function FieldId({ id, onChange }: { id: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(id)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the input inside
    <div onBlur={() => typed !== '' && typed !== id && onChange(typed)}>
      <TextInput label={t('forms.builder.id')} value={typed} maxLength={40} testId="field-id" onChange={setTyped} />
    </div>
  )
}

function DefaultInput({ field, onChange }: { field: FormField; onChange: (value: FormField['default']) => void }) {
  const { t, i18n } = useTranslation()
  const label = t('forms.builder.default')
  const value = field.default
  if (field.kind === 'number')
    return <NumberInput label={label} value={typeof value === 'number' ? value : undefined} onChange={onChange} />
  if (field.kind === 'money')
    return (
      <NumberInput
        label={label}
        precision={2}
        value={yuan(typeof value === 'number' ? value : undefined)}
        onChange={(amount) => onChange(fen(amount))}
      />
    )
  const options = (field.choices ?? []).map(({ code, zh, en }) => ({
    value: code,
    label: i18n.language === 'en' ? en : zh,
  }))
  if (field.kind === 'choice')
    return (
      <Labelled label={label}>
        {(id) => (
          <Select
            id={id}
            size="small"
            allowClear
            value={typeof value === 'string' ? value : undefined}
            options={options}
            onChange={(code) => onChange(code ?? undefined)}
          />
        )}
      </Labelled>
    )
  if (field.kind === 'multi-choice')
    return (
      <Labelled label={label}>
        {(id) => (
          <Select
            id={id}
            size="small"
            mode="multiple"
            value={Array.isArray(value) ? value : []}
            options={options}
            onChange={(codes) => onChange(codes.length === 0 ? undefined : codes)}
          />
        )}
      </Labelled>
    )
  return (
    <TextInput
      label={label}
      value={typeof value === 'string' ? value : ''}
      maxLength={4_000}
      onChange={(text) => onChange(text || undefined)}
    />
  )
}
