import type { ConfigurationState } from '@ringdesk/gateway/contract'
import { drafted } from './drafted.ts'
import type { Choice } from './fields.tsx'

const staying = <Row extends { mark?: string }>(rows: readonly Row[]): Row[] =>
  rows.filter(({ mark }) => mark !== 'removed')

export function skillChoices(state: ConfigurationState): Choice[] {
  return staying(drafted(state, 'skill')).map(({ key, document }) => ({ value: key, label: document.label || key }))
}

export function queueChoices(state: ConfigurationState): Choice[] {
  return staying(drafted(state, 'queue')).map(({ key, document }) => ({ value: key, label: document.name || key }))
}

export function regionChoices(state: ConfigurationState): Choice[] {
  return staying(drafted(state, 'region')).map(({ key, document }) => ({ value: key, label: document.name || key }))
}
