/** Killing the gateway while a campaign runs: nobody is called twice, and nobody is forgotten. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { campaignSettings } from '../../contract/index.ts'
import { createTestDatabase, type TestDatabase } from '../../database/testing.ts'
import { freePort, spawnGateway } from '../../gateway-process-testing.ts'
import { seedTestCentre, startTestSwitch, type TestSwitch } from '../../gateway-testing.ts'
import { addPeople, allowAnyHour, makeCampaign, numberOf } from './runner-testing.ts'

const PEOPLE = 60
const KILLS = 4

let db: TestDatabase
let telephoneSwitch: TestSwitch
let data: string
let gateway: ChildProcess | undefined

beforeEach(async () => {
  db = await createTestDatabase()
  await seedTestCentre(db.database, { agents: 1 })
  await allowAnyHour(db.database)
  telephoneSwitch = await startTestSwitch()
  data = mkdtempSync(join(tmpdir(), 'ringdesk-campaign-'))
}, 60_000)

afterEach(async () => {
  await kill()
  await telephoneSwitch.stop()
  await db.drop()
  rmSync(data, { recursive: true, force: true })
})

async function kill(): Promise<void> {
  if (!gateway || gateway.exitCode !== null || gateway.signalCode !== null) return
  gateway.kill('SIGKILL')
  await once(gateway, 'exit')
}

it('dials each of 60 people at most once and has an end for each, killed four times in between', {
  timeout: 240_000,
}, async () => {
  const { control } = telephoneSwitch
  await control.setPhone('outside', { mode: 'auto', afterMs: 400, digits: '15', hangUpAfterMs: 2_500 })
  // Some never answer, some are engaged, some decline after a while: all kinds of ends, at all kinds of times.
  for (let index = 0; index < PEOPLE; index += 5) {
    await control.setPhone(numberOf(index), { mode: 'busy' })
    await control.setPhone(numberOf(index + 1), { mode: 'reject', afterMs: 900 + 37 * index })
  }
  const { cadence } = campaignSettings.parse({})
  const once = Object.fromEntries(Object.keys(cadence).map((outcome) => [outcome, { next: 'done', afterMinutes: 0 }]))
  const campaign = await makeCampaign(db.database, {
    kind: 'survey',
    mode: 'flow',
    settings: { perSecond: 6, maxCalls: 15, cadence: once as typeof cadence },
  })
  await addPeople(db.database, campaign, PEOPLE)
  const port = await freePort()
  const done = () => db.database.campaignContact.count({ where: { campaignId: campaign, state: 'DONE' } })
  const claimed = () => db.database.outboundAttempt.count({ where: { campaignId: campaign } })
  for (let life = 1; life <= KILLS; life++) {
    gateway = await spawnGateway(db.url, telephoneSwitch, { data, port })
    // In the middle of claiming, dialling and ending.
    await expect.poll(claimed, { timeout: 40_000, interval: 5 }).toBeGreaterThanOrEqual(Math.min(PEOPLE, 9 * life))
    await kill()
  }
  gateway = await spawnGateway(db.url, telephoneSwitch, { data, port })
  await expect.poll(done, { timeout: 150_000, interval: 200 }).toBe(PEOPLE)

  const attempts = await db.database.outboundAttempt.findMany({ where: { campaignId: campaign } })
  expect(attempts.filter(({ endedAt }) => endedAt === null)).toEqual([])
  const dialled = attempts.filter(({ dialledAt }) => dialledAt !== null)
  expect(new Set(dialled.map(({ number }) => number)).size).toBe(dialled.length)
  expect(dialled.length).toBe(PEOPLE)
  // What the switch saw: each at most once; less only where we died between the word and the deed.
  const { dialled: rung } = (await control.status()).totals
  const unsure = attempts.filter(({ outcome }) => outcome === 'lost').length
  expect(rung).toBeLessThanOrEqual(PEOPLE)
  expect(rung).toBeGreaterThanOrEqual(PEOPLE - unsure)
})
