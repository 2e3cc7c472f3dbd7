/** Which way a ticket may go: who moves it, from where to where, and what has to be said. Pure. */
import {
  headquarters,
  type Role,
  type TicketMoveField,
  type TicketMoveName,
  type TicketStatus,
} from '../contract/index.ts'
import { GatewayError } from '../errors.ts'

const field = ['region', 'store'] as const satisfies readonly Role[]
const office = [...headquarters, 'region'] as const satisfies readonly Role[]
const everybody = [...headquarters, ...field] as const satisfies readonly Role[]

/** `suspended-from`: where it was before it was suspended. `reopened`: to the store that had it, else to headquarters. */
type Target = Exclude<TicketStatus, 'merged' | 'pending'> | 'pending' | 'suspended-from' | 'reopened'

export interface MoveRule {
  readonly move: TicketMoveName
  readonly from: readonly TicketStatus[]
  readonly to: Target
  readonly who: readonly Role[]
  readonly requires: readonly TicketMoveField[]
}

const atStore = ['dispatched', 'accepted', 'working'] as const satisfies readonly TicketStatus[]
const done = ['resolved', 'verified', 'closed'] as const satisfies readonly TicketStatus[]

/** One row a way. A move may have several rows, one for each kind of people: who is far from the customer has more to say. */
export const moveRules: readonly MoveRule[] = [
  { move: 'dispatch', from: ['open', 'pooled'], to: 'dispatched', who: office, requires: ['storeId'] },
  { move: 'pool', from: ['open', 'pooled'], to: 'pooled', who: office, requires: [] },
  { move: 'recall', from: ['pooled', 'dispatched'], to: 'open', who: headquarters, requires: [] },
  { move: 'accept', from: ['dispatched'], to: 'accepted', who: everybody, requires: [] },
  { move: 'start', from: ['accepted'], to: 'working', who: everybody, requires: [] },
  { move: 'return', from: [...atStore], to: 'pooled', who: everybody, requires: ['reason'] },
  { move: 'reassign', from: [...atStore, 'pending'], to: 'dispatched', who: office, requires: ['storeId', 'reason'] },
  { move: 'suspend', from: ['open', 'accepted', 'working'], to: 'pending', who: headquarters, requires: ['waitsFor'] },
  { move: 'suspend', from: ['accepted', 'working'], to: 'pending', who: field, requires: ['waitsFor', 'reason'] },
  { move: 'resume', from: ['pending'], to: 'suspended-from', who: everybody, requires: [] },
  {
    move: 'resolve',
    from: ['open', 'pooled', 'accepted', 'working', 'pending'],
    to: 'resolved',
    who: headquarters,
    requires: [],
  },
  { move: 'resolve', from: ['accepted', 'working'], to: 'resolved', who: field, requires: ['resolution'] },
  { move: 'verify', from: ['resolved'], to: 'verified', who: headquarters, requires: [] },
  {
    move: 'close',
    from: ['open', 'pooled', 'pending', 'resolved', 'verified'],
    to: 'closed',
    who: headquarters,
    requires: [],
  },
  { move: 'reopen', from: [...done], to: 'reopened', who: headquarters, requires: [] },
  { move: 'reopen', from: [...done], to: 'reopened', who: ['region'], requires: ['reason'] },
]

/** As the database has it. Opened again it is not any more. */
export const isFinished = (status: string): boolean => (done as readonly string[]).includes(status.toLowerCase())

export const statusNames: Readonly<Record<TicketStatus, string>> = {
  open: '待处理',
  pooled: '待分派',
  dispatched: '已派单',
  accepted: '已接单',
  working: '门店处理中',
  pending: '已挂起',
  resolved: '已解决',
  verified: '已核实',
  closed: '已关闭',
  merged: '已合并',
}

export const moveNames: Readonly<Record<TicketMoveName, string>> = {
  dispatch: '派单',
  pool: '转入待分派池',
  recall: '收回',
  accept: '接单',
  start: '开始处理',
  return: '退回',
  reassign: '改派',
  suspend: '挂起',
  resume: '恢复处理',
  resolve: '解决',
  verify: '回访核实',
  close: '关闭',
  reopen: '重新打开',
}

/** The statuses in which somebody still has something to do. */
export const unfinished = [
  'open',
  'pooled',
  'dispatched',
  'accepted',
  'working',
  'pending',
] as const satisfies readonly TicketStatus[]

export interface Movable {
  readonly status: TicketStatus
  readonly suspendedFrom: TicketStatus | null
  /** It has been with a store since this time. */
  readonly dispatchedAt: Date | null
}

export function targetOf(rule: MoveRule, ticket: Movable): TicketStatus {
  if (rule.to === 'suspended-from') return ticket.suspendedFrom ?? 'open'
  if (rule.to === 'reopened') return ticket.dispatchedAt ? 'dispatched' : 'open'
  return rule.to
}

/** What this person may do with a ticket now, a row a move. */
export const movesOpenTo = (role: Role, status: TicketStatus): readonly MoveRule[] =>
  moveRules.filter((rule) => rule.who.includes(role) && rule.from.includes(status))

/** @throws GatewayError MOVE_NOT_ALLOWED saying why, and what could be done instead */
export function ruleFor(move: TicketMoveName, role: Role, status: TicketStatus): MoveRule {
  const open = movesOpenTo(role, status)
  const rule = open.find((each) => each.move === move)
  if (rule) return rule
  const rows = moveRules.filter((each) => each.move === move)
  const mine = rows.filter((each) => each.who.includes(role))
  const why =
    mine.length === 0
      ? '您的角色不能执行此操作'
      : `只有${[...new Set(mine.flatMap((each) => each.from))].map((each) => `“${statusNames[each]}”`).join('、')}的工单可以${moveNames[move]}`
  const instead = [...new Set(open.map((each) => moveNames[each.move]))]
  throw new GatewayError('MOVE_NOT_ALLOWED', {
    words: {
      move: moveNames[move],
      status: statusNames[status],
      why: instead.length === 0 ? why : `${why}；现在可以：${instead.join('、')}`,
    },
    body: { status, moves: open.map((each) => each.move) },
  })
}

/** The move that a form of headquarters means by a new status; whether it is possible is the rules' to say. */
export function moveBetween(from: TicketStatus, to: 'open' | 'pending' | 'resolved' | 'closed'): TicketMoveName {
  if (to === 'pending') return 'suspend'
  if (to === 'resolved') return 'resolve'
  if (to === 'closed') return 'close'
  if (from === 'pending') return 'resume'
  return from === 'pooled' || from === 'dispatched' ? 'recall' : 'reopen'
}
