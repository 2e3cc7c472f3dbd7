import type { CallerHint } from '@ringdesk/cti'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seedDemoChain } from '../../../prisma/seed/demo-chain.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { knownCallers, tellCallerHints, VIP_TAG } from './caller-hints.ts'

const NOW = Date.parse('2026-11-22T06:00:00Z')
const DAY = 86_400_000
const hero = '+8613800138000'
let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
  await seedDemoChain(test.database, new Date(NOW))
  const { customerId } = await test.database.customerNumber.findUniqueOrThrow({ where: { number: hero } })
  await test.database.customer.update({ where: { id: customerId }, data: { tags: [VIP_TAG] } })
  await test.database.call.deleteMany({ where: { number: hero } })
  for (const [id, agentId, days] of [
    ['older', 'a1001', 5],
    ['newer', 'a1002', 2],
    ['long-ago', 'a1003', 40],
  ] as const) {
    const at = new Date(NOW - days * DAY - 1_000)
    await test.database.call.create({
      data: {
        id,
        hotline: '4008001234',
        number: hero,
        rawNumber: hero,
        numberKind: 'mobile',
        customerId,
        agentId,
        arrivedAt: at,
        connectedAt: at,
      },
    })
  }
})
afterAll(() => test.drop())

it('tells of a caller who served them last, whose customer they are, and that they are a VIP', async () => {
  const known = new Map<string, CallerHint>()
  for await (const hints of knownCallers(test.database, NOW)) for (const hint of hints) known.set(hint.number, hint)
  const { storeId, id } = await test.database.customer.findFirstOrThrow({ where: { tags: { has: VIP_TAG } } })
  expect(known.get(hero)).toEqual({ number: hero, customer: id, vip: true, store: storeId, lastAgent: 'a1002' })
})

it('tells the call centre in the background, and stops', async () => {
  const hint = vi.fn()
  const hints = tellCallerHints(test.database, { hint }, pino({ level: 'silent' }), () => NOW)
  await expect.poll(() => hint.mock.calls.flat(2).length).toBeGreaterThan(0)
  hints.stop()
})
