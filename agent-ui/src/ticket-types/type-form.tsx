/** A ticket type's form: what shows, in its sections, each field with what is wrong with it and when it has to be filled. */
import {
  type FormDocument,
  type FormField,
  type FormStage,
  type FormValue,
  fieldsIn,
  isFilled,
  schemaOf,
  shownValueProblem,
  type ValueProblem,
  valueProblem,
  visibleFields,
} from '@ringdesk/gateway/contract'
// The package's index also loads its test registry, which wants a validator that is not installed.
import Form from '@rjsf/core/lib/components/Form.js'
import type {
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  RJSFSchema,
  UiSchema,
  ValidationData,
  ValidatorType,
} from '@rjsf/utils'
import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormContext } from './form-surroundings.ts'
import { widgetOf } from './form-widgets.tsx'
import { limitWords } from './limit-words.ts'
import './type-form.css'

interface Props {
  readonly document: FormDocument
  readonly values: Readonly<Record<string, unknown>>
  readonly readOnly: boolean
  readonly isTouched?: (field: string) => boolean
  readonly onChange: (field: string, value: FormValue | null) => void
}

type Values = Record<string, unknown>

/** Only what shows, without what the library would fill in by itself. */
function shownSchema(document: FormDocument, shown: readonly FormField[]): RJSFSchema {
  const { properties } = schemaOf(document) as { properties: Record<string, RJSFSchema> }
  return {
    type: 'object',
    properties: Object.fromEntries(
      shown.map(({ id }) => {
        const { default: _default, minItems: _minItems, ...schema } = properties[id] ?? {}
        return [id, schema]
      }),
    ),
  }
}

/**
 * The library's question whether values fit is answered by the code that the gateway decides with: its own validators compile
 * functions from text, which the page's content security policy forbids.
 */
const nothingWrong: ValidationData<Values> = { errors: [], errorSchema: {} }
const validator: ValidatorType<Values> = {
  validateFormData: () => nothingWrong,
  isValid: () => true,
  rawValidation: () => ({ errors: [] }),
  reset: () => {},
}

export default function TypeForm({ document, values, readOnly, isTouched = () => false, onChange }: Props) {
  const prefix = useId()
  const shown = useMemo(() => visibleFields(document, values), [document, values])
  const key = shown.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: typing that shows the same fields leaves the schema alone
  const schema = useMemo(() => shownSchema(document, shown), [document, key])
  const uiSchema = useMemo((): UiSchema<Values> => {
    const entries = fieldsIn(document).map((field) => [
      field.id,
      { 'ui:widget': widgetOf[field.kind], 'ui:options': { field: field.id } },
    ])
    return { ...Object.fromEntries(entries), 'ui:submitButtonOptions': { norender: true } }
  }, [document])
  const context: FormContext = {
    document,
    fields: new Map(fieldsIn(document).map((field) => [field.id, field])),
    problems: problemsOf(shown, values, isTouched),
    isTouched,
    prefix,
  }
  if (fieldsIn(document).length === 0) return null
  return (
    <Form<Values>
      tagName="div"
      className="type-form"
      idPrefix={prefix}
      schema={schema}
      uiSchema={uiSchema}
      formData={values}
      formContext={context}
      validator={validator}
      templates={{ FieldTemplate, ObjectFieldTemplate }}
      noValidate
      noHtml5Validate
      showErrorList={false}
      readonly={readOnly}
      onChange={({ formData = {} }) => {
        for (const { id } of shown)
          if (formData[id] !== values[id]) onChange(id, (formData[id] ?? null) as FormValue | null)
      }}
    />
  )
}

/** What is wrong with what is there; what is missing is marked, not scolded. */
function problemsOf(
  shown: readonly FormField[],
  values: Values,
  isTouched: (field: string) => boolean,
): ReadonlyMap<string, ValueProblem> {
  const found = new Map<string, ValueProblem>()
  for (const field of shown) {
    const value = values[field.id]
    // A masked number in which somebody has typed is none any more.
    const problemOf = isTouched(field.id) ? valueProblem : shownValueProblem
    const problem = isFilled(value) ? problemOf(field, value) : undefined
    if (problem) found.set(field.id, { field: field.id, ...problem })
  }
  return found
}

function ObjectFieldTemplate({ properties, registry }: ObjectFieldTemplateProps<Values>) {
  const { i18n } = useTranslation()
  const { document } = registry.formContext as FormContext
  return document.sections.map((section) => {
    const inside = properties.filter(({ name }) => section.fields.some(({ id }) => id === name))
    if (inside.length === 0) return null
    return (
      <fieldset key={section.id} className="type-form-section">
        <legend>{i18n.language === 'en' ? section.title.en : section.title.zh}</legend>
        {inside.map(({ content }) => content)}
      </fieldset>
    )
  })
}

const stageWord = (stage: FormStage) => `forms.before.${stage}` as const

function FieldTemplate({ id, children, uiSchema, registry, schema }: FieldTemplateProps<Values>) {
  const { t, i18n } = useTranslation()
  const { fields, problems, isTouched } = registry.formContext as FormContext
  const field = fields.get(String((uiSchema?.['ui:options'] as { field?: string } | undefined)?.field))
  // The form itself.
  if (field === undefined || schema.type === 'object') return children
  const english = i18n.language === 'en'
  const problem = problems.get(field.id)
  const help = english ? field.help?.en : field.help?.zh
  const hint = english ? field.patternHint?.en : field.patternHint?.zh
  return (
    <div className="field" data-touched={isTouched(field.id)} data-field={field.id}>
      <label className="field-label" htmlFor={id} title={english ? field.label.en : field.label.zh}>
        {english ? field.label.en : field.label.zh}
        {field.requiredFrom !== undefined && (
          <span className="type-form-required" title={t(stageWord(field.requiredFrom))}>
            {' *'}
          </span>
        )}
      </label>
      <div className="type-form-value">
        {children}
        {problem !== undefined && (
          <span className="type-form-problem" role="alert">
            {t(`forms.problem.${problem.code}`, { limit: limitWords(field, problem) })}
            {problem.code === 'pattern' && hint ? ` ${hint}` : ''}
          </span>
        )}
        {help !== undefined && help !== '' && <span className="second">{help}</span>}
      </div>
    </div>
  )
}
