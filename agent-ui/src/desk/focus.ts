/** Which contact or ticket the middle of the desk shows. Pure. Nothing may take away what somebody is typing into. */
import type { DeskContact } from '@ringdesk/gateway/contract'

export type DeskFocus =
  | { readonly kind: 'call'; readonly call: string }
  /** A ticket whose contact is over, or one opened from the side. */
  | {
      readonly kind: 'ticket'
      readonly ticketId: string
      /** The call whose form this was: it stays the same form, with its cursor, when the call leaves. */
      readonly from?: string
    }
  | undefined

/** Comes without being asked for. */
const isUnasked = (phase: DeskContact['phase'] | undefined) => phase === 'offered' || phase === 'preview'

const phaseOf = (contacts: readonly DeskContact[], call: string) => contacts.find((one) => one.call === call)?.phase

/**
 * @param ticketOf the ticket of a call that has left the desk, when something typed there is not saved yet.
 * The rules: a contact that begins (answered) takes the focus, because the agent has just asked for it; a ringing one, or one to be looked at, only when
 * nothing else is open; a contact that leaves gives way to its ticket if that is unsaved, else to the next contact.
 */
export function nextFocus(
  focus: DeskFocus,
  before: readonly DeskContact[],
  now: readonly DeskContact[],
  ticketOf: (call: string) => string | undefined,
): DeskFocus {
  const begun = now.find((one) => {
    const was = phaseOf(before, one.call)
    return !isUnasked(one.phase) && (was === undefined || isUnasked(was))
  })
  if (begun !== undefined) return { kind: 'call', call: begun.call }
  if (focus?.kind === 'call' && phaseOf(now, focus.call) === undefined) {
    const ticketId = ticketOf(focus.call)
    return ticketId === undefined ? first(now) : { kind: 'ticket', ticketId, from: focus.call }
  }
  return focus ?? first(now)
}

function first(contacts: readonly DeskContact[]): DeskFocus {
  const contact = contacts.find((one) => !isUnasked(one.phase)) ?? contacts[0]
  return contact === undefined ? undefined : { kind: 'call', call: contact.call }
}
