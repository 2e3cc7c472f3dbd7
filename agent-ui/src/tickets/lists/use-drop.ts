/** A card moved into another column: the move or the new owner that it means, asked for, sent, and told how it ended. */
import type { TicketBoardBy, TicketCard, TicketDetail, TicketMoved, TicketStatus } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../../gateway/request.ts'
import { useErrorWords } from '../../messages/error-words.ts'
import type { MoveAnswers } from '../move-dialog.tsx'
import { ticketPath } from '../ticket-queries.ts'
import { type DropMove, moveToRegion, moveToStatus, moveToStore } from './drop-moves.ts'

interface Asked extends DropMove {
  readonly ticket: TicketDetail
  readonly column: string
}

export function useDrop(by: TicketBoardBy) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  /** The card that is on its way. */
  const [busy, setBusy] = useState<string>()
  const [asked, setAsked] = useState<Asked>()

  async function during(id: string, work: () => Promise<void>): Promise<void> {
    setBusy(id)
    try {
      await work()
    } catch (error) {
      // The card stands where it was: nothing was moved before the answer.
      void message.error(words(error))
    } finally {
      setBusy(undefined)
      for (const key of ['ticket-board', 'tickets', 'ticket-count']) void queries.invalidateQueries({ queryKey: [key] })
      void queries.invalidateQueries({ queryKey: ['ticket', id] })
    }
  }
  async function send(ticket: TicketDetail, drop: DropMove, column: string, answers: MoveAnswers): Promise<void> {
    await request<TicketMoved>('POST', `${ticketPath(ticket.id)}/moves`, {
      body: { commandId: crypto.randomUUID(), version: ticket.version, move: drop.move, ...answers, ...drop.given },
    })
    setAsked(undefined)
    void message.success(t('ticketLists.drop.done', { number: ticket.number, column }))
  }

  return {
    busy,
    asked,
    cancel: () => setAsked(undefined),
    answer: (answers: MoveAnswers) =>
      asked && void during(asked.ticket.id, () => send(asked.ticket, asked, asked.column, answers)),
    /** @param column its key and its name */
    drop: (card: TicketCard, column: { readonly key: string; readonly name: string }) =>
      void during(card.id, async () => {
        const ticket = await request<TicketDetail>('GET', ticketPath(card.id))
        if (by === 'owner') {
          await request<TicketDetail>('PATCH', ticketPath(card.id), {
            body: { version: ticket.version, fields: { ownerId: column.key === 'none' ? null : column.key } },
          })
          void message.success(t('ticketLists.drop.done', { number: ticket.number, column: column.name }))
          return
        }
        const move =
          by === 'status'
            ? moveToStatus(ticket, column.key as TicketStatus)
            : by === 'store'
              ? moveToStore(ticket, column.key)
              : moveToRegion(ticket, column.key)
        if (move.requires.length > 0) setAsked({ ...move, ticket, column: column.name })
        else await send(ticket, move, column.name, {})
      }),
  }
}
