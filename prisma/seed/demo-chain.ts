/** The demo chain 「一盏茶」, all of it or nothing of it. */
import { hashPassword } from '../../gateway/src/accounts/password.ts'
import type { Prisma } from '../../gateway/src/database/client/client.ts'
import type { Database } from '../../gateway/src/database/connect.ts'
import { regions } from './cities.ts'
import { makeCustomers } from './customers.ts'
import { followUpCampaign, followUpRules, pastSurveys } from './follow-up.ts'
import { makeOrders } from './orders.ts'
import { products } from './products.ts'
import { uuidOf } from './randomness.ts'
import { makeRegionTree } from './region-tree.ts'
import { accounts, agents, DEMO_PASSWORD, departments } from './staff.ts'
import { makeStores } from './stores.ts'
import { hotlines, queues, skills } from './telephony.ts'
import { makeTickets } from './tickets.ts'

/** Rows an INSERT: well below PostgreSQL's 65,535 parameters a statement. */
const ROWS = 500
/** Any number, the same for all: two seeds at once would both find the database empty. */
const SEED_LOCK = 4_008_001_234

export type SeedOutcome = 'seeded' | 'already-there' | 'not-empty'

/**
 * Loads the demo chain into an empty database; one transaction, about 2 s. Again: changes nothing. Into a database that has accounts of
 * its own: does nothing.
 * @param now the tickets and orders are of the days before it
 */
export async function seedDemoChain(database: Database, now: Date): Promise<SeedOutcome> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  return database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`
      if (await tx.account.findUnique({ where: { id: firstAccount() } })) return 'already-there'
      if ((await tx.account.count()) > 0 || (await tx.ticket.count()) > 0) return 'not-empty'
      await seedChain(tx, passwordHash, now)
      return 'seeded'
    },
    { timeout: 60_000, maxWait: 10_000 },
  )
}

function firstAccount(): string {
  const [first] = accounts
  if (!first) throw new Error('the demo has no accounts')
  return first.id
}

async function seedChain(tx: Prisma.TransactionClient, passwordHash: string, now: Date): Promise<void> {
  const stores = makeStores()
  const customers = makeCustomers(stores)
  const orders = makeOrders(customers, now)
  const { tickets, calls, interactions, history } = makeTickets(customers, orders, now)
  const surveys = pastSurveys({ tickets }, now)
  const results = new Map(surveys.results.map((result) => [result.id, result]))

  await tx.region.createMany({ data: regions })
  await tx.department.createMany({ data: departments })
  await tx.product.createMany({ data: products })
  // Who owns a node, and who is narrowed to one, need each other: the owners follow.
  const tree = makeRegionTree()
  await tx.region.createMany({ data: tree.map(({ ownerId: _, ...node }) => node) })
  await tx.store.createMany({ data: stores.map((store) => ({ ...store, updatedAt: now })) })
  await tx.account.createMany({ data: accounts.map((account) => ({ ...account, passwordHash })) })
  for (const { id, ownerId } of tree) if (ownerId) await tx.region.update({ where: { id }, data: { ownerId } })
  await tx.region.update({ where: { id: 'east' }, data: { ownerId: uuidOf('account r3001') } })
  await tx.agent.createMany({ data: agents.map(({ skills: _, ...agent }) => agent) })
  await tx.skill.createMany({ data: skills })
  await tx.agentSkill.createMany({
    data: agents.flatMap(({ id, skills: held }) =>
      Object.entries(held).map(([skillId, level]) => ({ agentId: id, skillId, level })),
    ),
  })
  await tx.queue.createMany({ data: queues })
  await tx.hotline.createMany({ data: hotlines })
  await tx.configurationVersion.create({ data: { id: 1, version: 1 } })
  await inBatches(customers, (data) =>
    tx.customer.createMany({
      data: data.map(({ store, number: _, sinceDays, ...customer }) => ({
        ...customer,
        storeId: store.id,
        province: store.province,
        city: store.city,
        createdAt: new Date(now.getTime() - sinceDays * 86_400_000),
      })),
    }),
  )
  await inBatches(customers, (data) =>
    tx.customerNumber.createMany({ data: data.map(({ id, number }) => ({ customerId: id, number })) }),
  )
  await inBatches(orders, (data) => tx.order.createMany({ data }))
  await inBatches(calls, (data) => tx.call.createMany({ data }))
  await inBatches(tickets, (data) =>
    tx.ticket.createMany({ data: data.map((ticket) => ({ ...ticket, ...results.get(ticket.id) })) }),
  )
  await inBatches(interactions, (data) => tx.interaction.createMany({ data }))
  await tx.campaign.create({ data: followUpCampaign(now) })
  await inBatches(surveys.contacts, (data) => tx.campaignContact.createMany({ data }))
  await inBatches(surveys.numbers, (data) => tx.contactNumber.createMany({ data }))
  await inBatches(surveys.attempts, (data) => tx.outboundAttempt.createMany({ data }))
  await inBatches(surveys.answers, (data) => tx.surveyAnswer.createMany({ data }))
  await inBatches<Prisma.TicketHistoryCreateManyInput>([...history, ...surveys.history], (data) =>
    tx.ticketHistory.createMany({ data }),
  )
  await tx.automationRule.createMany({ data: followUpRules(now) })
  // What is history already is nobody's event any more.
  await tx.ticketEvent.deleteMany()
  // Tickets from now on are numbered after the demo's.
  await tx.$executeRaw`SELECT setval('ticket_running_number', ${tickets.length})`
}

async function inBatches<Row>(rows: readonly Row[], insert: (batch: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) await insert(rows.slice(from, from + ROWS))
}
