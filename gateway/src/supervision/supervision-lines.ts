/** From cti's views to the rows that supervisors see: pure translations, numbers masked. */
import type { AgentView, CallCentreConfig, ContactView, Explanation, PathStep, QueueView } from '@ringdesk/cti'
import { servedQueues } from '../configuration/served-queues.ts'
import type {
  AgentLine,
  ContactLine,
  ContactStep,
  QueueLine,
  ServiceFigures,
  SupervisionDirectory,
} from '../contract/index.ts'
import { shownNumber, withoutPhoneNumbers } from '../customers/masking.ts'
import { deskWhy, type Names } from '../desk/desk-views.ts'
import type { ShiftTotals } from './agent-shifts.ts'

/** One stream for all supervisors: it carries what the least of them may see. Who may see more asks for it, one number at a time. */
const READER = 'supervisor'
/** Estimates tremble; finer steps would only be noise on the wire. ms */
const ESTIMATE_STEP_MS = 5_000
/** Of an explanation's candidates. */
const CANDIDATES = 3

export function directoryOf(config: CallCentreConfig): SupervisionDirectory {
  return {
    people: config.agents.map(({ id, name, extension, teams, skills }) => ({
      id,
      name,
      extension,
      teams,
      queues: servedQueues(config, skills).map((queue) => queue.id),
    })),
    queues: config.queues.map(({ id, name, serviceLevelMs }) => ({ id, name, serviceLevelMs })),
  }
}

export function agentLine(id: string, view: AgentView | undefined, totals: ShiftTotals): AgentLine {
  if (!view) return { id, kind: 'offline', since: 0, ...totals }
  const { state, since, next, contacts } = view
  const contact = contacts[0]
  return {
    id,
    kind: state.kind,
    since,
    ...totals,
    ...(state.kind === 'not-ready' ? { reason: state.reason } : {}),
    ...(next ? { next } : {}),
    ...(contact ? { call: contact.call, number: shownNumber(contact.caller, READER) } : {}),
    ...(contact?.queue ? { queue: contact.queue } : {}),
  }
}

export function queueLine(view: QueueView, today: ServiceFigures, recent: ServiceFigures): QueueLine {
  const { queue, waiting, callbacks, longestWaitingSince, estimatedWaitMs, staff } = view
  return {
    id: queue,
    waiting,
    callbacks,
    staff,
    today,
    recent,
    ...(longestWaitingSince === undefined ? {} : { longestWaitingSince }),
    ...(estimatedWaitMs === undefined ? {} : { estimatedWaitMs: stepped(estimatedWaitMs) }),
  }
}

const stepped = (ms: number): number => Math.round(ms / ESTIMATE_STEP_MS) * ESTIMATE_STEP_MS

/** An offer that was made for a contact, as its fact told it. */
export interface MadeOffer {
  readonly agent: string
  readonly at: number
  readonly why: Explanation
  /** Still ringing. */
  ringing: boolean
}

export function contactLine(view: ContactView, offers: readonly MadeOffer[], names: Names): ContactLine {
  const { call, channel, phase, since, caller, hotline, arrivedAt, path } = view
  const { queue, enteredAt, ahead, estimatedWaitMs, priority, connectedAt, region, vip } = view
  const agent = view.agent ?? offers.find((offer) => offer.ringing)?.agent
  const name = names.hotline(hotline)
  return {
    id: call,
    channel,
    phase,
    since,
    number: shownNumber(caller, READER),
    hotline: { number: hotline, ...(name === undefined ? {} : { name }) },
    arrivedAt,
    path: steps(path, offers, names),
    ...(caller.name ? { callerName: withoutPhoneNumbers(caller.name) } : {}),
    ...present({ queue, enteredAt, ahead, priority, agent, connectedAt, region, vip }),
    ...(estimatedWaitMs === undefined ? {} : { estimatedWaitMs: stepped(estimatedWaitMs) }),
  }
}

function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>
  }
}

/** The steps of the path, those of offers with why this agent. */
function steps(path: readonly PathStep[], offers: readonly MadeOffer[], names: Names): ContactStep[] {
  const left = [...offers]
  return path.map(({ at, step, queue, agent, detail }) => {
    const base = { at, step, ...present({ queue, agent, detail }) }
    const made = step === 'offered' ? left.findIndex((offer) => offer.agent === agent) : -1
    const [offer] = made < 0 ? [] : left.splice(made, 1)
    return offer ? { ...base, ...explained(offer, names) } : base
  })
}

function explained({ why }: MadeOffer, names: Names): Pick<ContactStep, 'why' | 'candidates'> {
  return {
    why: deskWhy(why, names),
    candidates: why.candidates.slice(0, CANDIDATES).map(({ agent, idleMs }) => ({ agent, idleMs })),
  }
}
