import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TicketDetail } from '../contract/index.ts'
import { type Ask, ids, insertCall, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let agent: Ask
let made = 0
/** Two tickets: `a` with two calls, `b` with one. */
let a: string
let b: string
let calls: { a1: string; a2: string; b1: string }

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
})
afterAll(() => server.close())
beforeEach(async () => {
  const run = ++made
  calls = { a1: `call-a1-${run}`, a2: `call-a2-${run}`, b1: `call-b1-${run}` }
  a = await insertTicket(server.database, { sourceId: calls.a1, minutesAgo: 30 })
  b = await insertTicket(server.database, { sourceId: calls.b1, minutesAgo: 5 })
  await insertCall(server.database, a, { id: calls.a1, arrivedAt: new Date('2026-11-22T05:00:00Z') })
  await insertCall(server.database, a, { id: calls.a2, arrivedAt: new Date('2026-11-22T05:30:00Z') })
  await insertCall(server.database, b, { id: calls.b1, arrivedAt: new Date('2026-11-22T05:55:00Z') })
})

const split = (id: string, callId: string) => agent('POST', `/api/tickets/${id}/split`, { callId })
const merge = (id: string, into: string) => agent('POST', `/api/tickets/${id}/merge`, { into })
const read = async (id: string) => (await agent('GET', `/api/tickets/${id}`)).json<TicketDetail>()
const callsOf = async (id: string) => (await read(id)).contacts.map((contact) => contact.callId)

describe('splitting', () => {
  it('moves the contact into a new ticket of the same customer and says so on both', async () => {
    const answer = await split(a, calls.a2)
    expect(answer.statusCode).toBe(200)
    const ticket = answer.json<TicketDetail>()
    const rest = await read(a)
    expect(ticket).toMatchObject({ status: 'open', version: 1, customerName: '张伟', agentName: '林晓燕' })
    expect(ticket.contacts).toMatchObject([{ callId: calls.a2, ticketNumber: ticket.number }])
    expect(ticket.history).toMatchObject([{ kind: 'split', detail: { from: { number: rest.number } } }])
    expect(rest.contacts.map((contact) => contact.callId)).toEqual([calls.a1])
    expect(rest).toMatchObject({ version: 2, lastInteractionAt: '2026-11-22T05:01:30.000Z' })
    expect(rest.history.at(-1)).toMatchObject({ kind: 'split', detail: { into: { number: ticket.number } } })
    expect(await server.database.ticket.findUnique({ where: { id: ticket.id } })).toMatchObject({
      source: 'split',
      sourceId: calls.a2,
    })
  })

  it('done ten times at once, and once more, is done once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => split(a, calls.a2)))
    answers.push(await split(a, calls.a2))
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(11).fill(200))
    expect(new Set(answers.map((answer) => answer.json<TicketDetail>().id)).size).toBe(1)
    expect((await read(a)).version).toBe(2)
  })

  it('leaves a ticket at least one contact', async () => {
    expect((await split(b, calls.b1)).json()).toMatchObject({ code: 'ONLY_CONTACT' })
    const answers = await Promise.all([split(a, calls.a1), split(a, calls.a2)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
  })

  it('refuses a call of another ticket', async () => {
    expect((await split(a, calls.b1)).json()).toMatchObject({ code: 'CALL_NOT_ON_TICKET' })
    expect((await split(a, 'no-such-call')).json()).toMatchObject({ code: 'CALL_NOT_ON_TICKET' })
  })

  it('after a merge took it back wakes the same ticket up', async () => {
    const first = (await split(a, calls.a2)).json<TicketDetail>()
    await merge(first.id, a)
    expect(await callsOf(a)).toEqual([calls.a2, calls.a1])
    const again = (await split(a, calls.a2)).json<TicketDetail>()
    expect(again).toMatchObject({ id: first.id, status: 'open' })
    expect(again).not.toHaveProperty('mergedInto')
    expect(await callsOf(a)).toEqual([calls.a1])
  })

  it('of the contact that a ticket was split off for is refused', async () => {
    const ticket = (await split(a, calls.a2)).json<TicketDetail>()
    await merge(b, ticket.id)
    expect((await split(ticket.id, calls.a2)).json()).toMatchObject({ code: 'SPLIT_FOR_THIS_CONTACT' })
    expect((await split(ticket.id, calls.b1)).statusCode).toBe(200)
  })
})

describe('merging', () => {
  it('puts contacts and history into the ticket that remains', async () => {
    const answer = await merge(a, b)
    expect(answer.statusCode).toBe(200)
    const [from, into] = [await read(a), answer.json<TicketDetail>()]
    expect(into).toMatchObject({ id: b, version: 2, status: 'open' })
    expect(into.contacts.map((contact) => contact.callId)).toEqual([calls.b1, calls.a2, calls.a1])
    expect(from).toMatchObject({ status: 'merged', mergedInto: { id: b, number: into.number }, contacts: [] })
    expect(into.history.filter((entry) => entry.detail.ticket === from.number).map((entry) => entry.kind)).toEqual([
      'created',
      'merged',
    ])
    expect(into.history.at(-1)?.kind).toBe('merged')
  })

  it('takes over the later interaction', async () => {
    const into = (await merge(b, a)).json<TicketDetail>()
    expect(into.lastInteractionAt).toBe('2026-11-22T05:55:00.000Z')
  })

  it('done ten times at once, and once more, is done once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => merge(a, b)))
    answers.push(await merge(a, b))
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(11).fill(200))
    expect((await read(b)).version).toBe(2)
  })

  it('in both directions at once ends one way and refuses the other', async () => {
    const answers = await Promise.all([merge(a, b), merge(b, a)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
    expect(answers.find((answer) => answer.statusCode === 409)?.json()).toMatchObject({ code: 'MERGE_CYCLE' })
    expect([(await read(a)).status, (await read(b)).status].sort()).toEqual(['merged', 'open'])
  })

  it('refuses itself, another customer, and tickets that are merged already', async () => {
    const stranger = await insertTicket(server.database, { sourceId: `x-${made}`, customerId: ids.otherCustomer })
    const third = await insertTicket(server.database, { sourceId: `third-${made}` })
    expect((await merge(a, a)).json()).toMatchObject({ code: 'MERGE_INTO_ITSELF' })
    expect((await merge(a, stranger)).json()).toMatchObject({ code: 'NOT_SAME_CUSTOMER' })
    await merge(a, b)
    expect((await merge(a, third)).json()).toMatchObject({ code: 'TICKET_MERGED' })
    expect((await merge(third, a)).json()).toMatchObject({ code: 'TICKET_MERGED' })
  })

  it('does not take callers without a number for one person', async () => {
    const nobody = await insertTicket(server.database, { sourceId: `n1-${made}`, customerId: null })
    const nobodyElse = await insertTicket(server.database, { sourceId: `n2-${made}`, customerId: null })
    expect((await merge(nobody, nobodyElse)).json()).toMatchObject({ code: 'NOT_SAME_CUSTOMER' })
  })

  it('of a ticket that others were merged into leads them all to the one that goes on', async () => {
    const third = await insertTicket(server.database, { sourceId: `third-${made}` })
    await merge(a, b)
    await merge(b, third)
    expect((await read(a)).mergedInto?.id).toBe(third)
    expect((await merge(third, a)).json()).toMatchObject({ code: 'MERGE_CYCLE' })
    expect(await callsOf(third)).toHaveLength(3)
  })

  it('is done although somebody else locks the same tickets the other way round', async () => {
    const [first, second] = [a, b].sort()
    const { database } = server
    const waiting = async () => {
      const [row] = await database.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      return row?.count ?? 0
    }
    let merging: ReturnType<typeof merge> | undefined
    await database.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE "Ticket" SET "updatedAt" = now() WHERE id = ${second}::uuid`
      merging = merge(a, b)
      await expect.poll(waiting, { timeout: 5_000, interval: 5 }).toBe(1)
      await tx.$executeRaw`UPDATE "Ticket" SET "updatedAt" = now() WHERE id = ${first}::uuid`
    })
    expect((await merging)?.statusCode).toBe(200)
    expect((await read(b)).version).toBe(2)
  })

  it('ends editing of the merged ticket, also for an edit under way', async () => {
    const [edited] = await Promise.all([
      agent('PATCH', `/api/tickets/${a}`, { version: 1, fields: { subject: '同时' } }),
      merge(a, b),
    ])
    expect([200, 409]).toContain(edited.statusCode)
    const late = await agent('PATCH', `/api/tickets/${a}`, { version: 3, fields: { subject: '之后' } })
    expect(late.json()).toMatchObject({ code: 'TICKET_MERGED' })
  })
})
