import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matterOf, type OpenTicket, SAME_MATTER_MS } from './matter.ts'

const at = new Date('2026-11-22T10:00:00Z')
const ticketArbitrary: fc.Arbitrary<OpenTicket> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('SERVICE', 'CALLBACK'),
  customerId: fc.constantFrom('zhang', 'li'),
  queueId: fc.constantFrom('aftersales', 'membership', null),
  lastInteractionAt: fc.integer({ min: 0, max: 2 * SAME_MATTER_MS }).map((age) => new Date(at.getTime() - age)),
})

it('never puts a contact on somebody else’s ticket, an old one, or a service ticket nobody was reached about', () => {
  fc.assert(
    fc.property(
      fc.array(ticketArbitrary),
      fc.boolean(),
      fc.constantFrom('aftersales', null),
      (open, reached, queueId) => {
        const match = matterOf({ customerId: 'zhang', queueId, at, reached }, open)
        if (!match) return
        expect(match.customerId).toBe('zhang')
        expect(at.getTime() - match.lastInteractionAt.getTime()).toBeLessThanOrEqual(SAME_MATTER_MS)
        if (!reached) expect(match.kind).toBe('CALLBACK')
        else if (match.kind === 'SERVICE') expect(match.queueId).toBe(queueId)
      },
    ),
  )
})

it('takes the most recent of several', () => {
  const ticket = (id: string, hours: number): OpenTicket => ({
    id,
    kind: 'SERVICE',
    customerId: 'zhang',
    queueId: 'aftersales',
    lastInteractionAt: new Date(at.getTime() - hours * 3_600_000),
  })
  expect(
    matterOf({ customerId: 'zhang', queueId: 'aftersales', at, reached: true }, [ticket('old', 5), ticket('new', 1)])
      ?.id,
  ).toBe('new')
  expect(matterOf({ customerId: null, queueId: 'aftersales', at, reached: true }, [ticket('new', 1)])).toBeUndefined()
})
