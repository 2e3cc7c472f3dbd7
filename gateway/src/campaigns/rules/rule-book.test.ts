import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outboundRules } from '../../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../../server-testing.ts'
import { outboundRulesInForce } from './rules-in-force.ts'

let server: TestServer
let agent: Ask
let supervisor: Ask
let admin: Ask
const path = '/api/outbound-rules'
const defaults = outboundRules.parse({})

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  supervisor = await server.as('s2001')
  admin = await server.as('admin')
})
afterAll(() => server.close())

describe('the rules for every call that we make', () => {
  it('are the commonly quoted ones until somebody changes them, for all of headquarters to read', async () => {
    for (const ask of [agent, supervisor, admin])
      expect((await ask('GET', path)).json()).toEqual({ version: 0, rules: defaults })
    expect(defaults).toMatchObject({ perDay: 3, gapMinutes: 30, week: Array.from({ length: 7 }, () => [[540, 1260]]) })
    expect((await (await server.as('r3001'))('GET', path)).statusCode).toBe(403)
    expect((await server.anonymous('GET', path)).statusCode).toBe(401)
  })

  it('are an administrator’s alone to change, with what they were and are written down', async () => {
    const body = { version: 0, rules: { ...defaults, perDay: 2 } }
    for (const ask of [agent, supervisor]) expect((await ask('PUT', path, body)).statusCode).toBe(403)
    const saved = (await admin('PUT', path, body)).json()
    expect(saved).toMatchObject({ version: 1, rules: { perDay: 2 }, changedBy: '管理员' })
    const [entry] = await server.database.auditEntry.findMany({ where: { action: 'outbound-rules-changed' } })
    expect(entry).toMatchObject({ actor: '管理员', detail: { before: { perDay: 3 }, after: { perDay: 2 } } })
    expect((await outboundRulesInForce(server.database)).rules.perDay).toBe(2)
  })

  it('are not overwritten by somebody who saw other ones', async () => {
    const late = await admin('PUT', path, { version: 0, rules: { ...defaults, perDay: 10 } })
    expect(late.json()).toMatchObject({ code: 'OUTBOUND_RULES_CHANGED', book: { version: 1, rules: { perDay: 2 } } })
    const first = await Promise.all(
      [4, 5].map((perDay) => admin('PUT', path, { version: 1, rules: { ...defaults, perDay } })),
    )
    expect(first.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })

  it('cannot be made laxer than the limits, nor so that nothing could be dialled', async () => {
    const { version } = (await admin('GET', path)).json()
    const wrong = async (change: object): Promise<string[]> => {
      const answer = await admin('PUT', path, { version, rules: { ...defaults, ...change } })
      expect(answer.statusCode).toBe(400)
      return answer.json().fields.map((field: { path: string }) => field.path)
    }
    expect(await wrong({ perDay: 11 })).toEqual(['rules.perDay'])
    expect(await wrong({ gapMinutes: 0 })).toEqual(['rules.gapMinutes'])
    expect(await wrong({ timeZone: 'Mars/Olympus' })).toEqual(['timeZone'])
    expect(await wrong({ lines: 20, inboundLines: 20 })).toEqual(['inboundLines'])
    expect(await wrong({ perDay: 5, inAll: 4 })).toEqual(['perDay'])
    const week = defaults.week
    const twice = [
      { regionId: 'zj', week },
      { regionId: 'zj', week },
      { regionId: 'atlantis', week },
    ]
    expect(await wrong({ regions: twice })).toEqual(['regions.1.regionId', 'regions.2.regionId'])
  })
})
