import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrismaClient } from '../database/client/client.ts'
import { ids, startTestServer, type TestServer } from '../server-testing.ts'
import { lookAtAllClocks } from './clock-keeper.ts'
import { MINUTE, makeTicket, minute, moveAt, testWorker, toldOf } from './sla-testing.ts'

let server: TestServer
let now: Date
const advance = async (to: number, database = server.database) => {
  now = minute(to)
  await testWorker(database, () => now).untilIdle()
}
const clock = (ticketId: string, kind: string) =>
  server.database.slaClock.findFirstOrThrow({ where: { ticketId, kind }, orderBy: { generation: 'desc' } })
const stepsOf = async (id: string, kind: string) =>
  (await toldOf(server.database, id)).filter((told) => told.clock === kind).map(({ step }) => step)

beforeEach(async () => {
  server = await startTestServer()
  await server.database.region.update({
    where: { id: 'hz' },
    data: { owner: { connect: { username: 'r3002' } } },
  })
  await server.database.region.update({ where: { id: 'east' }, data: { owner: { connect: { username: 'r3001' } } } })
})
afterEach(() => server.close())

describe('the clocks of a ticket', () => {
  it('run by the shipped policies, and the list has the earliest due time', async () => {
    const id = await makeTicket(server.database, { category: 'foreign-object' })
    await advance(0)
    expect(await clock(id, 'first-response')).toMatchObject({
      state: 'running',
      policyName: '食品安全',
      why: { matched: ['category'], over: ['普通工单'] },
      dueAt: minute(10),
    })
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ dueAt: minute(10), version: 1 })
    await moveAt(server.database, id, 5, 'DISPATCHED')
    await advance(5)
    expect(await clock(id, 'first-response')).toMatchObject({ state: 'met', metAt: minute(5) })
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ dueAt: minute(15) })
  })

  it('remind, say that the time is up, and go up from the store to its city, its region and headquarters', async () => {
    const id = await makeTicket(server.database, { category: 'foreign-object' })
    await moveAt(server.database, id, 0, 'DISPATCHED')
    for (const at of [0, 7, 8, 9, 10, 11, 40, 41, 70, 100, 130, 600]) await advance(at)
    const told = (await toldOf(server.database, id)).filter((each) => each.clock === 'acceptance')
    expect(told.map(({ step, people }) => [step, ...people])).toEqual([
      ['remind-25p', '罗敏'],
      ['breached', '罗敏'],
      ['escalate-1', '方若琳'],
      ['escalate-2', '沈嘉树'],
      ['escalate-3', '许文静'],
    ])
    const boss = await server.database.account.findUniqueOrThrow({ where: { username: 'r3001' } })
    expect(
      await server.database.ticketNotice.findMany({
        where: { accountId: boss.id, excerpt: { startsWith: '门店接单' } },
      }),
    ).toMatchObject([{ kind: 'escalated', ticketId: id }])
    expect((await clock(id, 'acceptance')).state).toBe('breached')
  })

  it('stand still while the ticket is suspended, and have what was left afterwards', async () => {
    const id = await makeTicket(server.database)
    await moveAt(server.database, id, 60, 'PENDING')
    await advance(60)
    expect(await clock(id, 'resolution')).toMatchObject({
      state: 'paused',
      dueAt: null,
      remainingMs: BigInt(1_380 * MINUTE),
    })
    await advance(5_000)
    expect(await stepsOf(id, 'resolution')).toEqual([])
    await moveAt(server.database, id, 5_000, 'OPEN')
    await advance(5_000)
    expect(await clock(id, 'resolution')).toMatchObject({ state: 'running', dueAt: minute(6_380), remainingMs: null })
  })

  it('start anew when the ticket is opened again', async () => {
    const id = await makeTicket(server.database)
    await moveAt(server.database, id, 30, 'RESOLVED')
    await moveAt(server.database, id, 500, 'OPEN')
    await advance(500)
    const clocks = await server.database.slaClock.findMany({
      where: { ticketId: id, kind: 'resolution' },
      orderBy: { generation: 'asc' },
    })
    expect(clocks).toMatchObject([
      { state: 'met', metAt: minute(30) },
      { state: 'running', startedAt: minute(500), dueAt: minute(1_940) },
    ])
  })

  it('tell a breach that nobody was there to see, once, and no reminder that is too late', async () => {
    const id = await makeTicket(server.database)
    await moveAt(server.database, id, 3_000, 'RESOLVED')
    await advance(9_000)
    await advance(9_001)
    expect(await stepsOf(id, 'resolution')).toEqual(['breached'])
    expect(await clock(id, 'resolution')).toMatchObject({ breachedAt: minute(1_440), metAt: minute(3_000) })
  })
})

describe('a clock of the store', () => {
  it('is not shown any more when the store has sent the ticket back, too late though it was', async () => {
    const id = await makeTicket(server.database)
    await moveAt(server.database, id, 0, 'DISPATCHED')
    await advance(0)
    const shown = async () => {
      const ask = await server.as('a1001')
      const { sla } = (await ask('GET', `/api/tickets/${id}`)).json() as { sla: { kind: string }[] }
      return sla.map(({ kind }) => kind)
    }
    expect(await shown()).toContain('acceptance')
    await advance(130)
    await moveAt(server.database, id, 140, 'POOLED')
    await advance(140)
    expect(await clock(id, 'acceptance')).toMatchObject({ state: 'breached', metAt: null, endedAt: minute(140) })
    expect(await shown()).not.toContain('acceptance')
  })
})

describe('an edit of the policies', () => {
  /** @param at minute of the edit; absent: long ago */
  const setMinutes = (minutes: number, at?: number) =>
    server.database.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT version FROM "SlaSettings" WHERE id = 1 FOR UPDATE`
      await tx.slaSettings.updateMany({
        data: { version: { increment: 1 }, ...(at === undefined ? {} : { changedAt: minute(at) }) },
      })
      await tx.slaPolicy.updateMany({
        where: { name: '普通工单' },
        data: { targets: { resolution: { minutes, hours: 'always' } } },
      })
      // The database's own time is no part of this test: everything is looked at at once.
      await lookAtAllClocks(tx)
      await tx.slaLook.updateMany({ data: { at: minute(0) } })
    })

  it('moves the clocks that run, and leaves those that have ended as they were', async () => {
    const [running, ended] = [await makeTicket(server.database), await makeTicket(server.database)]
    await moveAt(server.database, ended, 10, 'RESOLVED')
    await advance(20)
    await setMinutes(100)
    await advance(21)
    expect(await clock(running, 'resolution')).toMatchObject({ dueAt: minute(100), targetMinutes: 100 })
    expect(await clock(ended, 'resolution')).toMatchObject({ state: 'met', targetMinutes: 1_440 })
  })

  it('does not tell a breach again that was told, even when it is breached a second time', async () => {
    const id = await makeTicket(server.database)
    await setMinutes(60)
    await advance(61)
    expect(await stepsOf(id, 'resolution')).toEqual(['breached'])
    await setMinutes(300)
    await advance(62)
    expect(await clock(id, 'resolution')).toMatchObject({ state: 'running', breachedAt: null, dueAt: minute(300) })
    await advance(301)
    expect((await stepsOf(id, 'resolution')).filter((step) => step === 'breached')).toEqual(['breached'])
    expect((await clock(id, 'resolution')).state).toBe('breached')
  })

  it('writes down what it makes overdue, and tells nobody of each: only of what comes due from then on', async () => {
    const escalating = { beforeMinutes: [30], beforePercent: [], escalateEveryMinutes: 60 }
    await server.database.slaPolicy.updateMany({ where: { name: '普通工单' }, data: { reminders: escalating } })
    await setMinutes(1_440)
    // One that the clocks have never seen, as of a chain that was taken over, and ten that they know.
    const known = await Promise.all(Array.from({ length: 10 }, () => makeTicket(server.database)))
    await advance(200)
    const unseen = await makeTicket(server.database)
    const young = await makeTicket(server.database, { at: 190 })
    await setMinutes(100, 201)
    await advance(202)
    for (const id of [...known, unseen]) {
      expect(await clock(id, 'resolution')).toMatchObject({ state: 'breached', dueAt: minute(100) })
      expect(await toldOf(server.database, id)).toEqual([{ clock: 'resolution', step: 'breached', people: [] }])
      expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ dueAt: minute(100) })
    }
    expect(await server.database.ticketNotice.count()).toBe(0)
    // The next level is told when its time comes, as of every ticket; and a ticket that is late from now on, from the beginning.
    await advance(221)
    const levels = await stepsOf(known[0] ?? '', 'resolution')
    expect(levels).toEqual(['breached', 'escalate-2'])
    await advance(261)
    await advance(291)
    expect(await stepsOf(young, 'resolution')).toEqual(['remind-30m', 'breached'])
    expect((await server.database.ticketNotice.findMany({ where: { ticketId: young } })).length).toBeGreaterThan(0)
  })

  it('does not keep quiet what was overdue before it, or becomes so by what happens afterwards', async () => {
    await setMinutes(60)
    const late = await makeTicket(server.database)
    const raised = await makeTicket(server.database)
    await advance(50)
    // Nobody was there to see the time go by; then somebody changed the policies.
    await setMinutes(55, 70)
    await advance(71)
    const [breach] = (await toldOf(server.database, late)).filter(({ step }) => step === 'breached')
    expect(breach?.people).toEqual(['许文静'])
    await setMinutes(600, 80)
    await advance(81)
    await server.database.slaStep.deleteMany({ where: { clock: { ticketId: raised } } })
    await server.database.ticket.update({ where: { id: raised }, data: { category: 'foreign-object' } })
    await server.database.ticketHistory.create({
      data: { ticketId: raised, at: minute(82), kind: 'edited', detail: {} },
    })
    const before = await server.database.ticketNotice.count({ where: { ticketId: raised } })
    await advance(300)
    expect(await server.database.ticketNotice.count({ where: { ticketId: raised } })).toBeGreaterThan(before)
  })

  it('stops the clocks that no policy asks for any more', async () => {
    const id = await makeTicket(server.database)
    await advance(0)
    await server.database.slaPolicy.updateMany({ data: { enabled: false } })
    await server.database.slaLook.updateMany({ data: { at: minute(0) } })
    await advance(2_000)
    expect(await clock(id, 'resolution')).toMatchObject({ state: 'cancelled', dueAt: null })
    expect(await toldOf(server.database, id)).toEqual([])
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ dueAt: null })
  })
})

describe('each step is told exactly once', () => {
  const everything = ['remind-30m', 'remind-25p', 'breached', 'escalate-1', 'escalate-2', 'escalate-3'].toSorted()

  /** The times at which the resolution clock of an ordinary ticket has something to tell. */
  const times = [0, 1_080, 1_410, 1_440, 1_560, 1_680, 1_800, 3_000]
  const allOnce = async (id: string) => expect((await stepsOf(id, 'resolution')).toSorted()).toEqual(everything)

  beforeEach(async () => {
    // The store does not answer for it: only one clock to watch.
    await server.database.slaPolicy.updateMany({
      where: { name: '普通工单' },
      data: { targets: { resolution: { minutes: 1_440, hours: 'always' } } },
    })
  })

  it('wherever in the transaction the process fails', async () => {
    const id = await makeTicket(server.database, { ownerId: ids.agent })
    let faults = 0
    for (const at of times) {
      now = minute(at)
      for (let failing = 1; failing < 200; failing++) {
        const { database, failed } = failingAt(server.database, failing)
        await testWorker(database, () => now)
          .untilIdle()
          .catch((error: unknown) => {
            if (!String(error).includes(FAULT)) throw error
          })
        // Every failure puts the work off; the time for it has come again.
        await server.database.ticketEvent.updateMany({ data: { retryAt: null, failedAt: null, attempts: 0 } })
        await server.database.slaLook.updateMany({ where: { at: { lte: minute(at + 2) } }, data: { at: minute(at) } })
        if (!failed()) break
        faults++
      }
    }
    // Else it did not die where it writes.
    expect(faults).toBeGreaterThan(100)
    await allOnce(id)
  })

  it('with three workers at the same time', async () => {
    const tickets = await Promise.all(
      Array.from({ length: 12 }, () => makeTicket(server.database, { ownerId: ids.agent })),
    )
    for (const at of times) {
      now = minute(at)
      await Promise.all(Array.from({ length: 3 }, () => testWorker(server.database, () => now).untilIdle()))
      await testWorker(server.database, () => now).untilIdle()
    }
    for (const id of tickets) await allOnce(id)
  })

  it('when the clock is set back and goes through the same hours again', async () => {
    const id = await makeTicket(server.database, { ownerId: ids.agent })
    for (const at of [0, 1_080, 1_440, 100, 1_080, 1_440, 1_560, 1_300, 1_680, 1_800, 1_410, 3_000]) {
      await advance(at)
      await server.database.slaLook.updateMany({ data: { at: minute(0) } })
      await advance(at)
    }
    expect((await stepsOf(id, 'resolution')).toSorted()).toEqual(everything.filter((step) => step !== 'remind-30m'))
  })
})

const FAULT = 'the process died here'

/** A database whose nth statement fails, and with it everything that is under way. */
function failingAt(database: PrismaClient, nth: number): { database: PrismaClient; failed: () => boolean } {
  let statements = 0
  const extended = database.$extends({
    query: {
      $allOperations({ args, query }) {
        statements++
        if (statements === nth) throw new Error(FAULT)
        return query(args)
      },
    },
  })
  return { database: extended as unknown as PrismaClient, failed: () => statements >= nth }
}
