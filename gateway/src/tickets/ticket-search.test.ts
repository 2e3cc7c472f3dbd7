import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketPage } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let agent: Ask
const texts = new Map<string, string>()
const alphabet = ['奶', '茶', '退', '款', '太', '甜', ' ', 'a', 'B', '1', '，', '𠮷']

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  const subjects = fc.sample(fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 12 }), {
    numRuns: 150,
    seed: 7,
  })
  for (const [index, characters] of subjects.entries()) {
    const text = characters.join('')
    const id = await insertTicket(server.database, { sourceId: `s${index}`, customerId: null, subject: text })
    texts.set(id, text)
    // Over three years, so that days and blocks of days are gone through.
    await server.database.ticket.update({
      where: { id },
      data: { createdAt: new Date(Date.parse('2026-11-20T00:00:00Z') - index * 7 * 86_400_000), number: `x-${index}` },
    })
  }
})
afterAll(() => server.close())

async function found(q: string, ask = agent): Promise<string[]> {
  const all: string[] = []
  for (let next: string | undefined = ''; next !== undefined; ) {
    const answer = await ask('GET', `/api/tickets?limit=20&q=${encodeURIComponent(q)}${next ? `&cursor=${next}` : ''}`)
    const page = answer.json<TicketPage>()
    all.push(...page.tickets.map(({ id }) => id))
    next = page.next
  }
  return all
}

describe('searching tickets', () => {
  it('finds what contains the words, whatever they are, the newest first and once each', async () => {
    const folded = (text: string) => text.normalize('NFKC').toLowerCase()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('').trim()),
        async (q) => {
          fc.pre(q !== '')
          const terms = folded(q).split(/\s+/)
          const naive = [...texts].filter(([id, text]) => {
            const index = [...texts.keys()].indexOf(id)
            return terms.every((term) => folded(text).includes(term) || `x-${index}`.includes(term))
          })
          expect(await found(q)).toEqual(naive.map(([id]) => id))
        },
      ),
      { numRuns: 60, seed: 11 },
    )
  })

  it('finds for an owner of a region what is in their part, also when it has come there and when it has left', async () => {
    const city = await server.as('r3002')
    const nobodys = { customerId: null, customerNumber: null }
    const id = await insertTicket(server.database, { ...nobodys, sourceId: 'elsewhere', subject: '吸管漏装三根' })
    expect(await found('吸管漏装', city)).toEqual([])
    expect(await found('吸管漏装')).toEqual([id])
    const place = { regionId: 'east', provinceId: 'zj', cityId: 'hz', areaId: null }
    await server.database.ticket.update({ where: { id: id }, data: place })
    expect(await found('吸管漏装', city)).toEqual([id])
    expect(await found('吸管漏装', await server.as('r3001'))).toEqual([id])
    await server.database.ticket.update({ where: { id: id }, data: { cityId: null, provinceId: null } })
    expect(await found('吸管漏装', city)).toEqual([])
  })

  it('has an index that can be built anew, as a restore and an upgrade do', async () => {
    // PostgreSQL 17 and later build it without our schema in reach.
    await server.database.$executeRaw`REINDEX INDEX "TicketSearch_keys_idx"`
    expect(await found('吸管漏装')).toHaveLength(1)
  })

  it('finds the customer, the store, tags and the resolution, also after they changed', async () => {
    const id = await insertTicket(server.database, { sourceId: 'named', subject: '发票' })
    expect(await found('张伟')).toEqual([id])
    expect(await found('伟')).toEqual([id])
    await server.database.customer.update({ where: { id: ids.customer }, data: { name: '章薇' } })
    expect(await found('张伟')).toEqual([])
    expect(await found('章薇 发票')).toEqual([id])
    await server.database.ticket.update({
      where: { id },
      data: { storeId: 'hz01', tags: ['媒体关注'], resolution: '已补寄纸巾' },
    })
    expect(await found('文三路')).toEqual([id])
    expect(await found('媒体')).toEqual([id])
    expect(await found('纸巾')).toEqual([id])
    await server.database.store.update({ where: { id: 'hz01' }, data: { name: '黄龙店' } })
    expect(await found('文三路')).toEqual([])
    expect(await found('黄龙店')).toEqual([id])
  })

  it('finds the last four digits of a number; all of it for those alone who may have it shown', async () => {
    const [id] = await found('章薇')
    expect(await found('8000')).toEqual([id])
    for (const q of ['13800138000', '38000', '0138000']) expect(await found(q)).toEqual([])
    const supervisor = await server.as('s2001')
    for (const q of ['13800138000', '+86 138 0013 8000']) expect(await found(q, supervisor)).toEqual([id])
    expect(await found('13800138001', supervisor)).toEqual([])
  })

  it('shows each reader their own part of it', async () => {
    const id = await insertTicket(server.database, { sourceId: 'scoped', subject: '只在华东独角兽' })
    expect(await found('独角兽', await server.as('r3001'))).toEqual([id])
    for (const other of ['r3002', 'm0001', 'm0002']) expect(await found('独角兽', await server.as(other))).toEqual([])
    await server.database.ticket.update({
      where: { id },
      data: { storeId: 'hz01', cityId: 'hz', dispatchedAt: new Date() },
    })
    for (const mine of ['r3002', 'm0001']) expect(await found('独角兽', await server.as(mine))).toEqual([id])
    expect(await found('独角兽', await server.as('m0002'))).toEqual([])
  })
})
