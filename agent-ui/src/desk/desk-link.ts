/** The desk's socket: the numbered stream in, commands out. Commands without an answer are sent again, with the same id, after a reconnect. */
import type { DeskClientEvents, DeskCommand, DeskServerEvents, DeskUpdate } from '@ringdesk/gateway/contract'
import { io, type Socket } from 'socket.io-client'
import { answerDeadlineMs, type CommandOutcome } from './pending-commands.ts'

export type LinkState = 'connecting' | 'live' | 'lost' | 'superseded' | 'refused'

export interface DeskLinkEvents {
  readonly onLink: (state: LinkState, refusal?: string) => void
  readonly onSnapshot: DeskServerEvents['snapshot']
  readonly onUpdate: (update: DeskUpdate) => void
  /** The answer to resync(). */
  readonly onResync: DeskServerEvents['snapshot']
}

/** ms for the answer to a resync; it is asked for again after that. */
const resyncDeadlineMs = 5_000

export interface DeskLink {
  /** Resolves in the end, whatever happens: NO_ANSWER after answerDeadlineMs. */
  send(id: string, command: DeskCommand): Promise<CommandOutcome>
  resync(): void
  /** Takes the desk over again from where it was opened elsewhere. */
  takeOver(): void
  close(): void
}

export function openDeskLink(events: DeskLinkEvents): DeskLink {
  const socket: Socket<DeskServerEvents, DeskClientEvents> = io('/desk', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
    randomizationFactor: 0.5,
    timeout: 5_000,
  })
  const unanswered = new Map<
    string,
    { readonly command: DeskCommand; readonly settle: (outcome: CommandOutcome) => void }
  >()
  let resyncing = false
  let superseded = false

  function emit(id: string): void {
    const entry = unanswered.get(id)
    if (entry === undefined || !socket.connected) return
    socket.emit('command', { id, command: entry.command }, entry.settle)
  }

  socket.on('connect', () => {
    superseded = false
    resyncing = false
    for (const id of unanswered.keys()) emit(id)
  })
  socket.on('snapshot', (snapshot) => {
    events.onSnapshot(snapshot)
    events.onLink(superseded ? 'superseded' : 'live')
  })
  socket.on('update', (...updates) => {
    for (const update of updates) events.onUpdate(update)
  })
  socket.on('superseded', () => {
    superseded = true
    events.onLink('superseded')
  })
  socket.on('disconnect', (reason) => {
    if (superseded) return
    events.onLink('lost')
    // The gateway closed it on purpose (restart, log-out elsewhere): socket.io does not come back from that by itself.
    if (reason === 'io server disconnect') socket.connect()
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'NOT_LOGGED_IN' || error.message === 'NOT_ALLOWED') events.onLink('refused', error.message)
    else events.onLink('lost')
  })

  return {
    send(id, command) {
      return new Promise((resolve) => {
        const settle = (outcome: CommandOutcome) => {
          clearTimeout(deadline)
          unanswered.delete(id)
          resolve(outcome)
        }
        const deadline = setTimeout(() => settle({ ok: false, code: 'NO_ANSWER', message: '' }), answerDeadlineMs)
        unanswered.set(id, { command, settle })
        emit(id)
      })
    },
    resync() {
      if (resyncing || !socket.connected) return
      resyncing = true
      socket.timeout(resyncDeadlineMs).emit('resync', (error, snapshot) => {
        resyncing = false
        if (error) return this.resync()
        events.onResync(snapshot)
      })
    },
    takeOver() {
      events.onLink('connecting')
      socket.disconnect().connect()
    },
    close() {
      socket.removeAllListeners()
      socket.disconnect()
    },
  }
}
