import type { CallerHint } from '@ringdesk/cti'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seedDemoChain } from '../../../prisma/seed/demo-chain.ts'
import { vipTag } from '../contract/index.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { hintsOf, knownCallers, tellCallerHints } from './caller-hints.ts'

const NOW = Date.parse('2026-11-22T06:00:00Z')
const DAY = 86_400_000
const hero = '+8613800138000'
let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
  await seedDemoChain(test.database, new Date(NOW))
  const { customerId } = await test.database.customerNumber.findUniqueOrThrow({ where: { number: hero } })
  await test.database.customer.update({ where: { id: customerId }, data: { tags: [vipTag] } })
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

const heroCustomer = () => test.database.customer.findFirstOrThrow({ where: { tags: { has: vipTag } } })

it('tells of a caller who served them last, whose customer they are, and that they are a VIP', async () => {
  const known = new Map<string, CallerHint>()
  for await (const hints of knownCallers(test.database, NOW)) for (const hint of hints) known.set(hint.number, hint)
  const { storeId, id } = await heroCustomer()
  expect(known.get(hero)).toEqual({ number: hero, customer: id, vip: true, store: storeId, lastAgent: 'a1002' })
})

it('tells of a customer’s language and owner, who never called, and of all their numbers after a change', async () => {
  const customer = await test.database.customer.create({
    data: {
      tags: [],
      language: 'yue',
      ownerId: 'a1004',
      numbers: { create: [{ number: '+8613900000001' }, { number: '+862080000001', kind: 'landline' }] },
    },
  })
  const known = new Map<string, CallerHint>()
  for await (const hints of knownCallers(test.database, NOW)) for (const hint of hints) known.set(hint.number, hint)
  const hint = { customer: customer.id, language: 'yue', owner: 'a1004' }
  expect(known.get('+8613900000001')).toEqual({ number: '+8613900000001', ...hint })
  expect(await hintsOf(test.database, customer.id, NOW)).toHaveLength(2)
  const [hero] = await hintsOf(test.database, (await heroCustomer()).id, NOW)
  expect(hero).toMatchObject({ vip: true, lastAgent: 'a1002' })
})

it('tells the call centre in the background, and stops', async () => {
  const hint = vi.fn()
  const hints = tellCallerHints(test.database, { hint }, pino({ level: 'silent' }), () => NOW)
  await expect.poll(() => hint.mock.calls.flat(2).length).toBeGreaterThan(0)
  hints.stop()
})
