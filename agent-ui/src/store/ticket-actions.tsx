import type { TicketDetail, TicketMove } from '@ringdesk/gateway/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { useMe } from '../session/session.ts'
import { type FilledForm, MoveSheet, type OpenMove } from './move-sheet.tsx'
import { enqueue } from './queue.ts'
import type { Deed, QueuedPhoto } from './queued-actions.ts'

/** What the store does, the likeliest first; anything else is headquarters' page. */
const offered = ['accept', 'start', 'resume', 'resolve', 'suspend', 'return'] as const

/** Queues what is done on this ticket. @returns a sentence when the phone had no room */
export function useDo(ticket: Pick<TicketDetail, 'id' | 'number'>) {
  const me = useMe()
  const { t } = useTranslation()
  return async (...deeds: readonly Deed[]): Promise<string | undefined> => {
    const of = { accountId: me.id, ticketId: ticket.id, ticketNumber: ticket.number, at: Date.now() }
    try {
      await enqueue(...deeds.map((deed) => ({ ...of, deed })))
      return undefined
    } catch (error) {
      console.error(error)
      return t('store.noRoom')
    }
  }
}

export function TicketActions({ ticket, form }: { ticket: TicketDetail; form?: FilledForm }) {
  const { t } = useTranslation()
  const carryOut = useDo(ticket)
  const [open, setOpen] = useState<OpenMove>()
  const [problem, setProblem] = useState<string>()
  const moves = offered.flatMap((name) => ticket.moves.filter(({ move }) => move === name))
  const [main, ...others] = moves

  async function make(move: TicketMove, photos: readonly QueuedPhoto[] = [], filled?: Deed) {
    setOpen(undefined)
    const shown: Deed[] = photos.length > 0 ? [{ kind: 'comment', commandId: newId(), text: '', photos }] : []
    // Photos first: whoever reads of the result can see it. Then the form, which the move is judged by.
    setProblem(await carryOut(...shown, ...(filled === undefined ? [] : [filled]), { kind: 'move', move }))
  }
  function press(move: OpenMove) {
    // Headquarters may leave the words out; somebody at a store is asked for them.
    if (move.requires.length > 0 || move.move === 'resolve') setOpen(move)
    else void make({ commandId: newId(), move: move.move })
  }
  const word = ({ move }: OpenMove) => t(`store.move.${move as (typeof offered)[number]}`)
  if (main === undefined) return null
  return (
    <div className="store-phone-actions">
      {/* Another move is another button: a press that began on this one must not end on that one. */}
      <button
        key={main.move}
        type="button"
        className="store-phone-main"
        onClick={() => press(main)}
        data-testid={`move-${main.move}`}
      >
        {word(main)}
      </button>
      <div className="store-phone-others">
        {others.map((move) => (
          <button
            key={move.move}
            type="button"
            className="store-phone-plain"
            onClick={() => press(move)}
            data-testid={`move-${move.move}`}
          >
            {word(move)}
          </button>
        ))}
      </div>
      {problem !== undefined && (
        <p className="store-phone-problem" role="alert">
          {problem}
        </p>
      )}
      {open !== undefined && (
        <MoveSheet
          open={open}
          {...(form === undefined ? {} : { form })}
          onDone={(move, photos, filled) => void make(move, photos, filled)}
          onCancel={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}
