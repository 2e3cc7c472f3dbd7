/** From cti's view of an agent to what the desk shows: pure translations, numbers as the reader may see them. */
import type { AgentContact, AgentView, CallCentreConfig, Explanation, QueueView } from '@ringdesk/cti'
import type { ContactContext, DeskContact, DeskQueue, DeskState, DeskWhy, Role } from '../contract/index.ts'
import { shownNumber, withoutPhoneNumbers } from '../customers/masking.ts'

/** What the desk shows of a contact beyond cti's own view; gathered from facts and from the database. */
export interface ContactExtras {
  why?: Explanation
  connectedAt?: number
  endedAt?: number
  endedBy?: DeskContact['endedBy']
  context?: ContactContext
  /** The database has been asked, whether or not it has answered. */
  looked?: true
}

/** Names for ids, from the configuration in force. */
export interface Names {
  readonly queue: (id: string) => string
  readonly hotline: (number: string) => string | undefined
  readonly skill: (id: string) => string
}

export function namesOf(config: CallCentreConfig, skills: ReadonlyMap<string, string>): Names {
  const queues = new Map(config.queues.map((queue) => [queue.id, queue.name]))
  const hotlines = new Map(config.hotlines.map((hotline) => [hotline.number, hotline.name]))
  return {
    queue: (id) => queues.get(id) ?? id,
    hotline: (number) => hotlines.get(number),
    skill: (id) => skills.get(id) ?? id,
  }
}

export function deskState({ state, since, next }: AgentView): DeskState {
  return {
    kind: state.kind,
    since,
    ...(state.kind === 'not-ready' ? { reason: state.reason } : {}),
    ...(state.kind === 'wrap-up' ? { wrapUpEndsAt: state.endsAt } : {}),
    ...(next ? { next } : {}),
  }
}

export function deskContact(contact: AgentContact, extras: ContactExtras, role: Role, names: Names): DeskContact {
  const { caller, queue } = contact
  const connectedAt = contact.connectedAt ?? extras.connectedAt
  const ticketId = extras.context?.ticket?.id
  return {
    call: contact.call,
    channel: 'voice',
    phase: contact.phase,
    since: contact.since,
    number: shownNumber(caller, role),
    hotline: withName(contact.hotline, names.hotline(contact.hotline)),
    waitedMs: Math.max(0, contact.waitedMs),
    muted: contact.muted,
    ...(contact.outbound ? { outbound: true as const } : {}),
    ...(contact.campaign === undefined ? {} : { campaign: contact.campaign }),
    ...(contact.dialsAt === undefined ? {} : { dialsAt: contact.dialsAt }),
    ...(caller.name ? { callerName: withoutPhoneNumbers(caller.name) } : {}),
    ...(queue ? { queue: { id: queue, name: names.queue(queue) } } : {}),
    ...(contact.offerExpiresAt === undefined ? {} : { offerExpiresAt: contact.offerExpiresAt }),
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(extras.endedAt === undefined ? {} : { endedAt: extras.endedAt }),
    ...(extras.endedBy ? { endedBy: extras.endedBy } : {}),
    ...(extras.why ? { why: deskWhy(extras.why, names) } : {}),
    ...(ticketId ? { ticketId } : {}),
  }
}

function withName(number: string, name: string | undefined): DeskContact['hotline'] {
  return name === undefined ? { number } : { number, name }
}

export function deskWhy(why: Explanation, names: Pick<Names, 'skill'>): DeskWhy {
  const chosen = why.candidates[0]
  return {
    rule: why.rule,
    reason: why.reason,
    ring: { index: why.ring.index, of: why.ring.of },
    matched: why.matched,
    idleMs: chosen?.idleMs ?? 0,
    free: why.free,
    eligible: why.eligible,
    skills: Object.entries(chosen?.levels ?? {}).map(([skill, level]) => ({ skill, label: names.skill(skill), level })),
  }
}

/** The figures of these queues (names by id), in the views' order. */
export function deskQueues(views: readonly QueueView[], served: ReadonlyMap<string, string>): DeskQueue[] {
  return views.flatMap(({ queue, waiting, ready, loggedIn, longestWaitingSince }) => {
    const name = served.get(queue)
    if (name === undefined) return []
    return [
      {
        id: queue,
        name,
        waiting,
        ready,
        loggedIn,
        ...(longestWaitingSince === undefined ? {} : { longestWaitingSince }),
      },
    ]
  })
}
