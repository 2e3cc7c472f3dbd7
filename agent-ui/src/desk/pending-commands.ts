/** Commands on their way: which are there, when each is over, and what may be pressed meanwhile. Pure. */
import type { DeskCommand, DeskCommandResult, RequestedDeskState } from '@ringdesk/gateway/contract'
import { type DeskModel, phoneContact } from './desk-state.ts'

export interface PendingCommand {
  readonly id: string
  readonly command: DeskCommand
  /** Epoch ms of this browser. */
  readonly sentAt: number
  readonly acceptedAt?: number
}

/** ms without any answer until the desk says that the outcome is unknown. Covers one reconnect. */
export const answerDeadlineMs = 15_000
/** ms between a command's acceptance and its effect in the stream, after which the button is given back anyway. */
export const effectDeadlineMs = 3_000

/** An answer of the gateway, or NO_ANSWER: the command may have been carried out or not. */
export type CommandOutcome =
  | DeskCommandResult
  | { readonly ok: false; readonly code: 'NO_ANSWER'; readonly message: string }

/** Accepted, and the stream shows it: only then may the next one be pressed. */
export function isOver(pending: PendingCommand, model: DeskModel, now: number): boolean {
  if (pending.acceptedAt === undefined) return false
  return now - pending.acceptedAt >= effectDeadlineMs || hasEffect(pending.command, model)
}

function hasEffect(command: DeskCommand, model: DeskModel): boolean {
  if (command.type === 'request-state') return sameIntent(command.state, model)
  if (command.type === 'acknowledge-message') return !model.messages.some(({ id }) => id === command.message)
  const contact = model.contacts.find((one) => one.call === command.call)
  switch (command.type) {
    case 'answer':
      return contact?.phase !== 'offered'
    case 'dial':
    case 'skip':
      return contact?.phase !== 'preview'
    case 'decline':
    case 'finish-wrap-up':
      return contact === undefined
    case 'hold':
      return contact?.phase !== 'talking'
    case 'resume':
      return contact?.phase !== 'held'
    case 'mute':
      return contact === undefined || contact.muted === command.on
    case 'hang-up':
    case 'transfer':
      return contact === undefined || contact.phase === 'wrap-up'
  }
}

function sameIntent(asked: RequestedDeskState, model: DeskModel): boolean {
  const intent = intended(model)
  return intent.kind === asked.kind && (asked.kind !== 'not-ready' || intent.reason === asked.reason)
}

/** What the agent will be once nothing is in the way: after an offer or a contact an agent is ready again unless something else was asked. */
export function intended(model: DeskModel): {
  readonly kind: 'offline' | 'ready' | 'not-ready'
  readonly reason?: string
} {
  const { state } = model
  if (state.next !== undefined) return state.next
  if (state.kind === 'offered' || state.kind === 'on-contact' || state.kind === 'wrap-up') return { kind: 'ready' }
  return { kind: state.kind, ...(state.reason === undefined ? {} : { reason: state.reason }) }
}

/** The state key: 示闲 ⇄ 示忙（小休）. */
export function toggled(model: DeskModel): RequestedDeskState {
  return intended(model).kind === 'ready' ? { kind: 'not-ready', reason: 'break' } : { kind: 'ready' }
}

export type Control =
  | 'answer'
  | 'decline'
  | 'dial'
  | 'skip'
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'hang-up'
  | 'transfer'
  | 'finish'
  | 'state'
export interface ControlState {
  /** Can be pressed now. */
  readonly enabled: boolean
  /** Was pressed, is on its way. */
  readonly busy: boolean
}
export type Controls = Readonly<Record<Control, ControlState>>

const off: ControlState = { enabled: false, busy: false }

/**
 * @param live false while the link is down or this desk is only a spectator: then nothing may be pressed.
 * One command at a time for a call: a second one would contradict the first.
 */
export function controls(model: DeskModel, pending: readonly PendingCommand[], live: boolean): Controls {
  const contact = phoneContact(model.contacts)
  const ofCall = pending.filter(({ command }) => 'call' in command && command.call === contact?.call)
  const stateAsked = pending.some(({ command }) => command.type === 'request-state')
  const call = (possible: boolean, matches: (command: DeskCommand) => boolean): ControlState => ({
    enabled: live && possible && ofCall.length === 0,
    busy: ofCall.some(({ command }) => matches(command)),
  })
  const phase = contact?.phase
  const voice = phase === 'talking' || phase === 'held'
  return {
    state: { enabled: live && !stateAsked, busy: stateAsked },
    answer: call(phase === 'offered', ({ type }) => type === 'answer'),
    decline: call(phase === 'offered', ({ type }) => type === 'decline'),
    dial: call(phase === 'preview', ({ type }) => type === 'dial'),
    skip: call(phase === 'preview', ({ type }) => type === 'skip'),
    hold: call(phase === 'talking', ({ type }) => type === 'hold'),
    resume: call(phase === 'held', ({ type }) => type === 'resume'),
    mute: contact?.muted ? off : call(voice, (command) => command.type === 'mute' && command.on),
    unmute: contact?.muted ? call(voice, (command) => command.type === 'mute' && !command.on) : off,
    'hang-up': call(voice || phase === 'connecting' || phase === 'dialling', ({ type }) => type === 'hang-up'),
    transfer: call(voice, ({ type }) => type === 'transfer'),
    finish: call(phase === 'wrap-up', ({ type }) => type === 'finish-wrap-up'),
  }
}
