/** The desk's keys. Pure: what a key press means here and now. */
import type { DeskContact } from '@ringdesk/gateway/contract'

export type DeskAction =
  | 'answer'
  | 'decline'
  | 'hold-or-resume'
  | 'mute-or-unmute'
  | 'hang-up'
  | 'transfer'
  | 'quick-create'
  | 'save'
  | 'toggle-state'
  | 'key-map'

/** As shown on buttons and in the key map. */
export const keyOf: Readonly<Record<DeskAction, string>> = {
  answer: 'F2',
  'quick-create': 'F3',
  decline: 'F4',
  'hold-or-resume': 'F6',
  'mute-or-unmute': 'F7',
  'hang-up': 'F8',
  transfer: 'F10',
  'toggle-state': 'F9',
  save: 'Ctrl+Enter',
  'key-map': '?',
}

export interface KeyPress {
  readonly key: string
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
  /** An input method is composing: its keys are not ours. */
  readonly composing: boolean
  /** The focus is where letters go, or on something that Enter presses. */
  readonly focus: 'page' | 'text' | 'button'
  readonly repeat: boolean
}

const functionKeys: Readonly<Record<string, DeskAction>> = {
  F2: 'answer',
  F3: 'quick-create',
  F4: 'decline',
  F6: 'hold-or-resume',
  F7: 'mute-or-unmute',
  F8: 'hang-up',
  F9: 'toggle-state',
  F10: 'transfer',
}

/** @returns undefined when the key is not the desk's. A held-down key counts once. */
export function actionOf(press: KeyPress, phase: DeskContact['phase'] | undefined): DeskAction | undefined {
  if (press.composing || press.alt) return undefined
  if (press.key === 'Enter' && press.ctrl) return press.repeat ? undefined : 'save'
  if (press.ctrl || press.shift)
    return press.key === '?' && press.focus !== 'text' && !press.ctrl ? 'key-map' : undefined
  if (press.repeat) return undefined
  const byFunctionKey = functionKeys[press.key]
  if (byFunctionKey !== undefined) return byFunctionKey
  if (press.key === '?' && press.focus !== 'text') return 'key-map'
  // Enter answers only when nobody is typing and no other button has the focus.
  if (press.key === 'Enter' && press.focus === 'page' && phase === 'offered') return 'answer'
  return undefined
}
