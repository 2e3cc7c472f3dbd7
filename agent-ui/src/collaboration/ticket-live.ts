/** Tells parts of the page that tickets have changed. One socket, however many parts listen; what has changed they ask for themselves. */
import type { TicketChange, TicketClientEvents, TicketServerEvents } from '@ringdesk/gateway/contract'
import { useEffect, useRef } from 'react'
import { io, type Socket } from 'socket.io-client'

type Live = Socket<TicketServerEvents, TicketClientEvents>

interface Listener {
  /** 'all': whatever changes in all that the person sees. */
  readonly wants: readonly string[] | 'all'
  /** Without a change: the line was down, anything may have. */
  readonly onChange: (change?: TicketChange) => void
}

const listeners = new Set<Listener>()
/** Who is not told yet for sure: what changed between their first look and now they would not hear of. */
const fresh = new Set<Listener>()
let socket: Live | undefined

function ask(): void {
  if (!socket?.connected) return
  const ids = [...new Set([...listeners].flatMap(({ wants }) => (wants === 'all' ? [] : wants)))]
  const asking = [...fresh]
  const heard = (all: boolean) => () => {
    for (const listener of asking) {
      if ((listener.wants === 'all') !== all || !fresh.delete(listener)) continue
      listener.onChange()
    }
  }
  socket.emit('watch', ids.slice(0, 200), heard(false))
  if ([...listeners].some(({ wants }) => wants === 'all')) socket.emit('follow', heard(true))
}

function open(): Live {
  const opened: Live = io('/tickets', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    timeout: 5_000,
  })
  let everUp = false
  opened.on('connect', () => {
    ask()
    if (everUp) for (const listener of listeners) if (!fresh.has(listener)) listener.onChange()
    everUp = true
  })
  opened.on('changed', (change) => {
    for (const { wants, onChange } of listeners)
      if (wants === 'all' || wants.includes(change.ticketId)) onChange(change)
  })
  opened.on('disconnect', (reason) => {
    // The gateway closed it on purpose: socket.io does not come back from that by itself.
    if (reason === 'io server disconnect') opened.connect()
  })
  return opened
}

/** @returns ends it; the last one to end closes the socket */
export function listenToTickets(listener: Listener): () => void {
  listeners.add(listener)
  fresh.add(listener)
  socket ??= open()
  ask()
  return () => {
    listeners.delete(listener)
    fresh.delete(listener)
    if (listeners.size > 0) return ask()
    socket?.removeAllListeners()
    socket?.disconnect()
    socket = undefined
  }
}

/** Calls the newest `onChange` as long as the part is on the page. */
export function useTicketChanges(wants: readonly string[] | 'all', onChange: (change?: TicketChange) => void): void {
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  const key = wants === 'all' ? wants : wants.join()
  useEffect(
    () =>
      listenToTickets({
        wants: key === 'all' ? 'all' : key.split(',').filter(Boolean),
        onChange: (change) => latest.current(change),
      }),
    [key],
  )
}
