/** The supervisors' stream as the browser holds it, and the commands on their way. One socket, however many parts of the page watch. */
import type {
  SupervisionClientEvents,
  SupervisionCommand,
  SupervisionCommandResult,
  SupervisionServerEvents,
} from '@ringdesk/gateway/contract'
import { io, type Socket } from 'socket.io-client'
import { create } from 'zustand'
import { followed, type SupervisionModel, seen } from './supervision-state.ts'

export type LinkState = 'connecting' | 'live' | 'lost' | 'refused'
/** An answer of the gateway, or NO_ANSWER: the command may have been carried out or not. */
export type Outcome =
  | SupervisionCommandResult
  | { readonly ok: false; readonly code: 'NO_ANSWER'; readonly message: string }

/** ms without any answer until the outcome counts as unknown. Covers one reconnect. */
const answerDeadlineMs = 15_000
const resyncDeadlineMs = 5_000

export interface SupervisionStore {
  readonly link: LinkState
  readonly refusal?: 'NOT_LOGGED_IN' | 'NOT_ALLOWED'
  readonly model?: SupervisionModel
}

const atRest: SupervisionStore = { link: 'connecting' }
export const useSupervision = create<SupervisionStore>(() => atRest)

/** Only where the model is known to be there. */
export function useModel<Part>(part: (model: SupervisionModel) => Part): Part {
  return useSupervision(({ model }) => {
    if (model === undefined) throw new Error('supervision is not there yet')
    return part(model)
  })
}

interface Unanswered {
  readonly command: SupervisionCommand
  readonly settle: (outcome: Outcome) => void
}

let socket: Socket<SupervisionServerEvents, SupervisionClientEvents> | undefined
let watchers = 0
const unanswered = new Map<string, Unanswered>()

function emit(id: string): void {
  const entry = unanswered.get(id)
  if (entry && socket?.connected) socket.emit('command', { id, command: entry.command }, entry.settle)
}

function becomes(model: SupervisionModel): void {
  useSupervision.setState({ model })
  if (model.gap) resync()
}

let resyncing = false
function resync(): void {
  if (resyncing || !socket?.connected) return
  resyncing = true
  socket.timeout(resyncDeadlineMs).emit('resync', (error, snapshot) => {
    resyncing = false
    if (error) return resync()
    becomes(seen(snapshot, Date.now()))
  })
}

/** Call from an effect; the returned function lets go, and the last one to let go closes the socket. */
export function watchSupervision(): () => void {
  watchers++
  socket ??= open()
  return () => {
    watchers--
    if (watchers > 0) return
    socket?.removeAllListeners()
    socket?.disconnect()
    socket = undefined
    resyncing = false
    useSupervision.setState(atRest, true)
  }
}

function open(): Socket<SupervisionServerEvents, SupervisionClientEvents> {
  const opened: Socket<SupervisionServerEvents, SupervisionClientEvents> = io('/supervision', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
    randomizationFactor: 0.5,
    timeout: 5_000,
  })
  opened.on('connect', () => {
    resyncing = false
    for (const id of unanswered.keys()) emit(id)
  })
  opened.on('snapshot', (snapshot) => {
    useSupervision.setState({ link: 'live' })
    becomes(seen(snapshot, Date.now()))
  })
  opened.on('update', (update) => {
    const { model } = useSupervision.getState()
    if (model !== undefined) becomes(followed(model, update, Date.now()))
  })
  opened.on('disconnect', (reason) => {
    useSupervision.setState({ link: 'lost' })
    // The gateway closed it on purpose (restart): socket.io does not come back from that by itself.
    if (reason === 'io server disconnect') opened.connect()
  })
  opened.on('connect_error', ({ message }) => {
    if (message === 'NOT_LOGGED_IN' || message === 'NOT_ALLOWED')
      useSupervision.setState({ link: 'refused', refusal: message })
    else useSupervision.setState({ link: 'lost' })
  })
  return opened
}

/** Resolves in the end, whatever happens; sent again with the same id after a reconnect. */
export function supervise(command: SupervisionCommand): Promise<Outcome> {
  const id = crypto.randomUUID()
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(deadline)
      unanswered.delete(id)
      resolve(outcome)
    }
    const deadline = setTimeout(() => settle({ ok: false, code: 'NO_ANSWER', message: '' }), answerDeadlineMs)
    unanswered.set(id, { command, settle })
    emit(id)
  })
}
