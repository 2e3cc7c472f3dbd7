/** What the keys and the buttons do. Both go through here, so that a key can never do what its button would not. */
import type { DeskCommand, RequestedDeskState } from '@ringdesk/gateway/contract'
import { phoneContact } from './desk-state.ts'
import { command, useDesk } from './desk-store.ts'
import type { DeskAction } from './keys.ts'
import { type Control, type Controls, controls, toggled } from './pending-commands.ts'

let save: (() => void) | undefined
/** The form that is open takes the save key; the returned function gives it back. */
export function takeSaveKey(listener: () => void): () => void {
  save = listener
  return () => {
    if (save === listener) save = undefined
  }
}

export function currentControls(): Controls | undefined {
  const { model, pending, link } = useDesk.getState()
  return model && controls(model, pending, link === 'live')
}

function commandOf(control: Control, call: string): DeskCommand | undefined {
  switch (control) {
    case 'answer':
    case 'decline':
    case 'dial':
    case 'skip':
    case 'hold':
    case 'resume':
    case 'hang-up':
      return { type: control, call }
    case 'mute':
      return { type: 'mute', call, on: true }
    case 'unmute':
      return { type: 'mute', call, on: false }
    case 'finish':
      return { type: 'finish-wrap-up', call }
    case 'state':
    // A transfer needs to know where to.
    case 'transfer':
      return undefined
  }
}

/** Presses a control of the call in the bar. @returns whether it was carried out; a control that is off does nothing. */
export async function press(control: Control): Promise<boolean> {
  const { model } = useDesk.getState()
  const contact = model && phoneContact(model.contacts)
  if (contact === undefined || !currentControls()?.[control].enabled) return false
  const order = commandOf(control, contact.call)
  return order !== undefined && (await command(order)).ok
}

/** Hands the call in the bar on to another queue. @returns whether it was carried out */
export async function transfer(queue: string): Promise<boolean> {
  const { model } = useDesk.getState()
  const contact = model && phoneContact(model.contacts)
  if (contact === undefined || !currentControls()?.transfer.enabled) return false
  return (await command({ type: 'transfer', call: contact.call, queue })).ok
}

export async function requestState(state: RequestedDeskState): Promise<boolean> {
  return currentControls()?.state.enabled === true && (await command({ type: 'request-state', state })).ok
}

/**
 * A key of the desk. 'key-map' and 'transfer' open something of the caller's own.
 * @returns whether the action was carried out
 */
export async function perform(action: Exclude<DeskAction, 'key-map' | 'transfer' | 'quick-create'>): Promise<boolean> {
  if (action === 'save') {
    save?.()
    return save !== undefined
  }
  const { model } = useDesk.getState()
  const now = currentControls()
  if (model === undefined || now === undefined) return false
  switch (action) {
    // Both keys say what they say of a call that comes: take it, or leave it to somebody else.
    case 'answer':
      return press(now.dial.enabled ? 'dial' : 'answer')
    case 'decline':
      return press(now.skip.enabled ? 'skip' : 'decline')
    case 'hang-up':
      return press(action)
    case 'hold-or-resume':
      return press(now.resume.enabled ? 'resume' : 'hold')
    case 'mute-or-unmute':
      return press(now.unmute.enabled ? 'unmute' : 'mute')
    case 'toggle-state':
      return requestState(toggled(model))
  }
}
