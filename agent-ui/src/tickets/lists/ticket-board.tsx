import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { TicketBoardBy, TicketBoardColumn, TicketCard, TicketStatus } from '@ringdesk/gateway/contract'
import { Button, Dropdown } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../../frame/screens.tsx'
import { count } from '../../messages/formats.ts'
import { PressingClock } from '../../sla/ticket-clocks.tsx'
import { MoveDialog } from '../move-dialog.tsx'
import { StatusTag } from '../status-tag.tsx'
import type { ListFilters } from './list-address.ts'
import { moreOfColumn, useTicketBoard } from './list-queries.ts'
import { Tags } from './ticket-table.tsx'
import { useDrop } from './use-drop.ts'

interface Props {
  readonly filters: ListFilters
  readonly by: TicketBoardBy
  /** Store staff may look but not put tickets elsewhere. */
  readonly mayMove: boolean
  /** Cards that have come to stand there. */
  readonly onShown: (ids: readonly string[]) => void
}

interface Target {
  readonly key: string
  readonly name: string
}

/** Cards in columns; dragging one, or choosing its column by keyboard, is a move. */
export function TicketBoard({ filters, by, mayMove, onShown }: Props) {
  const { t } = useTranslation()
  const board = useTicketBoard(filters, by, true)
  const drops = useDrop(by)
  const nameOf = (column: Pick<TicketBoardColumn, 'key' | 'name'>) =>
    column.name ??
    (by === 'status' ? t(`ticket.statusOf.${column.key as TicketStatus}`) : t(`ticketLists.drop.none.${by}`))
  if (board.data === undefined)
    return board.error === null ? (
      <Waiting lines={8} />
    ) : (
      <Failed error={board.error} onRetry={() => void board.refetch()} />
    )
  const { columns, moreColumns } = board.data
  if (columns.length === 0) return <Empty title={t('ticketLists.drop.noColumns')} />
  const targets = columns.map((column): Target => ({ key: column.key, name: nameOf(column) }))
  return (
    <>
      {moreColumns && <p className="second">{t('ticketLists.drop.moreColumns')}</p>}
      <div className="board" data-testid="board" aria-busy={board.isPlaceholderData}>
        {columns.map((column) => (
          <BoardColumn
            key={column.key}
            column={column}
            name={nameOf(column)}
            filters={filters}
            by={by}
            targets={mayMove ? targets.filter(({ key }) => key !== column.key) : []}
            busy={drops.busy}
            onShown={onShown}
            onDrop={drops.drop}
          />
        ))}
      </div>
      {drops.asked && (
        <MoveDialog
          ticket={drops.asked.ticket}
          move={drops.asked.move}
          requires={drops.asked.requires}
          busy={drops.busy !== undefined}
          onCancel={drops.cancel}
          onConfirm={drops.answer}
        />
      )}
    </>
  )
}

interface ColumnProps {
  readonly column: TicketBoardColumn
  readonly name: string
  readonly filters: ListFilters
  readonly by: TicketBoardBy
  readonly targets: readonly Target[]
  readonly busy: string | undefined
  readonly onShown: (ids: readonly string[]) => void
  readonly onDrop: (card: TicketCard, column: Target) => void
}

function BoardColumn({ column, name, filters, by, targets, busy, onShown, onDrop }: ColumnProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const [more, setMore] = useState<{
    of: TicketBoardColumn
    tickets: readonly TicketCard[]
    next?: string | undefined
  }>()
  const [loading, setLoading] = useState(false)
  const latest = useRef(onDrop)
  latest.current = onDrop
  const { key } = column
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.column !== key,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        latest.current(source.data.card as TicketCard, { key, name })
      },
    })
  }, [key, name])
  // What was loaded beyond the first cards belongs to the column as it was then.
  const beyond = more?.of === column ? more : undefined
  const tickets = [...column.tickets, ...(beyond?.tickets ?? [])]
  const next = beyond ? beyond.next : column.next
  const shown = tickets.map(({ id }) => id).join(' ')
  useEffect(() => onShown(shown === '' ? [] : shown.split(' ')), [shown, onShown])
  async function load(cursor: string) {
    setLoading(true)
    try {
      const [answer] = (await moreOfColumn(filters, by, key, cursor)).columns
      setMore({ of: column, tickets: [...(beyond?.tickets ?? []), ...(answer?.tickets ?? [])], next: answer?.next })
    } finally {
      setLoading(false)
    }
  }
  return (
    <section className="board-column" data-over={over} ref={ref} aria-label={name} data-testid={`column-${key}`}>
      <h2>
        {name}{' '}
        <span className="second" data-testid="column-count">
          {count(column.total.count)}
          {column.total.more && '+'}
        </span>
      </h2>
      <ul>
        {tickets.map((card) => (
          <BoardCard key={card.id} card={card} column={key} targets={targets} busy={busy === card.id} onDrop={onDrop} />
        ))}
      </ul>
      {tickets.length === 0 && <p className="second board-empty">{t('ticketLists.drop.empty')}</p>}
      {next !== undefined && (
        <Button type="text" block loading={loading} onClick={() => void load(next)}>
          {t('ticketLists.drop.loadMore')}
        </Button>
      )}
    </section>
  )
}

interface CardProps {
  readonly card: TicketCard
  readonly column: string
  readonly targets: readonly Target[]
  readonly busy: boolean
  readonly onDrop: (card: TicketCard, column: Target) => void
}

function BoardCard({ card, column, targets, busy, onDrop }: CardProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLLIElement>(null)
  const movable = targets.length > 0 && !busy
  useEffect(() => {
    const element = ref.current
    if (element === null || !movable) return
    return draggable({ element, getInitialData: () => ({ card, column }) })
  }, [card, column, movable])
  return (
    <li ref={ref} className="board-card" aria-busy={busy} data-testid={`card-${card.number}`}>
      <div className="board-card-head">
        <Link to={`/tickets/${card.id}`} draggable={false}>
          {card.number}
        </Link>
        {targets.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: targets.map(({ key, name }) => ({ key, label: name })),
              onClick: ({ key }) => {
                const target = targets.find((each) => each.key === key)
                if (target) onDrop(card, target)
              },
            }}
          >
            <Button size="small" type="text" disabled={busy} data-testid={`move-card-${card.number}`}>
              {t('ticketLists.drop.moveTo')}
            </Button>
          </Dropdown>
        )}
      </div>
      <p className="board-subject">{card.subject ?? <span className="second">{t('tickets.noSubject')}</span>}</p>
      <div className="board-card-foot second">
        <StatusTag ticket={card} />
        <PressingClock clocks={card.sla} />
        {card.storeName !== undefined && <span className="cut">{card.storeName}</span>}
        {card.ownerName !== undefined && <span>{card.ownerName}</span>}
        <Tags tags={card.tags} />
        <Moment at={card.createdAt} />
      </div>
    </li>
  )
}
