import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoChain } from '../../../prisma/seed/demo-chain.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { loadCallCentreConfig, readConfiguration, saveConfiguration } from './snapshot.ts'

let test: TestDatabase
let folder: string

beforeAll(async () => {
  test = await createTestDatabase()
  await seedDemoChain(test.database, new Date('2026-11-22T06:00:00Z'))
  folder = await mkdtemp(join(tmpdir(), 'ringdesk-configuration-'))
})
afterAll(async () => {
  await test.drop()
  await rm(folder, { recursive: true })
})

describe('the configuration', () => {
  it('is made of the demo chain’s rows, with defaults filled in', async () => {
    const config = await loadCallCentreConfig(test.database)
    expect(config.version).toBe(1)
    expect(config.agents).toHaveLength(12)
    expect(config.agents[0]).toMatchObject({
      id: 'a1001',
      name: '林晓燕',
      extension: '1001',
      skills: { aftersales: 8, delivery: 7, membership: 6, 'food-safety': 7 },
    })
    expect(config.queues.find((queue) => queue.id === 'food-safety')).toMatchObject({
      priority: 30,
      maxWaitMs: 1_800_000,
    })
    expect(config.hotlines.find((hotline) => hotline.number === '4008001234')).toMatchObject({
      queue: 'aftersales',
      greeting: 'greeting',
      menu: { options: { 2: { queue: 'delivery' } } },
    })
  })

  it('leaves out agents whose account is disabled', async () => {
    await test.database.account.update({ where: { username: 'a1012' }, data: { disabledAt: new Date() } })
    const config = await loadCallCentreConfig(test.database)
    expect(config.agents.map((agent) => agent.id)).not.toContain('a1012')
  })

  it('with problems is refused as a whole, each named by what it is about', async () => {
    const broken = test.database.$transaction(async (tx) => {
      await tx.queue.update({ where: { id: 'delivery' }, data: { settings: { needs: { all: [] }, wrapUpMs: -1 } } })
      await tx.hotline.update({ where: { number: '4008009999' }, data: { settings: {} } })
      await tx.agent.update({ where: { id: 'a1003' }, data: { extension: 'x' } })
      return loadCallCentreConfig(tx)
    })
    await expect(broken).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' })
    for (const name of ['queues.delivery.wrapUpMs', 'hotlines.4008009999.hours', 'agents.a1003.extension'])
      await expect(broken).rejects.toThrow(name)
  })

  it('survives on disk, replaced as a whole', async () => {
    expect(await readConfiguration(folder)).toBeUndefined()
    const config = await loadCallCentreConfig(test.database)
    await Promise.all(Array.from({ length: 5 }, (_, version) => saveConfiguration(folder, { ...config, version })))
    await saveConfiguration(folder, config)
    expect(await readConfiguration(folder)).toEqual(config)
    expect(await readdir(folder)).toEqual(['configuration.json'])
  })

  it('that cannot be used from disk is refused, not guessed', async () => {
    const file = join(folder, 'configuration.json')
    const whole = await readFile(file, 'utf8')
    await writeFile(file, whole.slice(0, 100))
    await expect(readConfiguration(folder)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' })
    await writeFile(file, '{"version":1}')
    await expect(readConfiguration(folder)).rejects.toThrow(/queues/)
  })
})
