import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ApiError,
  FormDocument,
  TicketChoices,
  TicketTypeCard,
  TicketTypeDraft,
  TicketTypeVersion,
  TypeSuggestion,
} from '../contract/index.ts'
import { documentProblems, schemaOf } from '../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import { shippedTypes } from './shipped/shipped-types.ts'

let server: TestServer
let admin: Ask
let agent: Ask

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
  agent = await server.as('a1001')
})
afterAll(() => server.close())

const form = (zh: string, more: Partial<FormDocument> = {}): FormDocument => ({
  name: { zh, en: 'Type' },
  sections: [
    {
      id: 'one',
      title: { zh: '一', en: 'One' },
      fields: [{ id: 'note', kind: 'text', label: { zh: '备注', en: 'Note' } }],
    },
  ],
  words: [],
  ...more,
})
const draftOf = async (id: string) => (await admin('GET', `/api/ticket-types/${id}/draft`)).json<TicketTypeDraft>()
const save = (id: string, revision: number, document: FormDocument) =>
  admin('PUT', `/api/ticket-types/${id}/draft`, { revision, document })
const publish = (id: string, revision: number) => admin('POST', `/api/ticket-types/${id}/versions`, { revision })
const choices = async () =>
  (await agent('GET', '/api/ticket-choices')).json<TicketChoices>().categories.map(({ code }) => code)

describe('a fresh database', () => {
  it('has the shipped types, published, as the product has them now', async () => {
    const cards = (await agent('GET', '/api/ticket-types')).json<TicketTypeCard[]>()
    expect(cards.map(({ id, version }) => [id, version])).toEqual(shippedTypes.map(({ id }) => [id, 1]))
    for (const { id, document } of shippedTypes) {
      const version = (await agent('GET', `/api/ticket-types/${id}/versions/1`)).json<TicketTypeVersion>()
      expect(documentProblems(document)).toEqual([])
      expect(version.document).toEqual(document)
      expect(version.schema).toEqual(schemaOf(document))
    }
  })
})

describe('a type on its way', () => {
  it('is a draft first, seen by administrators only, then offered to everybody at once', async () => {
    expect((await admin('POST', '/api/ticket-types', { id: 'gift-card', document: form('礼品卡') })).statusCode).toBe(
      200,
    )
    const seen = async (ask: Ask) =>
      (await ask('GET', '/api/ticket-types'))
        .json<TicketTypeCard[]>()
        .map(({ id }) => id)
        .includes('gift-card')
    expect([await seen(admin), await seen(agent)]).toEqual([true, false])
    expect(await choices()).not.toContain('gift-card')
    expect((await publish('gift-card', 1)).json()).toMatchObject({ version: 1, by: '管理员' })
    expect(await seen(agent)).toBe(true)
    expect(await choices()).toContain('gift-card')
  })

  it('cannot take an id that is taken', async () => {
    const answer = await admin('POST', '/api/ticket-types', { id: 'taste', document: form('口味') })
    expect([answer.statusCode, answer.json<ApiError>().code]).toEqual([409, 'TYPE_EXISTS'])
  })

  it('goes away when it is given up before it was ever published', async () => {
    await admin('POST', '/api/ticket-types', { id: 'never', document: form('从未') })
    expect((await admin('DELETE', '/api/ticket-types/never/draft?revision=1')).statusCode).toBe(204)
    expect((await admin('GET', '/api/ticket-types/never/draft')).statusCode).toBe(404)
  })
})

describe('two administrators', () => {
  it('do not overwrite each other: the later one gets what the other has saved', async () => {
    const { revision } = await draftOf('praise')
    expect((await save('praise', revision, form('表扬甲'))).statusCode).toBe(200)
    const late = await save('praise', revision, form('表扬乙'))
    expect([late.statusCode, late.json<ApiError>().code]).toEqual([409, 'TYPE_CHANGED'])
    expect(late.json<{ draft: TicketTypeDraft }>().draft).toMatchObject({
      revision: revision + 1,
      document: { name: { zh: '表扬甲' } },
    })
    expect((await publish('praise', revision)).statusCode).toBe(409)
    expect((await admin('DELETE', `/api/ticket-types/praise/draft?revision=${revision}`)).statusCode).toBe(409)
  })

  it('publish once of two at the same time', async () => {
    const { revision } = await draftOf('other')
    const saved = (await save('other', revision, form('其他事'))).json<TicketTypeDraft>()
    const codes = (await Promise.all([publish('other', saved.revision), publish('other', saved.revision)])).map(
      ({ statusCode }) => statusCode,
    )
    expect(codes.sort()).toEqual([200, 409])
    expect((await agent('GET', '/api/ticket-types/other/versions')).json()).toMatchObject([
      { version: 2 },
      { version: 1 },
    ])
  })
})

describe('publishing', () => {
  it('refuses a form with problems and names them', async () => {
    const { revision } = await draftOf('refund')
    const waiting = (id: string, on: string) => ({
      id,
      kind: 'text' as const,
      label: { zh: `字段${id}`, en: id },
      visibleIf: { match: 'all' as const, conditions: [{ field: on, is: 'filled' as const }] },
    })
    const circle = form('退款', {
      sections: [{ id: 'one', title: { zh: '一', en: 'One' }, fields: [waiting('a', 'b'), waiting('b', 'a')] }],
    })
    const saved = (await save('refund', revision, circle)).json<TicketTypeDraft>()
    const answer = await publish('refund', saved.revision)
    expect(answer.statusCode).toBe(422)
    expect(answer.json<ApiError>().fields).toEqual([
      { path: 'a', message: '字段“字段a”：显示条件互相等待：字段a → 字段b → 字段a' },
    ])
    await admin('DELETE', `/api/ticket-types/refund/draft?revision=${saved.revision}`)
    expect((await draftOf('refund')).document.name.zh).toBe('退款')
    expect((await publish('refund', (await draftOf('refund')).revision)).json<ApiError>().code).toBe(
      'NOTHING_TO_PUBLISH',
    )
  })

  it('leaves former versions as they were, whoever tries', async () => {
    const before = (await agent('GET', '/api/ticket-types/delivery/versions/1')).json<TicketTypeVersion>()
    const { revision } = await draftOf('delivery')
    const saved = (await save('delivery', revision, form('配送'))).json<TicketTypeDraft>()
    expect((await publish('delivery', saved.revision)).json()).toMatchObject({ version: 2 })
    expect((await agent('GET', '/api/ticket-types/delivery/versions/1')).json()).toEqual(before)
    await expect(
      server.database.ticketTypeVersion.updateMany({
        where: { typeId: 'delivery', version: 1 },
        data: { actor: '谁' },
      }),
    ).rejects.toThrow('never change')
    await expect(server.database.ticketTypeVersion.deleteMany({ where: { typeId: 'delivery' } })).rejects.toThrow()
  })

  it('writes the audit down', async () => {
    const entries = await server.database.auditEntry.findMany({ where: { object: 'ticket-type:delivery' } })
    expect(entries).toMatchObject([{ action: 'ticket-type-changed', actor: '管理员', detail: { published: 2 } }])
  })
})

describe('the list of types', () => {
  it('loses a retired type for new tickets and gets it back', async () => {
    const retire = (retired: boolean) => admin('PUT', '/api/ticket-types/taste/retirement', { retired })
    expect((await retire(true)).statusCode).toBe(204)
    expect(await choices()).not.toContain('taste')
    await retire(false)
    expect(await choices()).toContain('taste')
  })
  it('comes in the order that an administrator gives it', async () => {
    expect((await admin('PUT', '/api/ticket-types/order', { ids: ['refund', 'taste'] })).statusCode).toBe(204)
    expect((await choices()).slice(0, 3)).toEqual(['refund', 'taste', 'service-attitude'])
  })
})

describe('who may', () => {
  it.each(['a1001', 's2001', 'r3001', 'm0001'])('%s reads published types and changes nothing', async (username) => {
    const ask = await server.as(username)
    expect((await ask('GET', '/api/ticket-types')).statusCode).toBe(200)
    expect((await ask('GET', '/api/ticket-types/taste/versions/1')).statusCode).toBe(200)
    const document = form('改')
    for (const [method, url, body] of [
      ['POST', '/api/ticket-types', { id: 'mine', document }],
      ['GET', '/api/ticket-types/taste/draft', undefined],
      ['PUT', '/api/ticket-types/taste/draft', { revision: 0, document }],
      ['DELETE', '/api/ticket-types/taste/draft?revision=0', undefined],
      ['POST', '/api/ticket-types/taste/versions', { revision: 0 }],
      ['PUT', '/api/ticket-types/taste/retirement', { retired: true }],
      ['PUT', '/api/ticket-types/order', { ids: [] }],
    ] as const)
      expect([url, (await ask(method, url, body)).statusCode]).toEqual([url, 403])
  })
  it('nobody without a log-in', async () => {
    expect((await server.anonymous('GET', '/api/ticket-types')).statusCode).toBe(401)
    expect((await server.anonymous('POST', '/api/ticket-types/suggest', { text: '头发' })).statusCode).toBe(401)
  })
})

describe('a suggestion', () => {
  it('tells the words that it comes from', async () => {
    const found = (await agent('POST', '/api/ticket-types/suggest', { text: '奶茶里喝出一根头发' })).json<
      TypeSuggestion[]
    >()
    expect(found[0]?.typeId).toBe('foreign-object')
    expect(found[0]?.words).toContain('一根头发')
  })
  it('is silent where nothing is said', async () => {
    expect((await agent('POST', '/api/ticket-types/suggest', { text: '喂，嗯，那个' })).json()).toEqual([])
  })
})
