/** Which contacts are listed, in which order. Pure. */
import type { ContactLine } from '@ringdesk/gateway/contract'

export type ContactPhaseWord = ContactLine['phase'] | 'ringing'
export type ContactColumn = 'phase' | 'time' | 'queue' | 'waited'

/** Waiting with a phone that rings is another thing for a reader than waiting. */
export const phaseWord = ({ phase, agent }: ContactLine): ContactPhaseWord =>
  phase === 'queued' && agent !== undefined ? 'ringing' : phase

const isWaiting = ({ phase, channel }: ContactLine): boolean => phase === 'queued' || channel === 'callback'
const withAgent: ReadonlySet<ContactLine['phase']> = new Set(['connecting', 'talking', 'holding', 'held', 'resuming'])

export const isWithAgent = ({ phase }: ContactLine): boolean => withAgent.has(phase)

export function listedContacts(
  contacts: ReadonlyMap<string, ContactLine>,
  { queue, phase }: { readonly queue: string /** 'waiting', 'with-agent' or all */; readonly phase: string },
  sort: { readonly by: ContactColumn; readonly down: boolean },
): string[] {
  const value = (contact: ContactLine): string | number => {
    switch (sort.by) {
      case 'phase':
        return phaseWord(contact)
      case 'queue':
        return contact.queue ?? ''
      case 'time':
        return -contact.since
      case 'waited':
        return -(contact.enteredAt ?? contact.arrivedAt)
    }
  }
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
  const sign = sort.down ? -1 : 1
  return [...contacts.values()]
    .filter(
      (contact) =>
        (queue === '' || contact.queue === queue) &&
        (phase === '' || (phase === 'waiting' ? isWaiting(contact) : isWithAgent(contact))),
    )
    .sort((a, b) => sign * compare(value(a), value(b)) || a.arrivedAt - b.arrivedAt || a.id.localeCompare(b.id))
    .map(({ id }) => id)
}
