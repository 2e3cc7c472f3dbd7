import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TicketStatus, ticketStatus } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'
import { checkMove, resolvedAtAfter, type SettableStatus } from './status.ts'

const settable: readonly SettableStatus[] = ['open', 'pending', 'resolved', 'closed']
const anyStatus = fc.constantFrom<TicketStatus>(...ticketStatus.options)
const anySettable = fc.constantFrom(...settable)

const allowed = (from: TicketStatus, to: SettableStatus): boolean => {
  try {
    checkMove(from, to)
    return true
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'STATUS_NOT_ALLOWED') return false
    throw error
  }
}

describe('the status of a ticket', () => {
  it('may always stay what it is, and always be reopened, unless it is merged', () => {
    for (const status of settable) {
      expect(allowed(status, status)).toBe(true)
      expect(allowed(status, 'open')).toBe(true)
    }
  })

  it('never leaves merged', () => {
    for (const status of settable) expect(allowed('merged', status)).toBe(false)
  })

  it('is refused with a sentence that names both ends and why', () => {
    fc.assert(
      fc.property(anyStatus, anySettable, (from, to) => {
        try {
          checkMove(from, to)
        } catch (error) {
          expect((error as Error).message).toMatch(/^工单不能从“.+”变为“.+”：.+$/)
        }
      }),
    )
  })

  it('reaches any other within two moves, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(anySettable, { maxLength: 20 }), anySettable, (tried, wanted) => {
        let status: SettableStatus = 'open'
        for (const to of tried) if (allowed(status, to)) status = to
        expect(allowed(status, wanted) || (allowed(status, 'open') && allowed('open', wanted))).toBe(true)
      }),
    )
  })

  it('has a time of resolution exactly while it is resolved or closed, and keeps the first', () => {
    fc.assert(
      fc.property(fc.array(anySettable, { minLength: 1, maxLength: 20 }), (tried) => {
        let status: SettableStatus = 'open'
        let resolvedAt: Date | null = null
        let since: Date | null = null
        tried.forEach((to, minute) => {
          if (!allowed(status, to)) return
          const now = new Date(minute * 60_000)
          resolvedAt = resolvedAtAfter(to, resolvedAt, now)
          const done = to === 'resolved' || to === 'closed'
          since = done ? (since ?? now) : null
          status = to
          expect(resolvedAt).toEqual(since)
        })
      }),
    )
  })
})
