import type { TicketDetail, TicketMove, TicketMoved } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayError, request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { learnTicket, ticketPath } from './ticket-queries.ts'

/** Sends moves of one ticket, tells how they ended, and lets everything that shows the ticket know. */
export function useTicketMoves(ticket: TicketDetail) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)

  async function run(move: string, path: string, body: object): Promise<boolean> {
    setBusy(true)
    try {
      const moved = await request<TicketMoved>('POST', `${ticketPath(ticket.id)}/${path}`, {
        body: { commandId: crypto.randomUUID(), version: ticket.version, ...body },
      })
      if (moved.ticket) learnTicket(queries, moved.ticket)
      const status = t(`ticket.statusOf.${moved.status}`)
      void message.success(
        moved.ticket
          ? t('moves.done', { number: moved.number, move, status })
          : t('moves.out', { number: moved.number }),
      )
      return true
    } catch (error) {
      void message.error(words(error))
      const newer =
        error instanceof GatewayError ? (error.body as { ticket?: TicketDetail } | undefined)?.ticket : undefined
      if (newer) learnTicket(queries, newer)
      return false
    } finally {
      setBusy(false)
      void queries.invalidateQueries({ queryKey: ['ticket', ticket.id] })
      void queries.invalidateQueries({ queryKey: ['tickets'] })
      void queries.invalidateQueries({ queryKey: ['dispatches', ticket.id] })
    }
  }

  return {
    busy,
    move: (move: Omit<TicketMove, 'commandId' | 'version'>) => run(t(`moves.moveOf.${move.move}`), 'moves', move),
    /** The engine finds the store. */
    dispatch: () => run(t('dispatch.go'), 'dispatch', {}),
  }
}
