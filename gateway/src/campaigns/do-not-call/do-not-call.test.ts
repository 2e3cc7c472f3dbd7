import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DoNotCallPage } from '../../contract/index.ts'
import { type Ask, ids, insertCall, insertTicket, startTestServer, type TestServer } from '../../server-testing.ts'
import { addContacts } from '../contacts/add-contacts.ts'
import { refuse } from './refuse.ts'

let server: TestServer
let agent: Ask
let supervisor: Ask
let admin: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  supervisor = await server.as('s2001')
  admin = await server.as('admin')
})
afterAll(() => server.close())

const campaign = (name: string) =>
  server.database.campaign.create({
    data: { name, kind: 'agent', mode: 'preview', callerNumber: '4008001234', settings: {} },
  })

async function contact(campaignId: string, ...numbers: string[]): Promise<string> {
  const key = randomUUID()
  await addContacts(server.database, { id: campaignId }, [{ key, numbers, attributes: {} }])
  return (await server.database.campaignContact.findFirstOrThrow({ where: { key } })).id
}

const contactNow = (id: string) =>
  server.database.campaignContact.findUniqueOrThrow({
    where: { id },
    include: { numbers: { orderBy: { position: 'asc' } } },
  })

const number = (last: number) => `+86138001390${String(last).padStart(2, '0')}`
const list = async (ask: Ask, query = ''): Promise<DoNotCallPage> =>
  (await ask('GET', `/api/do-not-call${query}`)).json()

describe('a refusal', () => {
  it('ends at once whoever waits with no other number, in every campaign', async () => {
    const [one, two] = [await campaign('一'), await campaign('二')]
    const only = await contact(one.id, number(1))
    const both = await contact(two.id, number(1), number(2))
    const other = await contact(two.id, number(3))
    expect(await refuse(server.database, { number: number(1), reason: 'pressed-9' })).toBe(true)
    expect(await contactNow(only)).toMatchObject({
      state: 'DONE',
      outcome: 'do-not-call',
      nextAt: null,
      numbers: [{ dead: 'do-not-call' }],
    })
    expect(await contactNow(both)).toMatchObject({
      state: 'WAITING',
      numbers: [{ dead: 'do-not-call' }, { dead: null }],
    })
    expect(await contactNow(other)).toMatchObject({ state: 'WAITING', numbers: [{ dead: null }] })
    expect(await refuse(server.database, { number: number(1), reason: 'pressed-9' })).toBe(false)
  })

  it('of one campaign leaves the others alone', async () => {
    const [one, two] = [await campaign('三'), await campaign('四')]
    const [here, there] = [await contact(one.id, number(4)), await contact(two.id, number(4))]
    await refuse(server.database, { number: number(4), campaignId: one.id, reason: 'agent', by: '林晓燕' })
    expect((await contactNow(here)).state).toBe('DONE')
    expect((await contactNow(there)).state).toBe('WAITING')
  })

  it('lets a call under way end as it does, with no number left for the next', async () => {
    const inHand = await contact((await campaign('五')).id, number(5))
    await server.database.campaignContact.update({ where: { id: inHand }, data: { state: 'IN_HAND', nextAt: null } })
    await refuse(server.database, { number: number(5), reason: 'pressed-9', attemptId: randomUUID() })
    expect(await contactNow(inHand)).toMatchObject({ state: 'IN_HAND', numbers: [{ dead: 'do-not-call' }] })
  })

  it('holds for those who are added afterwards, whoever adds them', async () => {
    await refuse(server.database, { number: number(6), reason: 'list' })
    const later = await contact((await campaign('六')).id, number(6))
    expect(await contactNow(later)).toMatchObject({ state: 'DONE', outcome: 'do-not-call', nextAt: null })
  })

  it('by the customer takes the place of a list’s, never the other way round', async () => {
    await refuse(server.database, { number: number(7), reason: 'list', by: '许文静' })
    await refuse(server.database, { number: number(7), reason: 'agent', by: '林晓燕' })
    await refuse(server.database, { number: number(7), reason: 'administrator', by: '管理员' })
    const entries = await server.database.doNotCall.findMany({ where: { number: number(7) } })
    expect(entries).toMatchObject([{ reason: 'agent', by: '林晓燕' }])
  })
})

describe('the do-not-call list', () => {
  it('takes an agent’s click for the caller whose number only the server knows', async () => {
    const ticket = await insertTicket(server.database, { sourceId: 'dnc-call' })
    const call = randomUUID()
    await insertCall(server.database, ticket, { id: call, arrivedAt: new Date() })
    const body = { of: { kind: 'call', id: call }, reason: 'agent', note: '不要再打来' }
    expect((await agent('POST', '/api/do-not-call', body)).statusCode).toBe(204)
    expect((await agent('POST', '/api/do-not-call', body)).statusCode).toBe(204)
    const { entries } = await list(supervisor, '?q=8000')
    expect(entries).toMatchObject([
      {
        number: { display: '138****8000', masked: true },
        reason: 'agent',
        by: '林晓燕',
        note: '不要再打来',
        forGood: true,
      },
    ])
    const audit = await server.database.auditEntry.findMany({
      where: { action: 'do-not-call-added', accountId: ids.agent },
    })
    expect(audit.map(({ detail }) => detail)).toMatchObject([{ fresh: true }, { fresh: false }])
  })

  it('is not an agent’s to read, nor to add our own decisions to, nor to import', async () => {
    expect((await agent('GET', '/api/do-not-call')).statusCode).toBe(403)
    const own = { of: { kind: 'number', number: '13800139020' }, reason: 'administrator' }
    expect((await agent('POST', '/api/do-not-call', own)).statusCode).toBe(403)
    expect((await agent('POST', '/api/do-not-call/import', { numbers: '13800139020' })).statusCode).toBe(403)
  })

  it('refuses what is no number, no call, no campaign', async () => {
    const add = async (of: object, more: object = {}) =>
      (await supervisor('POST', '/api/do-not-call', { of, reason: 'agent', ...more })).json().code
    expect(await add({ kind: 'number', number: '123' })).toBe('BAD_INPUT')
    expect(await add({ kind: 'call', id: 'none' })).toBe('NO_SUCH_CALL')
    expect(await add({ kind: 'attempt', id: randomUUID() })).toBe('NO_SUCH_ATTEMPT')
    expect(await add({ kind: 'number', number: '13800139021' }, { campaignId: randomUUID() })).toBe('NO_SUCH_CAMPAIGN')
  })

  it('shows an import first and writes it when it was agreed to', async () => {
    const numbers = '138 0013 9030\n0571-88776655\n不是号码\n13800139030\n\n4008001234'
    const looked = (await supervisor('POST', '/api/do-not-call/import', { numbers })).json()
    expect(looked).toMatchObject({ good: 2, known: 0, bad: 2, written: false })
    expect(looked.problems).toMatchObject([
      { row: 3, value: '不是号码' },
      { row: 6, value: '4008001234' },
    ])
    expect(await server.database.doNotCall.count({ where: { number: number(30) } })).toBe(0)
    const done = (await supervisor('POST', '/api/do-not-call/import', { numbers, agreed: true })).json()
    expect(done).toMatchObject({ good: 2, written: true })
    expect((await list(supervisor, '?q=0571-88776655')).entries).toMatchObject([{ reason: 'list', forGood: false }])
    expect((await supervisor('POST', '/api/do-not-call/import', { numbers })).json()).toMatchObject({ known: 2 })
  })

  it('gives up an entry only to an administrator with a reason, and the customer’s own word to nobody', async () => {
    await refuse(server.database, { number: number(40), reason: 'list' })
    await refuse(server.database, { number: number(41), reason: 'pressed-9' })
    const entry = async (last: number) => (await list(admin, `?q=${number(last).slice(3)}`)).entries[0]?.id
    const [listed, pressed] = [await entry(40), await entry(41)]
    const why = { why: '导入有误' }
    expect((await supervisor('POST', `/api/do-not-call/${listed}/removal`, why)).statusCode).toBe(403)
    expect((await admin('POST', `/api/do-not-call/${listed}/removal`, { why: ' ' })).json().code).toBe('BAD_INPUT')
    expect((await admin('POST', `/api/do-not-call/${listed}/removal`, why)).statusCode).toBe(204)
    expect((await admin('POST', `/api/do-not-call/${listed}/removal`, why)).json().code).toBe('NO_SUCH_REFUSAL')
    expect((await admin('POST', `/api/do-not-call/${pressed}/removal`, why)).json()).toMatchObject({
      code: 'REFUSED_FOR_GOOD',
      message: expect.stringContaining('永久有效'),
    })
    expect(await server.database.auditEntry.findMany({ where: { action: 'do-not-call-removed' } })).toMatchObject([
      { actor: '管理员', object: `number:${number(40)}`, detail: { why: '导入有误', reason: 'list' } },
    ])
  })

  it('comes in pages, and by reason', async () => {
    const all = (await list(supervisor, '?limit=100')).entries.map(({ id }) => id)
    const paged: string[] = []
    let cursor = ''
    do {
      const page: DoNotCallPage = await list(supervisor, `?limit=2${cursor}`)
      paged.push(...page.entries.map(({ id }) => id))
      cursor = page.next ? `&cursor=${page.next}` : ''
    } while (cursor)
    expect(paged).toEqual(all)
    const pressed = await list(supervisor, '?reason=pressed-9')
    expect(new Set(pressed.entries.map(({ reason }) => reason))).toEqual(new Set(['pressed-9']))
  })
})
