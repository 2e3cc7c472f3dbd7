/** Runs one command over many tickets, a part at a time: how far it is can be seen, and it can be stopped. */
import type { TicketBulk, TicketBulkAction, TicketBulkResult } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { request } from '../../gateway/request.ts'
import { useErrorWords } from '../../messages/error-words.ts'

export const bulkMost = 500
/** Tickets a part: short enough that stopping is felt at once. */
const part = 10

type Result = TicketBulkResult['results'][number]

export interface BulkRun {
  readonly commandId: string
  readonly action: TicketBulkAction
  readonly ids: readonly string[]
  readonly results: readonly Result[]
  readonly state: 'running' | 'stopped' | 'done' | 'failed'
  readonly why?: string
}

export function useBulk() {
  const queries = useQueryClient()
  const words = useErrorWords()
  const [run, setRun] = useState<BulkRun>()
  const stopping = useRef(false)

  async function go(begun: BulkRun): Promise<void> {
    stopping.current = false
    let current: BulkRun = { ...begun, state: 'running' }
    setRun(current)
    while (current.results.length < current.ids.length) {
      if (stopping.current) {
        current = { ...current, state: 'stopped' }
        break
      }
      const ids = current.ids.slice(current.results.length, current.results.length + part)
      const body: TicketBulk = { commandId: current.commandId, ids: [...ids], action: current.action }
      try {
        const { results } = await request<TicketBulkResult>('POST', '/api/tickets/bulk', { body })
        current = { ...current, results: [...current.results, ...results] }
        setRun(current)
      } catch (error) {
        current = { ...current, state: 'failed', why: words(error) }
        break
      }
    }
    setRun(current.state === 'running' ? { ...current, state: 'done' } : current)
    for (const key of ['tickets', 'ticket-board', 'ticket-count', 'ticket'])
      void queries.invalidateQueries({ queryKey: [key] })
  }

  return {
    run,
    start: (action: TicketBulkAction, ids: readonly string[]) =>
      void go({ commandId: crypto.randomUUID(), action, ids: ids.slice(0, bulkMost), results: [], state: 'running' }),
    /** The same command: what is done already is not done again. */
    goOn: () => run && void go(run),
    stop: () => {
      stopping.current = true
    },
    close: () => setRun(undefined),
  }
}
