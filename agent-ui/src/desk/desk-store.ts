/** The desk as the browser holds it: the pure model, the link under it, and what is being done. */
import type { CustomerCard, DeskCommand } from '@ringdesk/gateway/contract'
import { create } from 'zustand'
import { draftKeeper } from '../tickets/drafts.ts'
import { type DeskLink, type LinkState, openDeskLink } from './desk-link.ts'
import { connected, type DeskModel, needsResync, resynced, updated, withCustomer } from './desk-state.ts'
import { type DeskFocus, nextFocus } from './focus.ts'
import { type CommandOutcome, effectDeadlineMs, isOver, type PendingCommand } from './pending-commands.ts'

export interface Refusal {
  readonly command: DeskCommand
  readonly outcome: Extract<CommandOutcome, { ok: false }>
  /** Epoch ms of this browser. */
  readonly at: number
}

export interface DeskStore {
  readonly link: LinkState
  readonly refusedLink?: string
  readonly model?: DeskModel
  readonly pending: readonly PendingCommand[]
  readonly refusal?: Refusal
  readonly focus: DeskFocus
  /** `at` of the gone contact that the agent has taken note of. */
  readonly notedGone: number
}

const atRest: DeskStore = { link: 'connecting', pending: [], focus: undefined, notedGone: 0 }
export const useDesk = create<DeskStore>(() => atRest)

let link: DeskLink | undefined

function becomes(model: DeskModel): void {
  useDesk.setState((desk) => {
    const now = Date.now()
    const ticketOf = (call: string) => {
      const ticketId = desk.model?.contacts.find((one) => one.call === call)?.ticketId
      return ticketId !== undefined && draftKeeper.get(`ticket:${ticketId}`).keeping !== 'none' ? ticketId : undefined
    }
    return {
      model,
      focus: nextFocus(desk.focus, desk.model?.contacts ?? [], model.contacts, ticketOf),
      pending: desk.pending.filter((one) => !isOver(one, model, now)),
    }
  })
  if (needsResync(model)) link?.resync()
}

/** Opens the desk's link; the returned function closes it. */
export function openDesk(): () => void {
  const current = openDeskLink({
    onLink: (state, refusedLink) =>
      useDesk.setState({ link: state, ...(refusedLink === undefined ? {} : { refusedLink }) }),
    onSnapshot: (snapshot) => becomes(connected(useDesk.getState().model, snapshot, Date.now())),
    onUpdate: (update) => {
      const { model } = useDesk.getState()
      if (model !== undefined) becomes(updated(model, update, Date.now()))
    },
    onResync: (snapshot) => {
      const { model } = useDesk.getState()
      if (model !== undefined) becomes(resynced(model, snapshot, Date.now()))
    },
  })
  link = current
  return () => {
    current.close()
    if (link === current) link = undefined
    useDesk.setState(atRest, true)
  }
}

/** A customer was changed here: whoever is on the desk is shown as they are now. */
export function learnCustomer(customer: CustomerCard): void {
  useDesk.setState(({ model }) =>
    model === undefined ? {} : { model: { ...model, contacts: withCustomer(model.contacts, customer) } },
  )
}

/** Sends a command and follows it to its end: done, or a refusal that the desk shows in words. */
export async function command(order: DeskCommand): Promise<CommandOutcome> {
  if (link === undefined) return { ok: false, code: 'NO_ANSWER', message: '' }
  const pending: PendingCommand = { id: crypto.randomUUID(), command: order, sentAt: Date.now() }
  useDesk.setState((desk) => {
    const { refusal: _, ...rest } = desk
    return { ...rest, pending: [...desk.pending, pending] }
  }, true)
  const outcome = await link.send(pending.id, order)
  if (outcome.ok) {
    const accepted = { ...pending, acceptedAt: Date.now() }
    useDesk.setState((desk) => ({ pending: desk.pending.map((one) => (one.id === pending.id ? accepted : one)) }))
    settle()
    setTimeout(settle, effectDeadlineMs)
  } else {
    useDesk.setState((desk) => ({
      pending: desk.pending.filter((one) => one.id !== pending.id),
      refusal: { command: order, outcome, at: Date.now() },
    }))
  }
  return outcome
}

function settle(): void {
  useDesk.setState(({ model, pending }) =>
    model === undefined ? {} : { pending: pending.filter((one) => !isOver(one, model, Date.now())) },
  )
}

export function focusOn(focus: DeskFocus): void {
  useDesk.setState({ focus })
}
export function noteGone(at: number): void {
  useDesk.setState({ notedGone: at })
}
export function noteRefusal(): void {
  useDesk.setState(({ refusal: _, ...desk }) => desk, true)
}
export function takeOver(): void {
  link?.takeOver()
}
