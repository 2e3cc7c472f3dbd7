import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  ApiError,
  Me,
  NewComment,
  TicketCollaboration,
  TicketComment,
  TicketDetail,
  TicketNotices,
  TicketPerson,
  TicketTask,
} from '../contract/index.ts'
import { type Ask, ids, startTestServer, type TestServer } from '../server-testing.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { insertAtStore, uploaded } from './collaboration-testing.ts'
import { seesTicket } from './people.ts'

let server: TestServer
let store: Ask
let agent: Ask
let city: Ask
let stranger: Ask
let id: string
let made = 0

beforeAll(async () => {
  server = await startTestServer()
  store = await server.as('m0001')
  agent = await server.as('a1001')
  city = await server.as('r3002')
  stranger = await server.as('m0002')
})
afterAll(() => server.close())
beforeEach(async () => {
  id = await insertAtStore(server.database, `talk-${++made}`)
})

const say = (ask: Ask, comment: Partial<NewComment>) =>
  ask('POST', `/api/tickets/${id}/comments`, { commandId: randomUUID(), ...comment })
const read = async (ask: Ask) => (await ask('GET', `/api/tickets/${id}/collaboration`)).json<TicketCollaboration>()
const detail = async (ask: Ask) => (await ask('GET', `/api/tickets/${id}`)).json<TicketDetail>()
const notices = async (ask: Ask) => (await ask('GET', '/api/notices')).json<TicketNotices>()
const mine = async (ask: Ask) => (await notices(ask)).notices.filter(({ ticketId }) => ticketId === id)

describe('a comment', () => {
  it('is there for headquarters, region and store, with who, what and its photos', async () => {
    const file = await uploaded(store, id)
    await say(store, { text: '已经联系顾客 <b>明天</b>来取', attachments: [file.uploadId] })
    await say(agent, { text: '可以告诉顾客：免费补做一杯', customerVisible: true })
    for (const ask of [store, agent, city]) {
      const { comments } = await read(ask)
      expect(comments).toMatchObject([
        {
          author: { name: '罗敏', role: 'store' },
          text: '已经联系顾客 <b>明天</b>来取',
          customerVisible: false,
          attachments: [{ id: file.id }],
        },
        { author: { name: '林晓燕', role: 'agent' }, customerVisible: true },
      ])
    }
  })

  it('is in the history, leaves the version alone, and wakes whatever waits for changes', async () => {
    const { version } = await detail(agent)
    const { id: commentId } = (await say(store, { text: '好的' })).json<TicketComment>()
    const ticket = await detail(agent)
    expect(ticket.version).toBe(version)
    expect(ticket.history.at(-1)).toMatchObject({
      kind: 'commented',
      actor: '罗敏',
      detail: { commentId, customerVisible: false },
    })
    const event = await server.database.ticketEvent.findFirst({ where: { ticketId: id }, orderBy: { at: 'desc' } })
    expect(event?.historyId).toBe(ticket.history.at(-1)?.id)
  })

  it('of photos alone is in the history as files', async () => {
    const file = await uploaded(store, id)
    expect((await say(store, { attachments: [file.uploadId] })).statusCode).toBe(200)
    expect((await detail(agent)).history.at(-1)).toMatchObject({ kind: 'file-added', detail: { files: 1 } })
  })

  it('sent again, and at the same time, is written once', async () => {
    const file = await uploaded(store, id)
    const body = { commandId: randomUUID(), text: '收到', attachments: [file.uploadId] }
    const answers = await Promise.all(Array.from({ length: 6 }, () => say(store, body)))
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
    expect((await read(store)).comments).toHaveLength(1)
    expect((await detail(agent)).history.filter(({ kind }) => kind === 'commented')).toHaveLength(1)
    expect((await say(agent, body)).json()).toMatchObject({ code: 'COMMAND_ID_USED' })
  })

  it('of headquarters and of the store at the same moment, with a move between them, all come through', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) => say(index % 2 ? agent : store, { text: `第 ${index} 句` })),
      store('POST', `/api/tickets/${id}/moves`, { commandId: randomUUID(), move: 'accept' }),
    ])
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(9).fill(200))
    expect((await read(store)).comments).toHaveLength(8)
    expect((await detail(store)).status).toBe('accepted')
  })

  it('with nothing in it is refused, and so is one on a merged ticket', async () => {
    expect((await say(store, { text: '  ' })).json<ApiError>()).toMatchObject({ fields: [{ path: 'text' }] })
    const into = await insertAtStore(server.database, `into-${made}`)
    await say(store, { text: '合并之前' })
    await agent('POST', `/api/tickets/${id}/merge`, { into })
    expect((await say(store, { text: '合并之后' })).json()).toMatchObject({ code: 'TICKET_MERGED' })
    const { number } = await detail(agent)
    const joined = await agent('GET', `/api/tickets/${into}/collaboration`)
    expect(joined.json<TicketCollaboration>().comments).toMatchObject([{ text: '合并之前', ticket: number }])
  })
})

describe('mentioning', () => {
  it('offers those who see the ticket, nearest first, and nobody else', async () => {
    const people = (await agent('GET', `/api/tickets/${id}/people`)).json<TicketPerson[]>()
    expect(people[0]).toMatchObject({ name: '罗敏', role: 'store', where: '西湖文三路店' })
    const names = people.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['沈嘉树', '方若琳', '许文静', '陈志强']))
    expect(names).not.toContain('高远')
    const found = (await agent('GET', `/api/tickets/${id}/people?q=r300`)).json<TicketPerson[]>()
    expect(found.map(({ name }) => name).sort()).toEqual(['方若琳', '沈嘉树'])
  })

  it('tells the person once, with a count, until it is read', async () => {
    const before = (await notices(city)).unread
    const body = { commandId: randomUUID(), text: '请看一下批次', mentions: [ids.hangzhou] }
    await say(store, body)
    await say(store, body)
    expect(await mine(city)).toMatchObject([{ kind: 'mentioned', actor: '罗敏', excerpt: '请看一下批次', read: false }])
    expect((await notices(city)).unread).toBe(before + 1)
    const [notice] = await mine(city)
    const after = await city('POST', '/api/notices/read', { ids: [notice?.id] })
    expect(after.json<TicketNotices>().unread).toBe(before)
  })

  it('refuses somebody who does not see the ticket, and shows it to nobody by that', async () => {
    const answer = await say(agent, { text: '高店长', mentions: [ids.beijingStore] })
    expect(answer.json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path: 'mentions' }] })
    expect((await read(agent)).comments).toEqual([])
    expect((await notices(stranger)).notices).toEqual([])
  })

  it('is the same rule as seeing, for everybody', async () => {
    const tickets = [id, await insertAtStore(server.database, `other-${made}`)]
    const open = await server.database.ticket.create({
      data: { channel: 'voice', source: 'call', sourceId: `nowhere-${made}` },
    })
    await server.database.ticket.update({
      where: { id: tickets[1] ?? '' },
      data: { storeId: 'bj01', regionId: 'north', provinceId: 'bj', cityId: 'bj-city', areaId: 'cy' },
    })
    for (const username of ['a1001', 's2001', 'admin', 'r3001', 'r3002', 'm0001', 'm0002']) {
      const me = (await (await server.as(username))('GET', '/api/session')).json<Me>()
      for (const ticketId of [...tickets, open.id]) {
        const [one] = await server.database.$queryRaw<{ sees: boolean; seen: boolean }[]>`
          SELECT ${visibleTo(me)} AS sees, ${seesTicket} AS seen FROM "Ticket" t, "Account" a
          WHERE t.id = ${ticketId}::uuid AND a.id = ${me.id}::uuid`
        expect(one?.seen ?? false, `${username} ${ticketId}`).toBe(one?.sees ?? false)
      }
    }
  })
})

describe('watching', () => {
  it('begins with the first comment and tells of what others write', async () => {
    await say(store, { text: '在处理' })
    await say(agent, { text: '谢谢' })
    await say(store, { text: '不客气' })
    expect(await mine(store)).toMatchObject([{ kind: 'commented', actor: '林晓燕', excerpt: '谢谢' }])
    expect(await mine(agent)).toMatchObject([{ kind: 'commented', actor: '罗敏', excerpt: '不客气' }])
    expect((await read(agent)).watchers.map(({ name }) => name)).toEqual(['罗敏', '林晓燕'])
  })

  it('can be begun and ended by oneself, twice without harm', async () => {
    for (const _ of [1, 2]) expect((await city('PUT', `/api/tickets/${id}/watching`)).statusCode).toBe(204)
    expect(await read(city)).toMatchObject({ watching: true })
    await say(store, { text: '一' })
    for (const _ of [1, 2]) expect((await city('DELETE', `/api/tickets/${id}/watching`)).statusCode).toBe(204)
    await say(store, { text: '二' })
    expect((await mine(city)).map(({ excerpt }) => excerpt)).toEqual(['一'])
  })

  it('tells nobody any more whose part of the tree the ticket has left', async () => {
    await say(store, { text: '我关注了' })
    await server.database.ticket.update({ where: { id }, data: { storeId: 'bj01' } })
    await say(agent, { text: '改派北京' })
    expect(await server.database.ticketNotice.count({ where: { ticketId: id, accountId: ids.hangzhouStore } })).toBe(0)
  })
})

describe('the mark of what was read', () => {
  const mark = (ask: Ask, until: string) => ask('PUT', `/api/tickets/${id}/read`, { until })
  it('is each reader’s own, never goes back, and reads the notices', async () => {
    await say(agent, { text: '新消息', mentions: [ids.hangzhouStore] })
    const [comment] = (await read(store)).comments
    expect(await read(store)).not.toHaveProperty('readAt')
    await mark(store, comment?.at ?? '')
    await mark(store, '2020-01-01T00:00:00Z')
    expect((await read(store)).readAt).toBe(comment?.at)
    expect(await read(agent)).not.toHaveProperty('readAt')
    expect((await mine(store)).every((notice) => notice.read)).toBe(true)
  })
})

describe('a task', () => {
  const give = (ask: Ask, task: object) =>
    ask('POST', `/api/tickets/${id}/tasks`, { commandId: randomUUID(), title: '查批次', ...task })
  const set = (ask: Ask, task: string, done: boolean, commandId: string = randomUUID()) =>
    ask('POST', `/api/tickets/${id}/tasks/${task}/state`, { commandId, done })

  it('goes to a person, who is told, and comes back done; all of it is in the history', async () => {
    const dueAt = '2026-11-24T10:00:00.000Z'
    const task = (await give(agent, { ownerId: ids.hangzhou, dueAt })).json<TicketTask>()
    expect(task).toMatchObject({ title: '查批次', owner: { name: '方若琳' }, dueAt, createdBy: '林晓燕' })
    expect(await mine(city)).toMatchObject([{ kind: 'task-given', excerpt: '查批次' }])
    expect((await set(city, task.id, true)).json()).toMatchObject({ doneBy: '方若琳' })
    expect(await mine(agent)).toMatchObject([{ kind: 'task-done', actor: '方若琳' }])
    expect((await set(agent, task.id, false)).json()).not.toHaveProperty('doneAt')
    const kinds = (await detail(agent)).history.map(({ kind }) => kind)
    expect(kinds.slice(-3)).toEqual(['task-added', 'task-done', 'task-reopened'])
  })

  it('goes to a department: everybody in it who sees the ticket is told', async () => {
    await server.database.account.update({ where: { id: ids.supervisor }, data: { departmentId: 'quality' } })
    await server.database.account.update({ where: { id: ids.beijingStore }, data: { departmentId: 'quality' } })
    expect((await give(store, { departmentId: 'quality' })).json()).toMatchObject({ department: { name: '品控部' } })
    expect(await mine(await server.as('s2001'))).toHaveLength(1)
    expect(await mine(stranger)).toEqual([])
  })

  it('twice is once: given, and done', async () => {
    const commandId = randomUUID()
    const given = await Promise.all([1, 2, 3].map(() => give(agent, { commandId, departmentId: 'quality' })))
    expect(given.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    const doing = randomUUID()
    await Promise.all([1, 2, 3].map(() => set(agent, commandId, true, doing)))
    const kinds = (await detail(agent)).history.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind.startsWith('task-'))).toEqual(['task-added', 'task-done'])
  })

  it.each([
    [{}, 'ownerId'],
    [{ ownerId: ids.hangzhou, departmentId: 'quality' }, 'ownerId'],
    [{ ownerId: ids.beijingStore }, 'ownerId'],
    [{ departmentId: 'none' }, 'departmentId'],
    [{ departmentId: 'quality', title: ' ' }, 'title'],
  ])('refuses %o', async (task, path) => {
    expect((await give(agent, task)).json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path }] })
  })

  it('of another ticket is not found here', async () => {
    const task = (await give(agent, { departmentId: 'quality' })).json<TicketTask>()
    id = await insertAtStore(server.database, `elsewhere-${made}`)
    expect((await set(agent, task.id, true)).json()).toMatchObject({ code: 'NO_SUCH_TASK' })
  })
})

describe('a ticket of another store, city or region', () => {
  it('answers every request here as if it were not there', async () => {
    const task = randomUUID()
    const command = { commandId: randomUUID() }
    const requests: readonly (readonly [string, string, object?])[] = [
      ['GET', 'collaboration'],
      ['GET', 'people'],
      ['POST', 'comments', { ...command, text: '?' }],
      ['POST', 'tasks', { ...command, title: '?', departmentId: 'quality' }],
      ['POST', `tasks/${task}/state`, { ...command, done: true }],
      ['PUT', 'watching'],
      ['DELETE', 'watching'],
      ['PUT', 'read', { until: '2026-11-22T00:00:00Z' }],
    ]
    const bjTicket = await insertAtStore(server.database, `bj-${made}`)
    await server.database.ticket.update({
      where: { id: bjTicket },
      data: { storeId: 'bj01', regionId: 'north', provinceId: 'bj', cityId: 'bj-city', areaId: 'cy' },
    })
    for (const [who, ticket] of [
      [stranger, id],
      [store, bjTicket],
      [city, bjTicket],
      [await server.as('r3001'), bjTicket],
    ] as const) {
      for (const [method, path, body] of requests) {
        const answer = await who(method as 'GET', `/api/tickets/${ticket}/${path}`, body)
        expect(answer.json(), `${method} ${path}`).toMatchObject({ code: 'NO_SUCH_TICKET' })
      }
    }
    expect(await server.database.ticketHistory.count({ where: { ticketId: { in: [id, bjTicket] } } })).toBe(2)
  })
})
