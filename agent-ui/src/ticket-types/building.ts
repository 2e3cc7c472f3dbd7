/** What an administrator does to a form, step by step. Pure: each step makes a new document. */
import {
  type FieldKind,
  type FormChoice,
  type FormDocument,
  type FormField,
  type FormSection,
  fieldKinds,
  fieldsIn,
  propertiesOf,
  type TypeWord,
} from '@ringdesk/gateway/contract'

/** What the properties panel is about. */
export type Selected = { readonly type: 'type' } | { readonly type: 'section' | 'field'; readonly id: string }

export const emptyDocument: FormDocument = { name: { zh: '', en: '' }, sections: [], words: [] }

function freshId(taken: ReadonlySet<string>, base: string): string {
  for (let number = 1; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
}
const inSections = (document: FormDocument, change: (section: FormSection) => FormSection): FormDocument => ({
  ...document,
  sections: document.sections.map(change),
})
const sectionOf = (document: FormDocument, field: string): FormSection | undefined =>
  document.sections.find((section) => section.fields.some(({ id }) => id === field))

export function withSection(document: FormDocument): readonly [FormDocument, string] {
  const id = freshId(new Set(document.sections.map((section) => section.id)), 'section')
  const section = { id, title: { zh: '', en: '' }, fields: [] }
  return [{ ...document, sections: [...document.sections, section] }, id]
}

/** At the end of the section; a form without sections gets one. */
export function withField(document: FormDocument, kind: FieldKind, into?: string): readonly [FormDocument, string] {
  const [room] = document.sections.length === 0 ? withSection(document) : [document]
  const target = room.sections.find((section) => section.id === into) ?? room.sections.at(-1)
  const id = freshId(new Set(fieldsIn(room).map((field) => field.id)), kind)
  const field: FormField = { id, kind, label: { zh: '', en: '' }, ...(hasChoices(kind) ? { choices: [] } : {}) }
  return [
    inSections(room, (section) => (section === target ? { ...section, fields: [...section.fields, field] } : section)),
    id,
  ]
}

const hasChoices = (kind: FieldKind): boolean => propertiesOf[kind].includes('choices')

type Change = { readonly [Property in keyof FormField]?: FormField[Property] | undefined }
/** undefined takes the property away. */
export function changedField(document: FormDocument, id: string, change: Change): FormDocument {
  return inSections(document, (section) => ({
    ...section,
    fields: section.fields.map((field) => {
      if (field.id !== id) return field
      const changed = Object.entries({ ...field, ...change }).filter(([, value]) => value !== undefined)
      return Object.fromEntries(changed) as FormField
    }),
  }))
}

const common = new Set(['id', 'kind', 'label', 'help', 'requiredFrom', 'visibleIf'])
/** Another kind keeps what it has a use for; a default was meant for the old one. */
export function changedKind(document: FormDocument, id: string, kind: FieldKind): FormDocument {
  return inSections(document, (section) => ({
    ...section,
    fields: section.fields.map((field) => {
      if (field.id !== id) return field
      const kept = Object.entries(field).filter(
        ([name]) => common.has(name) || (name !== 'default' && propertiesOf[kind].includes(name as keyof FormField)),
      )
      const changed = { ...Object.fromEntries(kept), kind } as FormField
      return hasChoices(kind) && changed.choices === undefined ? { ...changed, choices: [] } : changed
    }),
  }))
}

/** Conditions on the field follow. */
export function renamedField(document: FormDocument, from: string, to: string): FormDocument {
  return inSections(document, (section) => ({
    ...section,
    fields: section.fields.map((field) => ({
      ...field,
      id: field.id === from ? to : field.id,
      ...(field.visibleIf === undefined
        ? {}
        : {
            visibleIf: {
              ...field.visibleIf,
              conditions: field.visibleIf.conditions.map((condition) =>
                condition.field === from ? { ...condition, field: to } : condition,
              ),
            },
          }),
    })),
  }))
}

export const withoutField = (document: FormDocument, id: string): FormDocument =>
  inSections(document, (section) => ({ ...section, fields: section.fields.filter((field) => field.id !== id) }))
export const withoutSection = (document: FormDocument, id: string): FormDocument => ({
  ...document,
  sections: document.sections.filter((section) => section.id !== id),
})
export const changedSection = (document: FormDocument, id: string, title: FormSection['title']): FormDocument =>
  inSections(document, (section) => (section.id === id ? { ...section, title } : section))

/** Puts the field before another one, or at the end of a section. */
export function placed(document: FormDocument, id: string, section: string, before?: string): FormDocument {
  const field = fieldsIn(document).find((each) => each.id === id)
  if (field === undefined || before === id) return document
  return inSections(withoutField(document, id), (each) => {
    if (each.id !== section) return each
    const at = each.fields.findIndex((other) => other.id === before)
    return { ...each, fields: at < 0 ? [...each.fields, field] : each.fields.toSpliced(at, 0, field) }
  })
}

/** One place up or down; over the edge of its section into the next one. */
export function movedField(document: FormDocument, id: string, step: -1 | 1): FormDocument {
  const section = sectionOf(document, id)
  if (section === undefined) return document
  const at = section.fields.findIndex((field) => field.id === id)
  const inside = at + step >= 0 && at + step < section.fields.length
  if (inside) return placed(document, id, section.id, section.fields[step === 1 ? at + 2 : at - 1]?.id)
  const next = document.sections[document.sections.indexOf(section) + step]
  return next === undefined ? document : placed(document, id, next.id, step === 1 ? next.fields[0]?.id : undefined)
}

export function movedSection(document: FormDocument, id: string, step: -1 | 1): FormDocument {
  const at = document.sections.findIndex((section) => section.id === id)
  const [moving, other] = [document.sections[at], document.sections[at + step]]
  if (moving === undefined || other === undefined) return document
  return { ...document, sections: document.sections.with(at, other).with(at + step, moving) }
}

/** `code|中文|English`, one a line. */
export const choiceLines = (choices: readonly FormChoice[]): string =>
  choices.map(({ code, zh, en }) => `${code}|${zh}|${en}`).join('\n')
export const choicesIn = (lines: string): FormChoice[] =>
  filledLines(lines).map((line) => {
    const [code = '', zh = '', en = ''] = line.split(/[|｜]/).map((part) => part.trim())
    return { code, zh, en }
  })

/** A word a line, its weight behind it unless it is 1. */
export const wordLines = (words: readonly TypeWord[]): string =>
  words.map(({ text, weight }) => (weight === 1 ? text : `${text} ${weight}`)).join('\n')
export const wordsIn = (lines: string): TypeWord[] =>
  filledLines(lines).map((line) => {
    const found = /^(.*?)\s+([1-5])$/.exec(line)
    return { text: (found?.[1] ?? line).slice(0, 30), weight: Number(found?.[2] ?? 1) }
  })

const filledLines = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** For comparing two versions: by the ids of what is in them, so that a moved field is no new one. */
export function comparable(document: FormDocument): Readonly<Record<string, unknown>> {
  return {
    name: document.name,
    order: document.sections.map(({ id, fields }) => `${id}: ${fields.map((field) => field.id).join(', ')}`),
    sections: Object.fromEntries(document.sections.map(({ id, title }) => [id, title])),
    fields: Object.fromEntries(fieldsIn(document).map(({ id, ...field }) => [id, field])),
    words: wordLines(document.words).split('\n'),
  }
}

export const isFieldKind = (text: string): text is FieldKind => (fieldKinds as readonly string[]).includes(text)
