import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiError, FormDocument, FormField, TicketDetail, TicketEdit, TicketMoveName } from '../contract/index.ts'
import { schemaOf } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let agent: Ask
let id: string
let made = 0

const text = (id: string, zh: string, more: Partial<FormField> = {}): FormField => ({
  id,
  kind: 'text',
  label: { zh, en: id },
  ...more,
})
const kinds: FormField = {
  ...text('object', '异物类型'),
  kind: 'choice',
  choices: [
    { code: 'hair', zh: '毛发', en: 'Hair' },
    { code: 'other', zh: '其他', en: 'Other' },
  ],
}
const whenOther: Partial<FormField> = {
  visibleIf: { match: 'all', conditions: [{ field: 'object', is: 'one-of', codes: ['other'] }] },
}
const document = (fields: FormField[]): FormDocument => ({
  name: { zh: '类型', en: 'Type' },
  sections: [{ id: 'one', title: { zh: '一', en: 'One' }, fields }],
  words: [],
})
const first = document([
  kinds,
  text('what', '异物描述', whenOther),
  text('cost', '费用', { kind: 'money', max: 10_000 }),
  text('where', '门店', { kind: 'store' }),
  text('cause', '原因', { requiredFrom: 'resolved' }),
  text('reach', '联系电话', { kind: 'phone' }),
  text('photos', '照片', { kind: 'photo', maxItems: 3 }),
])
const second = document([
  kinds,
  text('cost', '费用', { kind: 'money', max: 500 }),
  text('cause', '原因', { requiredFrom: 'resolved' }),
  text('grade', '等级', { default: 'B' }),
  text('reach', '联系电话', { kind: 'phone' }),
])

async function publish(typeId: string, form: FormDocument): Promise<void> {
  const type = await server.database.ticketType.findUnique({ where: { id: typeId } })
  const version = (type?.version ?? 0) + 1
  const data = { zh: '类型', en: 'Type', order: 99, version }
  await server.database.ticketType.upsert({ where: { id: typeId }, create: { id: typeId, ...data }, update: data })
  await server.database.ticketTypeVersion.create({
    data: { typeId, version, layout: form, schema: schemaOf(form) as object, actor: '测试' },
  })
}

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  await publish('found', first)
  await publish('lost', second)
})
afterAll(() => server.close())
beforeEach(async () => {
  id = await insertTicket(server.database, { sourceId: `form-${++made}` })
})

const read = async () => (await agent('GET', `/api/tickets/${id}`)).json<TicketDetail>()
const edit = async (body: Omit<TicketEdit, 'version'>, ask = agent) =>
  ask('PATCH', `/api/tickets/${id}`, { ...body, version: (await read()).version })
const saved = async (body: Omit<TicketEdit, 'version'>) => {
  const answer = await edit(body)
  expect([answer.statusCode, answer.json<ApiError>().message]).toEqual([200, undefined])
  return answer.json<TicketDetail>()
}
const refused = async (body: Omit<TicketEdit, 'version'>) => {
  const answer = await edit(body)
  expect(answer.statusCode).toBe(400)
  return answer.json<ApiError>()
}
const move = (name: TicketMoveName, ask = agent, more: object = {}) =>
  ask('POST', `/api/tickets/${id}/moves`, { commandId: randomUUID(), move: name, ...more })
const found = (values: NonNullable<TicketEdit['fields']['values']>) => saved({ fields: { category: 'found', values } })

describe('values of a form', () => {
  it('are kept with the version of the form, and the history says them by their labels', async () => {
    const ticket = await found({ object: 'hair', cost: 1_250, where: 'hz01' })
    expect(ticket).toMatchObject({ formVersion: 1, values: { object: 'hair', cost: 1_250, where: 'hz01' } })
    expect((await saved({ fields: { values: { object: 'other', what: ' 螺丝 ', cost: null } } })).values).toEqual({
      object: 'other',
      what: '螺丝',
      where: 'hz01',
    })
    expect((await read()).history.at(-1)?.detail).toEqual({
      'values.object': { label: '异物类型', from: 'hair', fromName: '毛发', to: 'other', toName: '其他' },
      'values.what': { label: '异物描述', from: null, to: '螺丝', toName: '螺丝' },
      'values.cost': { label: '费用', from: 1_250, fromName: '¥12.50', to: null },
    })
    expect((await read()).history.at(-2)?.detail['values.where']).toMatchObject({ toName: '西湖文三路店' })
  })

  it('are refused by the name of the field, every one of them, and nothing is saved', async () => {
    await found({})
    const { code, message, fields } = await refused({
      fields: {
        subject: '不该保存',
        values: { object: 'frog', cost: 10_001, nonsense: 'x', where: 'gone', cause: '好' },
      },
    })
    expect(code).toBe('BAD_INPUT')
    expect(fields?.map(({ path }) => path).sort()).toEqual([
      'values.cost',
      'values.nonsense',
      'values.object',
      'values.where',
    ])
    expect(message).toContain('“异物类型”不是可选的项')
    expect(message).toContain('“费用”不能大于 ¥100.00')
    expect(message).toContain('“门店”：没有这家门店')
    expect(await read()).not.toHaveProperty('subject')
  })

  it('that do not show any more are dropped, and the history keeps them', async () => {
    await found({ object: 'other', what: '螺丝' })
    expect((await saved({ fields: { values: { object: 'hair' } } })).values).toEqual({ object: 'hair' })
    expect((await read()).history.at(-1)?.detail['values.what']).toMatchObject({ from: '螺丝', to: null })
  })

  it('show of a phone number what everybody sees of the customer’s, in the history too, and the mask that comes back changes nothing', async () => {
    const stored = async () =>
      ((await server.database.ticket.findUniqueOrThrow({ where: { id } })).values as Record<string, unknown>).reach
    const ticket = await found({ reach: '13911112222' })
    expect(ticket.values).toEqual({ reach: '139****2222' })
    expect(await stored()).toBe('13911112222')
    await server.database.ticket.update({
      where: { id },
      data: { storeId: 'hz01', dispatchedAt: new Date(), status: 'DISPATCHED' },
    })
    for (const who of ['a1001', 's2001', 'admin', 'r3001', 'm0001']) {
      const seen = await (await server.as(who))('GET', `/api/tickets/${id}`)
      expect(seen.json<TicketDetail>().values).toEqual({ reach: '139****2222' })
      expect(seen.body).not.toContain('13911112222')
    }
    const { version } = await saved({ fields: { subject: '换电话', values: { reach: '139****2222', object: 'hair' } } })
    expect(await stored()).toBe('13911112222')
    expect((await read()).history.at(-1)?.detail).not.toHaveProperty('values.reach')
    const { message, fields } = await refused({ fields: { values: { reach: '139****2223' } } })
    expect(fields?.map(({ path }) => path)).toEqual(['values.reach'])
    expect(message).toContain('“联系电话”')
    expect((await read()).version).toBe(version)
    // Another form has the field too: the number goes with it, whatever of it the editor has seen.
    await saved({ fields: { category: 'lost', values: { reach: '139****2222' } } })
    expect(await stored()).toBe('13911112222')
    expect((await saved({ fields: { values: { reach: '057188880001' } } })).values?.reach).toBe('****0001')
    const last = (await read()).history.at(-1)?.detail['values.reach']
    expect(last).toMatchObject({ label: '联系电话', from: '139****2222', toName: '****0001' })
    // A form that has no such field leaves the history as masked as it was.
    await saved({ fields: { category: '' } })
    expect((await agent('GET', `/api/tickets/${id}`)).body).not.toMatch(/13911112222|057188880001/)
  })

  it('are shown in full to a supervisor who asks for a number, and that is written down', async () => {
    await found({ reach: '13911112222', object: 'hair' })
    const ask = (who: Ask, field: string) => who('POST', `/api/tickets/${id}/values/${field}/reveal`)
    const supervisor = await server.as('s2001')
    expect((await ask(supervisor, 'reach')).json()).toEqual({ display: '139 1111 2222' })
    expect(await server.database.auditEntry.findFirst({ where: { object: `ticket:${id}` } })).toMatchObject({
      action: 'number-revealed',
      detail: { field: 'reach' },
    })
    expect((await ask(agent, 'reach')).statusCode).toBe(403)
    for (const field of ['object', 'nonsense', 'cost'])
      expect((await ask(supervisor, field)).json<ApiError>().code).toBe('NO_NUMBER_IN_FIELD')
  })

  it('name photos that were sent on this ticket, and no other file', async () => {
    const { database } = server
    const other = await insertTicket(database, { sourceId: `form-other-${made}` })
    const file = async (more: { ticketId?: string; mime?: string; sent?: boolean; storedAt?: Date | null }) => {
      const { ticketId = id, mime = 'image/jpeg', sent = true, storedAt = new Date() } = more
      const said = { ticketId, authorId: ids.agent, authorName: '林晓燕', authorRole: 'AGENT' as const, text: '' }
      const comment = sent ? await database.ticketComment.create({ data: { id: randomUUID(), ...said } }) : null
      const content = { name: '照片', mime, bytes: 1, sha256: '', uploadId: randomUUID(), storedAt }
      return database.ticketAttachment.create({
        data: { ticketId, commentId: comment?.id ?? null, uploadedById: ids.agent, ...content },
      })
    }
    const [shown, elsewhere, text, unsent, cut] = await Promise.all([
      file({}),
      file({ ticketId: other }),
      file({ mime: 'application/pdf' }),
      file({ sent: false }),
      file({ storedAt: null }),
    ])
    expect((await found({ photos: [shown.id] })).values).toEqual({ photos: [shown.id] })
    for (const stranger of [elsewhere.id, text.id, unsent.id, cut.id, randomUUID(), 'x'.repeat(30)]) {
      const { fields } = await refused({ fields: { values: { photos: [shown.id, stranger] } } })
      expect(fields).toEqual([
        {
          path: 'values.photos',
          message: '“照片”：有 1 张不是这张工单上的照片，请先在工单上发送照片，再选择',
        },
      ])
    }
    // The photos of what was merged into it are shown on it, too.
    await database.ticket.update({ where: { id: other }, data: { status: 'MERGED', mergedIntoId: id } })
    expect((await saved({ fields: { values: { photos: [shown.id, elsewhere.id] } } })).values).toEqual({
      photos: [shown.id, elsewhere.id],
    })
  })

  it('that differ in nothing leave the version alone', async () => {
    const { version } = await found({ object: 'hair' })
    expect((await saved({ fields: { values: { object: 'hair', cause: '', cost: null } } })).version).toBe(version)
  })

  it('need a type first', async () => {
    expect((await refused({ fields: { values: { object: 'hair' } } })).message).toContain('请先选择工单类型')
  })

  it('are nobody’s who does not see the ticket', async () => {
    await found({ object: 'hair' })
    await server.database.ticket.update({ where: { id }, data: { storeId: 'bj01', regionId: 'north' } })
    // Another region, another city, another store, and the store that has not been sent it.
    for (const username of ['r3001', 'r3002', 'm0001', 'm0002'])
      expect((await edit({ fields: { values: { object: 'other' } } }, await server.as(username))).statusCode).toBe(404)
    expect((await read()).values).toEqual({ object: 'hair' })
  })

  it('are part of the conflict when somebody else was faster', async () => {
    const { version } = await found({ object: 'hair' })
    await saved({ fields: { values: { cause: '甲' } } })
    const late = await agent('PATCH', `/api/tickets/${id}`, { version, fields: { values: { cause: '乙' } } })
    expect(late.statusCode).toBe(409)
    expect(late.json<{ ticket: TicketDetail }>().ticket.values).toEqual({ object: 'hair', cause: '甲' })
  })

  it('are kept as a draft', async () => {
    const fields = { category: 'found', values: { what: '还没写完', cost: null, photos: ['a'] } }
    expect((await agent('PUT', `/api/tickets/${id}/draft`, fields)).statusCode).toBe(204)
    expect((await read()).draft).toEqual(fields)
  })
})

describe('another category', () => {
  it('keeps what fits, fills in the defaults, and leaves the rest to the history', async () => {
    await found({ object: 'hair', cost: 1_250, cause: '帽子' })
    const ticket = await saved({ fields: { category: 'lost' } })
    expect(ticket).toMatchObject({ category: 'lost', formVersion: 1 })
    expect(ticket.values).toEqual({ object: 'hair', cause: '帽子', grade: 'B' })
    expect(ticket.history.at(-1)?.detail).toMatchObject({
      category: { from: 'found', to: 'lost' },
      'values.cost': { label: '费用', from: 1_250, fromName: '¥12.50', to: null },
      'values.grade': { label: '等级', from: null, to: 'B' },
    })
  })
  it('of a retired type is refused, but a ticket that has it goes on', async () => {
    await found({ object: 'hair' })
    const retire = (retiredAt: Date | null) =>
      server.database.ticketType.update({ where: { id: 'found' }, data: { retiredAt } })
    await retire(new Date())
    try {
      expect((await saved({ fields: { values: { cause: '帽子' } } })).values).toMatchObject({ cause: '帽子' })
      await saved({ fields: { category: 'lost' } })
      expect((await refused({ fields: { category: 'found' } })).message).toContain('已停用')
    } finally {
      await retire(null)
    }
  })
})

describe('an old version of a form', () => {
  it('goes on ruling its tickets until they are taken to the newest', async () => {
    await publish('changing', first)
    await saved({ fields: { category: 'changing', values: { object: 'other', what: '螺丝', cost: 9_000 } } })
    await publish('changing', second)
    expect(await saved({ fields: { values: { cost: 10_000 } } })).toMatchObject({ formVersion: 1 })
    const ticket = await saved({ fields: {}, formVersion: 2 })
    expect(ticket).toMatchObject({ formVersion: 2, values: { object: 'other' } })
    expect(ticket.history.at(-1)?.detail).toMatchObject({
      formVersion: { from: 1, to: 2 },
      'values.what': { from: '螺丝', to: null },
      'values.cost': { from: 10_000, to: null },
    })
    expect((await refused({ fields: { values: { cost: 501 } } })).message).toContain('¥5.00')
    expect((await refused({ fields: {}, formVersion: 9 })).message).toContain('没有第 9 版表单')
  })
})

describe('what a step requires', () => {
  it('refuses the step and names the field, until it is filled in', async () => {
    await found({ object: 'hair' })
    const answer = await move('resolve')
    expect(answer.statusCode).toBe(400)
    expect(answer.json<ApiError>()).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'values.cause', message: '请先填写“原因”（解决前必填）' }],
    })
    expect((await refused({ fields: {}, status: 'closed' })).message).toContain('请先填写“原因”（关闭前必填）')
    expect((await read()).status).toBe('open')
    // In one save: what is filled in counts for the step of the same save.
    expect(await saved({ fields: { values: { cause: '帽子没戴好' } }, status: 'resolved' })).toMatchObject({
      status: 'resolved',
    })
  })

  it('holds at a store too', async () => {
    await found({ object: 'hair' })
    await server.database.ticket.update({ where: { id }, data: { storeId: 'hz01' } })
    expect((await move('dispatch', agent, { storeId: 'hz01' })).statusCode).toBe(200)
    const store = await server.as('m0001')
    await move('accept', store)
    const refusedThere = await move('resolve', store, { resolution: '重做' })
    expect(refusedThere.json<ApiError>().fields?.[0]?.path).toBe('values.cause')
    expect((await edit({ fields: { values: { cause: '帽子' } } }, store)).statusCode).toBe(200)
    expect((await move('resolve', store, { resolution: '重做' })).statusCode).toBe(200)
  })

  it('cannot be emptied afterwards, and asks nothing of steps back or aside', async () => {
    await found({ object: 'hair', cause: '帽子' })
    await saved({ fields: {}, status: 'resolved' })
    expect((await refused({ fields: { values: { cause: '' } } })).message).toContain('请填写“原因”')
    await saved({ fields: {}, status: 'open' })
    await saved({ fields: { values: { cause: '' } } })
    expect((await saved({ fields: {}, status: 'pending' })).status).toBe('pending')
  })

  it('asks nothing of a ticket without a form', async () => {
    expect((await saved({ fields: {}, status: 'resolved' })).status).toBe('resolved')
  })
})
