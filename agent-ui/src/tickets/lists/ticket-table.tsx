import type { TicketCard } from '@ringdesk/gateway/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import { type RefObject, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { DialButton } from '../../attempts/dial-button.tsx'
import { NumberText } from '../../customers/number-text.tsx'
import { SurveyResult } from '../../follow-up/survey-result.tsx'
import { Moment } from '../../frame/moment.tsx'
import { PressingClock } from '../../sla/ticket-clocks.tsx'
import { useFieldWords } from '../field-words.ts'
import { StatusTag } from '../status-tag.tsx'
import { useChoices } from '../ticket-queries.ts'
import type { ListColumn } from './list-address.ts'

/** px */
const rowHeight = 40
const outside = 10

interface Props {
  readonly tickets: readonly TicketCard[]
  readonly columns: readonly ListColumn[]
  readonly scroll: RefObject<HTMLDivElement | null>
  /** The row that the keys are at. */
  readonly at: string | undefined
  readonly onAt: (id: string) => void
  readonly selected: ReadonlySet<string>
  /** Absent: nothing is selected here. */
  readonly onSelect?: (ids: readonly string[], on: boolean) => void
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** A list of any length of which only the rows in sight exist. j and k move, x selects, Enter opens. */
export function TicketTable({ tickets, columns, scroll, at, onAt, selected, onSelect }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const rows = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => tickets[index]?.id ?? index,
    overscan: outside,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  })
  const shown = rows.getVirtualItems()
  const before = (shown[0]?.start ?? rowHeight) - rowHeight
  const after = rows.getTotalSize() - ((shown.at(-1)?.end ?? rowHeight) - rowHeight)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"], .ant-popover:not(.ant-popover-hidden)')) return
      const index = tickets.findIndex(({ id }) => id === at)
      const step = { j: 1, k: -1 }[event.key]
      const current = tickets[index]
      if (step !== undefined) {
        const next = index < 0 ? 0 : Math.min(tickets.length - 1, Math.max(0, index + step))
        const ticket = tickets[next]
        if (!ticket) return
        onAt(ticket.id)
        rows.scrollToIndex(next, { align: 'auto' })
      } else if (event.key === 'x' && current) onSelect?.([current.id], !selected.has(current.id))
      else if (
        event.key === 'Enter' &&
        current &&
        !(event.target instanceof HTMLAnchorElement || event.target instanceof HTMLButtonElement)
      )
        void navigate(`/tickets/${current.id}`)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [tickets, at, onAt, onSelect, selected, navigate, rows])

  const all = tickets.map(({ id }) => id)
  const chosen = all.filter((id) => selected.has(id)).length
  return (
    <table className="grid-table list-table" aria-rowcount={tickets.length + 1} data-testid="tickets">
      <thead>
        <tr>
          {onSelect && (
            <th className="list-check">
              <Checkbox
                checked={chosen > 0 && chosen === all.length}
                indeterminate={chosen > 0 && chosen < all.length}
                aria-label={t('ticketLists.selectAll')}
                onChange={(event) => onSelect(all, event.target.checked)}
                data-testid="select-all"
              />
            </th>
          )}
          {columns.map((column) => (
            <th key={column} data-column={column}>
              {t(`ticketLists.columnOf.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {before > 0 && <tr aria-hidden style={{ height: before }} />}
        {shown.map(({ key, index }) => {
          const ticket = tickets[index]
          if (!ticket) return null
          return (
            // The row is a larger target for the pointer; the keyboard has the link in it.
            <tr
              key={key}
              className="row-link"
              aria-rowindex={index + 2}
              aria-selected={selected.has(ticket.id)}
              data-at={ticket.id === at}
              onClick={() => void navigate(`/tickets/${ticket.id}`)}
            >
              {onSelect && (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keeps the row from opening; the checkbox has the keyboard
                <td className="list-check" onClick={(event) => event.stopPropagation()}>
                  <Checkbox
                    checked={selected.has(ticket.id)}
                    aria-label={t('ticketLists.select', { number: ticket.number })}
                    onChange={(event) => onSelect([ticket.id], event.target.checked)}
                    data-testid={`select-${ticket.number}`}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column} data-column={column} className="cut">
                  <Cell ticket={ticket} column={column} />
                </td>
              ))}
            </tr>
          )
        })}
        {after > 0 && <tr aria-hidden style={{ height: after }} />}
      </tbody>
    </table>
  )
}

function Cell({ ticket, column }: { readonly ticket: TicketCard; readonly column: ListColumn }) {
  const { t } = useTranslation()
  const { data: choices } = useChoices()
  const words = useFieldWords(choices)
  switch (column) {
    case 'number':
      return (
        <Link to={`/tickets/${ticket.id}`} onClick={(event) => event.stopPropagation()}>
          {ticket.number}
        </Link>
      )
    case 'status':
      return (
        <>
          <StatusTag ticket={ticket} /> <PressingClock clocks={ticket.sla} />
        </>
      )
    case 'priority':
      return words.value('priority', ticket.priority)
    case 'subject':
      return ticket.subject ?? <span className="second">{t('tickets.noSubject')}</span>
    case 'category':
      return ticket.category && words.value('category', ticket.category)
    case 'customer':
      return (
        <>
          {ticket.customerName}{' '}
          {ticket.customerNumber !== undefined && (
            <span className="second">
              <NumberText number={ticket.customerNumber} />
            </span>
          )}
          {ticket.kind === 'callback' && ticket.customerNumber !== undefined && (
            <DialButton about={{ ticketId: ticket.id }} number={ticket.customerNumber} small />
          )}
        </>
      )
    case 'store':
      return ticket.storeName
    case 'region':
      return ticket.poolName ?? ticket.regionName
    case 'owner':
      return ticket.ownerName
    case 'agent':
      return ticket.agentName
    case 'tags':
      return <Tags tags={ticket.tags} />
    case 'survey':
      return <SurveyResult ticket={ticket} />
    case 'age':
      return <Moment at={ticket.createdAt} />
    case 'last':
      return <Moment at={ticket.lastInteractionAt} />
  }
}

export function Tags({ tags }: { readonly tags: readonly string[] }) {
  return tags.map((tag) => (
    <span key={tag} className="tag" data-tone="rest">
      {tag}
    </span>
  ))
}
