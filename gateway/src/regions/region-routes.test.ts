import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, Colleague, RegionNode } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
const people = {} as Record<'admin' | 'agent' | 'hangzhou' | 'store', Ask>

beforeAll(async () => {
  server = await startTestServer()
  for (const [key, name] of Object.entries({
    admin: 'admin',
    agent: 'a1001',
    hangzhou: 'r3002',
    store: 'm0001',
  } as const))
    people[key as keyof typeof people] = await server.as(name)
})
afterAll(() => server.close())

const tree = async (who: Ask) => (await who('GET', '/api/regions')).json<RegionNode[]>()

describe('the tree of regions', () => {
  it('shows each reader the part that is theirs, with its stores and what lies in its pools', async () => {
    const id = await insertTicket(server.database, { sourceId: randomUUID() })
    await people.agent('POST', `/api/tickets/${id}/moves`, { commandId: randomUUID(), move: 'pool', poolId: 'hz' })
    expect((await tree(people.agent)).map((node) => node.id).sort()).toEqual([
      'bj',
      'bj-city',
      'cy',
      'east',
      'hz',
      'north',
      'xh',
      'zj',
    ])
    const own = await tree(people.hangzhou)
    expect(own).toMatchObject([
      { id: 'hz', level: 'city', stores: 1, pooled: 1 },
      { id: 'xh', level: 'area', parentId: 'hz', pooled: 0 },
    ])
    expect((await people.store('GET', '/api/regions')).statusCode).toBe(403)
  })

  it('is changed by administrators only, and every change is audited', async () => {
    for (const who of [people.agent, people.hangzhou, people.store]) {
      expect((await who('POST', '/api/regions', { parentId: 'hz', name: '滨江区' })).statusCode).toBe(403)
      expect((await who('PATCH', '/api/regions/hz', { name: '杭城' })).statusCode).toBe(403)
      expect((await who('DELETE', '/api/regions/xh')).statusCode).toBe(403)
    }
    const added = await people.admin('POST', '/api/regions', { parentId: 'hz', name: '滨江区' })
    const node = added.json<RegionNode[]>().find((one) => one.name === '滨江区')
    expect(node).toMatchObject({ level: 'area', parentId: 'hz', stores: 0 })
    const owned = await people.admin('PATCH', `/api/regions/${node?.id}`, { ownerId: ids.hangzhou, name: '滨江高新' })
    expect(owned.json<RegionNode[]>().find((one) => one.id === node?.id)).toMatchObject({
      name: '滨江高新',
      owner: { name: '方若琳' },
    })
    expect((await people.admin('DELETE', `/api/regions/${node?.id}`)).statusCode).toBe(200)
    expect(await server.database.auditEntry.count({ where: { object: `region:${node?.id}` } })).toBe(3)
  })

  it('refuses what does not fit, and says why', async () => {
    const refused = async (method: string, url: string, body?: object) => {
      const answer = await people.admin(method, url, body)
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      return answer.json<ApiError>().message
    }
    expect(await refused('POST', '/api/regions', { parentId: 'hz', name: '西湖区' })).toContain('同级已有“西湖区”')
    expect(await refused('POST', '/api/regions', { parentId: 'xh', name: '翠苑' })).toContain('片区之下不能再分')
    expect(await refused('POST', '/api/regions', { parentId: 'atlantis', name: '城' })).toContain('没有这个区域')
    expect(await refused('PATCH', '/api/regions/hz', { ownerId: ids.hangzhouStore })).toContain(
      '没有这位总部或区域的同事',
    )
    expect(await refused('DELETE', '/api/regions/hz')).toContain(
      '下级区域 1 个（西湖区，请先删除）、门店 1 家（请先改到其他区域）、账号 1 个（请先改管其他区域）',
    )
    expect((await people.admin('DELETE', '/api/regions/north')).json<ApiError>()).toMatchObject({
      code: 'REGION_IN_USE',
      message: expect.stringContaining('“华北”还在使用，不能删除：下级区域 1 个（北京市，请先删除）'),
    })
    await server.database.region.create({ data: { id: 'abroad', name: '海外' } })
    expect(await refused('DELETE', '/api/regions/abroad')).toContain('大区在“大区”配置里删除')
    expect(await refused('DELETE', '/api/regions/nowhere')).toContain('没有这个区域')
  })
})

it('finds colleagues of headquarters and regions, not of stores', async () => {
  const found = (await people.agent('GET', `/api/colleagues?q=${encodeURIComponent('若')}`)).json<Colleague[]>()
  expect(found).toMatchObject([{ name: '方若琳', role: 'region', place: '杭州市' }])
  const all = (await people.agent('GET', '/api/colleagues')).json<Colleague[]>()
  expect(all.map((one) => one.name)).not.toContain('罗敏')
  expect((await people.store('GET', '/api/colleagues')).statusCode).toBe(403)
})
