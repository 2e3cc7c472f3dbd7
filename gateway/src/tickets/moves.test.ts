import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Role, role, type TicketStatus, ticketMoveName, ticketStatus } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'
import { moveBetween, moveRules, movesOpenTo, ruleFor, targetOf, unfinished } from './moves.ts'

const fresh = { suspendedFrom: null, dispatchedAt: null } as const

/** Every status that can be come to from `start` by people of these roles. */
function reachable(start: TicketStatus, roles: readonly Role[]): Set<TicketStatus> {
  const seen = new Set<TicketStatus>([start])
  const todo: TicketStatus[] = [start]
  for (let status = todo.pop(); status; status = todo.pop())
    for (const who of roles)
      for (const rule of movesOpenTo(who, status))
        for (const suspendedFrom of rule.to === 'suspended-from' ? (['open', 'accepted', 'working'] as const) : [null])
          for (const dispatchedAt of [null, new Date(0)]) {
            const to = targetOf(rule, { status, suspendedFrom, dispatchedAt })
            if (!seen.has(to)) {
              seen.add(to)
              todo.push(to)
            }
          }
  return seen
}

describe('the table of moves', () => {
  it('leads from a new ticket to every status but merged, which comes of a merge only', () => {
    expect([...reachable('open', role.options)].sort()).toEqual(
      ticketStatus.options.filter((status) => status !== 'merged').sort(),
    )
  })

  it('lets headquarters finish a ticket from wherever it is, and open it again', () => {
    for (const status of ticketStatus.options) {
      if (status === 'merged') continue
      expect([...reachable(status, ['agent'])]).toEqual(expect.arrayContaining(['closed', 'open']))
    }
  })

  it('never leaves merged', () => {
    for (const who of role.options) expect(movesOpenTo(who, 'merged')).toEqual([])
  })

  it('lets a store accept, work, return and resolve, and nothing that is somebody else’s to decide', () => {
    const mine = new Set(moveRules.filter((rule) => rule.who.includes('store')).map((rule) => rule.move))
    expect([...mine].sort()).toEqual(['accept', 'resolve', 'resume', 'return', 'start', 'suspend'])
  })

  it('demands of the field why it returns, suspends or reopens, and how it solved', () => {
    for (const who of ['store', 'region'] as const) {
      expect(ruleFor('return', who, 'working').requires).toContain('reason')
      expect(ruleFor('suspend', who, 'working').requires).toEqual(expect.arrayContaining(['waitsFor', 'reason']))
      expect(ruleFor('resolve', who, 'working').requires).toContain('resolution')
    }
    expect(ruleFor('reopen', 'region', 'closed').requires).toContain('reason')
  })

  it('has one row for each move, role and status, so that it is never a question which one holds', () => {
    for (const who of role.options)
      for (const status of ticketStatus.options) {
        const names = movesOpenTo(who, status).map((rule) => rule.move)
        expect(new Set(names).size).toBe(names.length)
      }
  })

  it('refuses everything else with where the ticket is, why not, and what could be done instead', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ticketMoveName.options),
        fc.constantFrom(...role.options),
        fc.constantFrom(...ticketStatus.options),
        (move, who, status) => {
          const open = movesOpenTo(who, status)
          try {
            expect(open).toContain(ruleFor(move, who, status))
          } catch (error) {
            if (!(error instanceof GatewayError)) throw error
            expect(error.code).toBe('MOVE_NOT_ALLOWED')
            expect(error.message).toMatch(/^不能.+：工单现在是“.+”，.+/)
            expect(error.message.includes('现在可以')).toBe(open.length > 0)
            expect(open.some((rule) => rule.move === move)).toBe(false)
          }
        },
      ),
    )
  })

  it('brings a form’s choice of status to just that status', () => {
    for (const from of unfinished)
      for (const to of ['pending', 'resolved', 'closed'] as const) {
        const rule = movesOpenTo('agent', from).find((each) => each.move === moveBetween(from, to))
        if (rule) expect(targetOf(rule, { ...fresh, status: from })).toBe(to)
      }
    for (const from of ['pooled', 'dispatched', 'resolved', 'verified', 'closed'] as const) {
      const rule = ruleFor(moveBetween(from, 'open'), 'agent', from)
      expect(targetOf(rule, { ...fresh, status: from })).toBe('open')
    }
  })
})
