/** Which way a ticket's status may go. Pure. */
import type { TicketStatus } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'

/** What a person can set; merged comes of a merge only. */
export type SettableStatus = Exclude<TicketStatus, 'merged'>

type Move = 'yes' | { readonly no: string }

const reopenFirst = { no: '请先重新打开（改为“处理中”）' } as const
const merged = { no: '已合并的工单不能再改变状态' } as const

/** From each status (row) to each other. */
const moves: Readonly<Record<TicketStatus, Readonly<Record<SettableStatus, Move>>>> = {
  open: { open: 'yes', pending: 'yes', resolved: 'yes', closed: 'yes' },
  pending: { open: 'yes', pending: 'yes', resolved: 'yes', closed: 'yes' },
  resolved: { open: 'yes', pending: reopenFirst, resolved: 'yes', closed: 'yes' },
  closed: { open: 'yes', pending: reopenFirst, resolved: reopenFirst, closed: 'yes' },
  merged: { open: merged, pending: merged, resolved: merged, closed: merged },
}

export const statusNames: Readonly<Record<TicketStatus, string>> = {
  open: '处理中',
  pending: '等待中',
  resolved: '已解决',
  closed: '已关闭',
  merged: '已合并',
}

/** @throws GatewayError STATUS_NOT_ALLOWED saying why */
export function checkMove(from: TicketStatus, to: SettableStatus): void {
  const move = moves[from][to]
  if (move === 'yes') return
  throw new GatewayError('STATUS_NOT_ALLOWED', {
    words: { from: statusNames[from], to: statusNames[to], why: move.no },
  })
}

/** When the matter counts as resolved: kept while it stays done, taken back when it is reopened. */
export function resolvedAtAfter(to: TicketStatus, resolvedAt: Date | null, now: Date): Date | null {
  return to === 'resolved' || to === 'closed' ? (resolvedAt ?? now) : null
}
