import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../server-testing.ts'
import { makeTicket, minute, moveAt, testWorker } from '../sla/sla-testing.ts'
import { openTicketChanges } from '../tickets/ticket-changes.ts'
import { TRIES } from './event-queue.ts'
import { TicketWorker } from './ticket-worker.ts'

let server: TestServer
let child: ChildProcess | undefined

beforeEach(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await server.close()
})

describe('a poison event', () => {
  it('keeps its own ticket’s later events waiting, no other’s, and is given up with its error in the end', async () => {
    const [bad, good] = [await makeTicket(server.database), await makeTicket(server.database)]
    await moveAt(server.database, bad, 1, 'DISPATCHED')
    let now = minute(2)
    const seen: string[] = []
    const worker = testWorker(
      server.database,
      () => now,
      async (_tx, ticketId, event) => {
        if (ticketId === bad && event.kind === 'created') throw new Error('nobody knows what this means')
        seen.push(`${ticketId === bad ? 'bad' : 'good'} ${event.kind}`)
      },
    )
    await worker.untilIdle()
    expect(seen).toEqual(['good created'])
    expect(await server.database.slaClock.count({ where: { ticketId: good } })).toBe(2)
    for (let tried = 1; tried < TRIES; tried++) {
      now = new Date(now.getTime() + 70_000)
      await worker.untilIdle()
    }
    expect(seen).toEqual(['good created', 'bad status-changed'])
    expect(worker.figures).toMatchObject({ failures: TRIES, givenUp: 1 })
    expect(await server.database.ticketEvent.findMany()).toMatchObject([
      { ticketId: bad, attempts: TRIES, error: 'nobody knows what this means', failedAt: now },
    ])
    // Its clocks are right all the same: they are made from the whole story.
    expect(await server.database.slaClock.count({ where: { ticketId: bad } })).toBe(3)
  })
})

describe('a worker', () => {
  it('leaves a ticket that somebody holds for the next round', async () => {
    const id = await makeTicket(server.database)
    const worker = testWorker(server.database, () => minute(1))
    await server.database.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Ticket" WHERE id = ${id}::uuid FOR UPDATE`
      await worker.untilIdle()
      expect(await server.database.ticketEvent.count()).toBe(1)
    })
    await worker.untilIdle()
    expect(await server.database.ticketEvent.count()).toBe(0)
  })

  it('is woken by a change at once, and comes back when its connections were cut', async () => {
    const url = server.databaseUrl
    const log = pino({ level: 'silent' })
    const worker = new TicketWorker({
      database: server.database,
      timeZone: 'Asia/Shanghai',
      log,
      onEvent: async () => undefined,
    })
    const changes = openTicketChanges({ url, log, retryMs: 200 })
    worker.start(changes)
    try {
      await makeTicket(server.database)
      await expect.poll(() => server.database.ticketEvent.count(), { timeout: 5_000 }).toBe(0)
      await server.database.$queryRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
      await makeTicket(server.database)
      await expect.poll(() => server.database.ticketEvent.count(), { timeout: 10_000 }).toBe(0)
    } finally {
      await worker.stop()
      await changes.stop()
    }
  })

  it('loses nothing and does nothing twice when it is killed again and again', { timeout: 60_000 }, async () => {
    const TICKETS = 60
    const threeHoursAgo = Math.round((Date.now() - minute(0).getTime()) / 60_000) - 180
    const ids: string[] = []
    for (let index = 0; index < TICKETS; index++)
      ids.push(await makeTicket(server.database, { at: threeHoursAgo, priority: 2, sourceId: `killed ${index}` }))
    await server.database.slaPolicy.updateMany({
      where: { name: '紧急工单' },
      data: {
        targets: { resolution: { minutes: 60, hours: 'always' }, 'first-response': { minutes: 10, hours: 'always' } },
      },
    })
    const url = server.databaseUrl
    const told = () => server.database.slaStep.count()
    for (let kills = 0, before = 0; kills < 4; kills++) {
      await startProcess(url)
      await expect.poll(told, { timeout: 15_000, interval: 5 }).toBeGreaterThan(before + 5)
      child?.kill('SIGKILL')
      if (child) await once(child, 'exit')
      before = await told()
    }
    expect(await server.database.ticketEvent.count()).toBeGreaterThan(0)
    await startProcess(url)
    await expect.poll(() => server.database.ticketEvent.count(), { timeout: 30_000 }).toBe(0)
    const entries = await server.database.ticketHistory.groupBy({
      by: ['ticketId', 'kind'],
      where: { kind: { in: ['sla-breached', 'escalated'] } },
      _count: true,
    })
    for (const id of ids) {
      // Both clocks are over; nobody owns the regions, headquarters were told at once: nobody is above them.
      expect(entries.filter(({ ticketId }) => ticketId === id)).toMatchObject([{ kind: 'sla-breached', _count: 2 }])
    }
    expect(await server.database.ticketNotice.count()).toBe(TICKETS * 2)
  })
})

async function startProcess(url: string): Promise<void> {
  const script = fileURLToPath(new URL('worker-process-testing.ts', import.meta.url))
  child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout) await once(child.stdout, 'data')
}
