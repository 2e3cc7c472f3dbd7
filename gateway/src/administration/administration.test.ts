import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedDemoChain } from '../../../prisma/seed/demo-chain.ts'
import { loadCallCentreConfig } from '../configuration/snapshot.ts'
import type { ConfigurationState, DocumentKind, Me, QueueDocument } from '../contract/index.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { Administration } from './administration.ts'

const me: Me = { id: '00000000-0000-4000-8000-000000000001', username: 'admin', name: '系统管理员', role: 'admin' }
let test: TestDatabase
let administration: Administration
let applied = 0

beforeAll(async () => {
  test = await createTestDatabase()
  await seedDemoChain(test.database, new Date('2026-11-22T06:00:00Z'))
  const admin = await test.database.account.findUniqueOrThrow({ where: { username: 'admin' } })
  Object.assign(me, { id: admin.id })
  administration = new Administration(test.database, () => applied++)
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.configurationChange.deleteMany({})
  applied = 0
})

const put = (kind: DocumentKind, key: string, value: object | null, seen?: number) =>
  administration.change(me, kind, key, { value: value as Record<string, unknown> | null, seen })
const queue = async (id: string): Promise<QueueDocument> => {
  const found = (await administration.state()).documents.queue.find((document) => document.id === id)
  if (!found) throw new Error(`no queue ${id}`)
  return found
}
const apply = (state: ConfigurationState) =>
  administration.apply(me, {
    version: state.version,
    changes: state.changes.map(({ kind, key, at }) => ({ kind, key, at })),
  })

describe('the draft of the configuration', () => {
  it('begins empty, over documents with every default filled in', async () => {
    const state = await administration.state()
    expect(state).toMatchObject({ changes: [], problems: [] })
    expect(state.documents.queue.find(({ id }) => id === 'aftersales')).toMatchObject({
      choose: 'longest-idle',
      rings: [],
      weight: 1,
      serviceLevelMs: 20_000,
    })
    expect(state.documents.agent[0]).toMatchObject({ id: 'a1001', username: 'a1001', enabled: true })
  })

  it('changes nothing that is in force until it is applied, and everything then', async () => {
    const before = await loadCallCentreConfig(test.database)
    await put('skill', 'japanese', { id: 'japanese', label: '日语' })
    await put('queue', 'aftersales', { ...(await queue('aftersales')), weight: 3, choose: 'scarce-last' })
    const state = await put('agent', 'a2000', {
      id: 'a2000',
      name: '新同事',
      extension: '2000',
      skills: { japanese: 4 },
      username: 'a2000',
      blend: 'inbound-only',
    })
    expect(await loadCallCentreConfig(test.database)).toEqual(before)
    expect(state.changes.map(({ key }) => key)).toEqual(['japanese', 'aftersales', 'a2000'])

    const after = await apply(state)
    expect(applied).toBe(1)
    expect(after).toMatchObject({ version: before.version + 1, changes: [], problems: [] })
    const config = await loadCallCentreConfig(test.database)
    expect(config.version).toBe(before.version + 1)
    expect(config.queues.find(({ id }) => id === 'aftersales')).toMatchObject({ weight: 3, choose: 'scarce-last' })
    expect(config.agents.find(({ id }) => id === 'a2000')).toMatchObject({
      name: '新同事',
      skills: { japanese: 4 },
      blend: 'inbound-only',
    })
    expect((await administration.history()).find(({ key }) => key === 'aftersales')).toMatchObject({
      by: '系统管理员',
      from: { id: 'aftersales' },
      to: { weight: 3 },
    })
  })

  it('is refused whole with all its problems, each at its document', async () => {
    const version = (await administration.state()).version
    await put('queue', 'delivery', { ...(await queue('delivery')), needs: { all: [{ skill: 'flying', min: 2 }] } })
    await put('queue', 'membership', {
      ...(await queue('membership')),
      rings: [{ afterMs: 30_000, needs: { all: [{ skill: 'membership', min: 9 }] } }],
    })
    await put('agent', 'a3000', { id: 'a3000', name: '重号', extension: '1001', skills: {}, username: 'a1002' })
    await put('agent', 'a1003', null)
    const state = await put('queue', 'food-safety', null)
    expect(state.problems.map(({ kind, key, path }) => `${kind} ${key} ${path}`)).toEqual([
      'agent a1003 enabled',
      'queue delivery needs',
      'queue membership rings.0',
      'agent a3000 extension',
      'agent a3000 username',
      'hotline 4008005678 queue',
    ])
    await expect(apply(state)).rejects.toMatchObject({ code: 'UNFIT_CONFIGURATION', status: 422 })
    expect((await administration.state()).version).toBe(version)
    expect(applied).toBe(0)
  })

  it('keeps a region that still has something, and says what and what to do', async () => {
    const [province] = await test.database.region.findMany({ where: { level: 'PROVINCE' }, take: 1 })
    const id = province?.parentId ?? ''
    const { version, problems, ...draft } = await put('region', id, null)
    expect(problems).toMatchObject([{ kind: 'region', key: id, path: 'id' }])
    expect(problems[0]?.message).toMatch(
      /还在使用，不能删除：下级区域 \d+ 个（.+，请先删除）、门店 \d+ 家（请先改到其他区域）/,
    )
    await expect(apply({ version, problems, ...draft })).rejects.toMatchObject({ code: 'UNFIT_CONFIGURATION' })
    expect(await test.database.region.count({ where: { id } })).toBe(1)
    await put('region', 'empty', { id: 'empty', name: '海外', provinces: [] })
    await test.database.configurationChange.deleteMany({ where: { key: id } })
    await apply(await administration.state())
    // Without stores, but with a province: the database would refuse it.
    await test.database.region.create({ data: { id: 'islands', name: '群岛', level: 'PROVINCE', parentId: 'empty' } })
    expect((await put('region', 'empty', null)).problems).toMatchObject([
      { message: '还在使用，不能删除：下级区域 1 个（群岛，请先删除）' },
    ])
    await test.database.region.delete({ where: { id: 'islands' } })
    await apply(await administration.state())
    expect(await test.database.region.count({ where: { id: 'empty' } })).toBe(0)
  })

  it('names what has not even the right form, in words', async () => {
    const { problems } = await put('queue', 'delivery', { ...(await queue('delivery')), weight: -1, wrapUpMs: 'long' })
    expect(problems.map(({ path }) => path)).toEqual(['weight', 'wrapUpMs'])
    for (const { message } of problems) expect(message).toMatch(/[\u4e00-\u9fff]/)
  })

  it('an edit back to what is in force takes the change out', async () => {
    const original = await queue('delivery')
    const { changes } = await put('queue', 'delivery', { ...original, name: '外卖' })
    expect(changes).toHaveLength(1)
    expect((await put('queue', 'delivery', original, changes[0]?.at)).changes).toEqual([])
  })

  it('somebody who has not seen the other one’s change does not write over it', async () => {
    const { changes } = await put('queue', 'delivery', { ...(await queue('delivery')), name: '外卖' })
    await expect(put('queue', 'delivery', { ...(await queue('delivery')), name: '配送' })).rejects.toMatchObject({
      code: 'CHANGE_CHANGED',
    })
    await expect(administration.drop('queue', 'delivery', undefined)).rejects.toMatchObject({ code: 'CHANGE_CHANGED' })
    expect((await administration.drop('queue', 'delivery', changes[0]?.at)).changes).toEqual([])
  })

  it('what was changed after the reader looked is not applied unseen', async () => {
    const seen = await put('queue', 'delivery', { ...(await queue('delivery')), name: '外卖' })
    await put('skill', 'chess', { id: 'chess', label: '象棋' })
    await expect(apply(seen)).rejects.toMatchObject({ code: 'CHANGE_CHANGED' })
  })

  it('of two who apply the same draft at once one does, the other is told', async () => {
    const state = await put('skill', 'chess', { id: 'chess', label: '象棋' })
    const results = await Promise.allSettled([apply(state), apply(state)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await apply(await put('skill', 'chess', null))
  })

  it('refuses a document under another one’s name', async () => {
    await expect(put('skill', 'chess', { id: 'go', label: '围棋' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('a queue that is taken away keeps its calls and tickets, and can come back', async () => {
    const calls = await test.database.call.count({ where: { queueId: 'membership' } })
    expect(calls).toBeGreaterThan(0)
    const original = await queue('membership')
    const hotline = (await administration.state()).documents.hotline.find(({ number }) => number === '4008001234')
    const { 3: _gone, ...options } = hotline?.menu?.options ?? {}
    await put('hotline', '4008001234', { ...hotline, menu: { ...hotline?.menu, options } })
    await apply(await put('queue', 'membership', null))
    expect((await loadCallCentreConfig(test.database)).queues.map(({ id }) => id)).not.toContain('membership')
    expect(await test.database.call.count({ where: { queueId: 'membership' } })).toBe(calls)
    await apply(await put('queue', 'membership', original))
    expect(await queue('membership')).toEqual(original)
  })

  it('an agent who is disabled is logged out at once and gets nothing', async () => {
    const agent = (await administration.state()).documents.agent.find(({ id }) => id === 'a1004')
    const account = await test.database.account.findUniqueOrThrow({ where: { username: 'a1004' } })
    await test.database.session.create({
      data: { tokenHash: 'x', accountId: account.id, expiresAt: new Date('2030-01-01') },
    })
    await apply(await put('agent', 'a1004', { ...agent, enabled: false }))
    expect(await test.database.session.count({ where: { accountId: account.id } })).toBe(0)
    expect((await loadCallCentreConfig(test.database)).agents.map(({ id }) => id)).not.toContain('a1004')
  })

  it('holidays close the hotlines that keep them; a make-up working day is worked as a Monday', async () => {
    const hotline = (await administration.state()).documents.hotline.find(({ number }) => number === '4008001234')
    const week = [[], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], []]
    await put('holiday', '2026-10-01', { date: '2026-10-01', name: '国庆节', open: false })
    await put('holiday', '2026-10-10', { date: '2026-10-10', name: '国庆节调休上班', open: true })
    const hours = { ...hotline?.hours, week, dates: { '2026-10-02': [[600, 720]] } }
    await apply(await put('hotline', '4008001234', { ...hotline, holidays: true, hours }))
    const config = await loadCallCentreConfig(test.database)
    expect(config.hotlines.find(({ number }) => number === '4008001234')?.hours.dates).toEqual({
      '2026-10-01': [],
      '2026-10-10': [[540, 1080]],
      '2026-10-02': [[600, 720]],
    })
    expect(config.hotlines.find(({ number }) => number === '4008005678')?.hours.dates).toEqual({})
  })
})
