/** A part of a document in words, for those who compare two versions of it. */
import type { NeedsDocument, OverflowDocument } from '@ringdesk/gateway/contract'
import type { TFunction } from 'i18next'
import { clock } from './clock.ts'

type Need = NeedsDocument['all'][number]

/** @param path where it stands, dotted: says what numbers mean */
export function valueWords(value: unknown, path: string, t: TFunction, skillName: (id: string) => string): string {
  const words = (part: unknown): string => valueWords(part, path, t, skillName)
  const nested = (part: unknown, name: string): string => valueWords(part, name, t, skillName)
  if (typeof value === 'boolean') return value ? t('administration.draft.yes') : t('administration.draft.no')
  if (typeof value === 'number')
    return path.endsWith('Ms') || path.endsWith('ms') ? `${value / 1_000} s` : String(value)
  if (Array.isArray(value)) return value.length === 0 ? t('administration.draft.absent') : listWords(value, words)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isNeed(value)) return `${skillName(value.skill)} ≥ ${value.min}`
  if (isOverflow(value)) {
    const { when, action } = value
    const limit = 'ms' in when ? ` ${when.ms / 1_000} s` : 'items' in when ? ` ${when.items}` : ''
    const target =
      'queue' in action ? action.queue : 'number' in action ? action.number : 'prompt' in action ? action.prompt : ''
    return `${t(`administration.overflow.when.${when.kind}`)}${limit} → ${t(`administration.overflow.action.${action.kind}`)} ${target}`.trim()
  }
  return Object.entries(value)
    .filter(([, part]) => part !== false && !(Array.isArray(part) && part.length === 0))
    .map(
      ([name, part]) =>
        `${t(`administration.fields.${name}` as 'administration.fields.name', name)}: ${nested(part, name)}`,
    )
    .join(' · ')
}

function listWords(list: readonly unknown[], words: (part: unknown) => string): string {
  if (list.every(isSpan)) return list.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(' ')
  return list.map(words).join(list.every((part) => typeof part === 'object') ? '; ' : '、')
}

function isSpan(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number')
}

function isNeed(value: object): value is Need {
  return 'skill' in value && 'min' in value
}

function isOverflow(value: object): value is OverflowDocument {
  return 'when' in value && 'action' in value
}
