/** Hears from the gateway which tickets changed while a list or board is open. */
import type { TicketListClientEvents, TicketListServerEvents } from '@ringdesk/gateway/contract'
import { useEffect, useRef, useState } from 'react'
import { io, type Socket } from 'socket.io-client'
import type { ListFilters } from './list-address.ts'

type Change = Parameters<TicketListServerEvents['changed']>[0]

interface Listener {
  readonly onChanged: (change: Change) => void
  /** Of what is shown: not for this reader any more. */
  readonly onGone: (ids: readonly string[]) => void
  /** Something may have been missed. */
  readonly onMissed: () => void
}

/** Ids of one message. */
const mostAtOnce = 500

/**
 * @param shown ids of the tickets on the page: the gateway tells when one of them is gone
 * @returns whether changes are heard now; undefined until it is known
 */
export function useLiveList(
  filters: ListFilters,
  shownIds: readonly string[],
  listener: Listener,
): boolean | undefined {
  const [live, setLive] = useState<boolean>()
  const latest = useRef(listener)
  latest.current = listener
  const key = JSON.stringify(filters)
  const socket = useRef<Socket<TicketListServerEvents, TicketListClientEvents>>(undefined)
  const watched = useRef(filters)
  watched.current = filters
  const rows = useRef(shownIds)
  rows.current = shownIds
  /** What this connection has been told of. */
  const told = useRef(new Set<string>())
  const tellShown = useRef(() => {
    const fresh = rows.current.filter((id) => !told.current.has(id))
    for (let from = 0; from < fresh.length; from += mostAtOnce)
      socket.current?.emit('shown', fresh.slice(from, from + mostAtOnce), () => undefined)
    for (const id of fresh) told.current.add(id)
  })

  useEffect(() => {
    const opened: Socket<TicketListServerEvents, TicketListClientEvents> = io('/ticket-lists', {
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    })
    socket.current = opened
    let before = false
    opened.on('connect', () => {
      opened.emit('watch', watched.current, () => setLive(true))
      told.current.clear()
      tellShown.current()
      // What changed while the line was down was told to nobody.
      if (before) latest.current.onMissed()
      before = true
    })
    opened.on('changed', (change) => latest.current.onChanged(change))
    opened.on('gone', (ids) => {
      // It may come back, and leave again.
      for (const id of ids) told.current.delete(id)
      latest.current.onGone(ids)
    })
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
  const rowKey = shownIds.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are to be told
  useEffect(() => {
    if (socket.current?.connected) tellShown.current()
  }, [rowKey])
  return live
}
