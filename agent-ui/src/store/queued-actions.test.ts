import type { TicketMoveName } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { presumedAfter, type QueuedAction } from './queued-actions.ts'

const move = (name: TicketMoveName, seq: number): QueuedAction => ({
  seq,
  accountId: 'a',
  ticketId: 't',
  ticketNumber: '1',
  at: 0,
  deed: { kind: 'move', move: { commandId: `c${seq}`, move: name } },
})
const ticket = { status: 'dispatched', moves: [{ move: 'accept', requires: [] }] } as const
const after = (...names: TicketMoveName[]) => {
  const { status, moves } = presumedAfter<{ status: 'dispatched'; moves: [] }>(
    ticket as never,
    names.map((name, index) => move(name, index)),
  )
  return [status, moves.map((each: { move: string }) => each.move)]
}

it('leaves a ticket as it is while nothing waits', () => expect(presumedAfter(ticket as never, [])).toBe(ticket))
it.each([
  [['accept'], 'accepted', ['start', 'resolve', 'suspend', 'return']],
  [['accept', 'start'], 'working', ['resolve', 'suspend', 'return']],
  [['accept', 'suspend'], 'pending', ['resume']],
  [['accept', 'start', 'resolve'], 'resolved', []],
  [['return'], 'pooled', []],
] as const)('after %j it may be %s', (names, status, moves) => expect(after(...names)).toEqual([status, [...moves]]))
