/** Writes forms shortly: `code|中文|English`. */
import type { FieldKind, FormChoice, FormCondition, FormField, FormSection, TypeWord } from '../../contract/index.ts'

function parts(text: string): [code: string, zh: string, en: string] {
  const [code = '', zh = '', en = ''] = text.split('|')
  return [code, zh, en]
}

export const choices = (...lines: readonly string[]): FormChoice[] =>
  lines.map((line) => {
    const [code, zh, en] = parts(line)
    return { code, zh, en }
  })

export function field(
  kind: FieldKind,
  line: string,
  more: Omit<Partial<FormField>, 'id' | 'kind' | 'label'> = {},
): FormField {
  const [id, zh, en] = parts(line)
  return { id, kind, label: { zh, en }, ...more }
}

export function section(line: string, ...fields: readonly FormField[]): FormSection {
  const [id, zh, en] = parts(line)
  return { id, title: { zh, en }, fields: [...fields] }
}

export const shownIf = (...conditions: readonly FormCondition[]): Pick<FormField, 'visibleIf'> => ({
  visibleIf: { match: 'all', conditions: [...conditions] },
})

/** `3:头发 虫子` … — words of weight 3. */
export const words = (...lines: readonly string[]): TypeWord[] =>
  lines.flatMap((line) => {
    const [weight = '', list = ''] = line.split(':')
    return list
      .split(' ')
      .filter((text) => text !== '')
      .map((text) => ({ text, weight: Number(weight) }))
  })
