import { DownOutlined, SendOutlined } from '@ant-design/icons'
import type { TicketDetail, TicketMoveName } from '@ringdesk/gateway/contract'
import { Button, Dropdown, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MoveDialog } from './move-dialog.tsx'
import { useTicketMoves } from './use-ticket-moves.ts'
import './ticket-moves.css'

interface Props {
  readonly ticket: TicketDetail
  /** Saves what was typed; a move is decided on what is saved. @returns whether it is saved */
  readonly beforehand: () => Promise<boolean>
}

/** What most people do next. */
const usualNext: Readonly<Partial<Record<TicketDetail['status'], TicketMoveName>>> = {
  pending: 'resume',
  resolved: 'verify',
  verified: 'close',
  closed: 'reopen',
}

/** Moves a ticket on its way to the store and back: the usual next step as a button, the others below it. */
export function TicketMoves({ ticket, beforehand }: Props) {
  const { t } = useTranslation()
  const { busy, move, dispatch } = useTicketMoves(ticket)
  const [asked, setAsked] = useState<TicketMoveName>()
  const may = (name: TicketMoveName) => ticket.moves.find((one) => one.move === name)
  const usual = usualNext[ticket.status]
  const others = ticket.moves.filter((one) => one.move !== usual)
  const rule = asked === undefined ? undefined : may(asked)

  const afterSaving = (work: () => void) => void beforehand().then((saved) => saved && work())

  if (ticket.moves.length === 0) return null
  return (
    <fieldset className="ticket-moves" aria-label={t('moves.label')}>
      <Space.Compact size="small">
        {may('dispatch') && (
          <Button
            type="primary"
            icon={<SendOutlined />}
            loading={busy}
            title={t('dispatch.goHint')}
            onClick={() => afterSaving(() => void dispatch())}
            data-testid="dispatch"
          >
            {t('dispatch.go')}
          </Button>
        )}
        {usual !== undefined && may(usual) && (
          <Button loading={busy} onClick={() => afterSaving(() => setAsked(usual))} data-testid={`move-${usual}`}>
            {t(`moves.moveOf.${usual}`)}
          </Button>
        )}
        {others.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: others.map((one) => ({
                key: one.move,
                label: <span data-testid={`move-${one.move}`}>{t(`moves.moveOf.${one.move}`)}</span>,
              })),
              onClick: ({ key }) => afterSaving(() => setAsked(others.find((one) => one.move === key)?.move)),
            }}
          >
            <Button icon={<DownOutlined />} iconPlacement="end" data-testid="moves">
              {t('moves.more')}
            </Button>
          </Dropdown>
        )}
      </Space.Compact>
      {asked !== undefined && rule !== undefined && (
        <MoveDialog
          key={asked}
          ticket={ticket}
          move={asked}
          requires={rule.requires}
          busy={busy}
          onCancel={() => setAsked(undefined)}
          onConfirm={(answers) => void move({ move: asked, ...answers }).then((done) => done && setAsked(undefined))}
        />
      )}
    </fieldset>
  )
}
