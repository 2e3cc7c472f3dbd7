/** Whether a contact is about the same matter as an open ticket of the same customer. Pure. */

/** How long after its last interaction an open ticket still takes in the customer's next contact, ms. */
export const SAME_MATTER_MS = 24 * 3_600_000

export interface OpenTicket {
  readonly id: string
  readonly kind: 'SERVICE' | 'CALLBACK'
  readonly customerId: string
  readonly queueId: string | null
  readonly lastInteractionAt: Date
}

export interface Contact {
  readonly customerId: string | null
  readonly queueId: string | null
  readonly at: Date
  /** The customer spoke with somebody. */
  readonly reached: boolean
}

/**
 * The ticket that this contact belongs to, the most recent first; undefined when it needs one of its own.
 *
 * Who reached somebody goes on with an open ticket of the same queue (the queue is what the customer chose to speak about), or with the
 * call-back that was waiting. Who reached nobody joins only a call-back that already waits: a service ticket would hide that somebody
 * has to call.
 */
export function matterOf(
  contact: Contact,
  open: readonly OpenTicket[],
  windowMs = SAME_MATTER_MS,
): OpenTicket | undefined {
  if (contact.customerId === null) return undefined
  return open
    .filter((ticket) => ticket.customerId === contact.customerId)
    .filter((ticket) => contact.at.getTime() - ticket.lastInteractionAt.getTime() <= windowMs)
    .filter((ticket) =>
      contact.reached ? ticket.kind === 'CALLBACK' || ticket.queueId === contact.queueId : ticket.kind === 'CALLBACK',
    )
    .sort((a, b) => b.lastInteractionAt.getTime() - a.lastInteractionAt.getTime())[0]
}
