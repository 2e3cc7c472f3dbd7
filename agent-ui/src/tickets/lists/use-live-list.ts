/** Hears from the gateway which tickets changed while a list or board is open. */
import type { TicketListClientEvents, TicketListServerEvents } from '@ringdesk/gateway/contract'
import { useEffect, useRef, useState } from 'react'
import { io, type Socket } from 'socket.io-client'
import type { ListFilters } from './list-address.ts'

type Change = Parameters<TicketListServerEvents['changed']>[0]

interface Listener {
  readonly onChanged: (change: Change) => void
  /** Something may have been missed. */
  readonly onMissed: () => void
}

/** @returns whether changes are heard now; undefined until it is known */
export function useLiveList(filters: ListFilters, listener: Listener): boolean | undefined {
  const [live, setLive] = useState<boolean>()
  const latest = useRef(listener)
  latest.current = listener
  const key = JSON.stringify(filters)
  const socket = useRef<Socket<TicketListServerEvents, TicketListClientEvents>>(undefined)
  const shown = useRef(filters)
  shown.current = filters

  useEffect(() => {
    const opened: Socket<TicketListServerEvents, TicketListClientEvents> = io('/ticket-lists', {
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    })
    socket.current = opened
    let before = false
    opened.on('connect', () => {
      opened.emit('watch', shown.current, () => setLive(true))
      // What changed while the line was down was told to nobody.
      if (before) latest.current.onMissed()
      before = true
    })
    opened.on('changed', (change) => latest.current.onChanged(change))
    opened.on('missed', () => latest.current.onMissed())
    opened.on('disconnect', (reason) => {
      setLive(false)
      if (reason === 'io server disconnect') opened.connect()
    })
    return () => {
      opened.removeAllListeners()
      opened.disconnect()
    }
  }, [])
  useEffect(() => {
    if (socket.current?.connected) socket.current.emit('watch', JSON.parse(key) as ListFilters, () => setLive(true))
  }, [key])
  return live
}
