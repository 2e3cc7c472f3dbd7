import type { TicketDetail } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { moveToRegion, moveToStatus, moveToStore } from './drop-moves.ts'

const ticket = (moves: TicketDetail['moves']) => ({ moves }) as TicketDetail

it('means the move that is open to the reader, with what it asks for', () => {
  const working = ticket([
    { move: 'return', requires: ['reason'] },
    { move: 'reassign', requires: ['storeId', 'reason'] },
    { move: 'suspend', requires: ['waitsFor'] },
  ])
  expect(moveToStatus(working, 'pooled')).toEqual({ move: 'return', requires: ['reason'], given: {} })
  expect(moveToStatus(working, 'pending')).toEqual({ move: 'suspend', requires: ['waitsFor'], given: {} })
  expect(moveToStore(working, 's1')).toEqual({ move: 'reassign', requires: ['reason'], given: { storeId: 's1' } })
})
it('asks for the likeliest when none is open, so that the refusal says why', () => {
  const none = ticket([])
  expect(moveToStatus(none, 'verified')).toEqual({ move: 'verify', requires: [], given: {} })
  expect(moveToStore(none, 'none')).toEqual({ move: 'recall', requires: [], given: {} })
  expect(moveToRegion(none, 'none')).toEqual({ move: 'pool', requires: [], given: { poolId: null } })
})
