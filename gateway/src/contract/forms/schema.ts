/**
 * A form as JSON Schema 2020-12. `#` is what can be saved on an open ticket; `#/$defs/<stage>` adds what must be filled from that stage
 * on. It accepts exactly what valueProblems() finds nothing wrong with.
 */
import {
  type FormCondition,
  type FormDocument,
  type FormField,
  type FormStage,
  fieldsIn,
  formStages,
} from './document.ts'
import { schemaPattern } from './pattern.ts'
import { batchPattern, isRequired, phonePattern, usualLimits } from './values.ts'

export type JsonSchema = { readonly [key: string]: unknown }

const titles = ({ label, help }: FormField) => ({ title: label.zh, ...(help?.zh ? { description: help.zh } : {}) })

function valueSchema(field: FormField): JsonSchema {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return {
        type: 'string',
        minLength: Math.max(1, field.minLength ?? 1),
        maxLength: field.maxLength ?? usualLimits[field.kind],
        ...(field.pattern === undefined ? {} : { pattern: schemaPattern(field.pattern) }),
      }
    case 'product':
    case 'store':
      return { type: 'string', minLength: 1, maxLength: usualLimits[field.kind] }
    case 'number':
      return {
        type: field.integer ? 'integer' : 'number',
        minimum: field.min ?? -usualLimits.number,
        maximum: field.max ?? usualLimits.number,
      }
    case 'money':
      return { type: 'integer', minimum: field.min ?? 0, maximum: field.max ?? usualLimits.money }
    case 'choice':
      return { type: 'string', enum: codesOf(field) }
    case 'multi-choice':
      return {
        type: 'array',
        items: { type: 'string', enum: codesOf(field) },
        minItems: 1,
        maxItems: field.maxItems ?? 20,
        uniqueItems: true,
      }
    case 'photo':
      return {
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: usualLimits.photoId },
        minItems: 1,
        maxItems: field.maxItems ?? usualLimits.photos,
        uniqueItems: true,
      }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'batch':
      return { type: 'string', pattern: schemaPattern(batchPattern) }
    case 'phone':
      return { type: 'string', pattern: schemaPattern(phonePattern) }
  }
}

const codesOf = ({ choices = [] }: FormField): string[] => choices.map(({ code }) => code)

function conditionSchema(condition: FormCondition, on: FormField | undefined): JsonSchema {
  const filled = (value: JsonSchema) => ({ required: [condition.field], properties: { [condition.field]: value } })
  const list = on?.kind === 'multi-choice'
  switch (condition.is) {
    case 'filled':
      return { required: [condition.field] }
    case 'empty':
      return { not: { required: [condition.field] } }
    case 'one-of':
      return filled(list ? { contains: { enum: condition.codes } } : { enum: condition.codes })
    case 'none-of':
      return filled({ not: list ? { contains: { enum: condition.codes } } : { enum: condition.codes } })
    case 'at-least':
      return filled({ minimum: condition.number })
    case 'at-most':
      return filled({ maximum: condition.number })
  }
}

export function schemaOf(document: FormDocument): JsonSchema {
  const fields = fieldsIn(document)
  const byId = new Map(fields.map((field) => [field.id, field]))
  const shown = ({ visibleIf }: FormField): JsonSchema | undefined =>
    visibleIf && {
      [visibleIf.match === 'all' ? 'allOf' : 'anyOf']: visibleIf.conditions.map((condition) =>
        conditionSchema(condition, byId.get(condition.field)),
      ),
    }
  const always = (stage: FormStage) =>
    fields.filter((field) => isRequired(field, stage) && !field.visibleIf).map(({ id }) => id)
  const requiredAt = (stage: FormStage): JsonSchema => ({
    required: always(stage),
    allOf: fields
      .filter((field) => isRequired(field, stage) && field.visibleIf)
      .map((field) => ({ anyOf: [{ not: shown(field) }, { required: [field.id] }] })),
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: document.name.zh,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      fields.map((field) => [
        field.id,
        {
          ...titles(field),
          ...valueSchema(field),
          ...(field.default === undefined ? {} : { default: field.default }),
        },
      ]),
    ),
    allOf: [
      ...fields.flatMap((field) => {
        const condition = shown(field)
        return condition ? [{ anyOf: [condition, { properties: { [field.id]: false } }] }] : []
      }),
      { $ref: '#/$defs/open' },
    ],
    // An empty allOf is no schema.
    $defs: Object.fromEntries(
      formStages.map((stage) => {
        const { required, allOf } = requiredAt(stage)
        return [stage, { required, ...(Array.isArray(allOf) && allOf.length > 0 ? { allOf } : {}) }]
      }),
    ),
  }
}
