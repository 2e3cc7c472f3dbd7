/** Killing the gateway in the middle of everything: FreeSWITCH holds the calls, we hold the plan, and the plan is found again. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database/testing.ts'
import { freePort, spawnGateway } from './gateway-process-testing.ts'
import {
  CLOSED_HOTLINE,
  HOTLINE,
  MENU_HOTLINE,
  seedTestCentre,
  startTestSwitch,
  TestDesk,
  type TestSwitch,
} from './gateway-testing.ts'

const CALLS = 50
const AGENTS = 12

/** What the switch itself saw of a call. */
interface Truth {
  bridged: boolean
  endedAt?: number
}

let db: TestDatabase
let telephoneSwitch: TestSwitch
let data: string
let port: number
let gateway: ChildProcess | undefined

beforeEach(async () => {
  db = await createTestDatabase()
  await seedTestCentre(db.database, { agents: AGENTS, wrapUpMs: 500 })
  telephoneSwitch = await startTestSwitch()
  data = mkdtempSync(join(tmpdir(), 'ringdesk-crash-'))
  port = await freePort()
}, 60_000)

afterEach(async () => {
  if (gateway && gateway.exitCode === null && gateway.signalCode === null) {
    gateway.kill('SIGKILL')
    await once(gateway, 'exit')
  }
  await telephoneSwitch.stop()
  await db.drop()
  rmSync(data, { recursive: true, force: true })
})

it('loses no call and no ticket when it is killed among 50 calls, and closes each with its true end', {
  timeout: 180_000,
}, async () => {
  gateway = await spawnGateway(db.url, telephoneSwitch, { data, port })
  const address = `http://127.0.0.1:${port}`
  const desks = await Promise.all(
    Array.from({ length: AGENTS }, (_, index) => TestDesk.open(address, `a${1001 + index}`)),
  )
  await Promise.all(desks.map((desk) => desk.ready()))
  for (let index = 0; index < AGENTS; index++)
    await telephoneSwitch.control.setPhone(String(1001 + index), { mode: 'auto', afterMs: 200 + 150 * index })

  const truths = new Map<string, Truth>()
  for (let index = 0; index < CALLS; index++) {
    const { uuid } = await telephoneSwitch.control.placeCall({
      from: `1390013${String(9000 + index)}`,
      to: index % 10 === 3 ? CLOSED_HOTLINE : index % 10 === 6 ? MENU_HOTLINE : HOTLINE,
      name: `顾客${index}`,
      digits: '1',
      // Some leave while they wait, some while we are dead, some long after.
      patienceMs: 3_000 + 700 * index,
      talkMs: 1_500 + 311 * index,
    })
    const truth: Truth = { bridged: false }
    truths.set(uuid, truth)
    await telephoneSwitch.control.watch(uuid, (headers) => {
      if (headers['Event-Name'] === 'CHANNEL_BRIDGE') truth.bridged = true
      if (headers['Event-Name'] === 'CHANNEL_HANGUP_COMPLETE' && headers['Unique-ID'] === uuid) {
        truth.endedAt = Number(headers['Event-Date-Timestamp']) / 1_000
      }
    })
  }
  // In the middle: some speak, some wait, some have left.
  await expect
    .poll(() => [...truths.values()].filter((truth) => truth.bridged).length, { timeout: 30_000, interval: 50 })
    .toBeGreaterThanOrEqual(8)
  gateway.kill('SIGKILL')
  await once(gateway, 'exit')
  const endedBefore = [...truths.values()].filter((truth) => truth.endedAt !== undefined).length
  // Some callers leave while nobody of ours is there.
  await expect
    .poll(() => [...truths.values()].filter((truth) => truth.endedAt !== undefined).length, {
      timeout: 30_000,
      interval: 50,
    })
    .toBeGreaterThanOrEqual(endedBefore + 3)
  expect([...truths.values()].some((truth) => truth.endedAt === undefined)).toBe(true)

  gateway = await spawnGateway(db.url, telephoneSwitch, { data, port })
  const notEnded = (): string[] => [...truths].filter(([, truth]) => truth.endedAt === undefined).map(([uuid]) => uuid)
  await expect.poll(notEnded, { timeout: 120_000, interval: 200 }).toEqual([])
  await expect
    .poll(
      async () =>
        (await db.database.call.count({ where: { outcome: { not: null } } })) +
        (await db.database.call.count({ where: { outcome: null } })) * 1_000,
      { timeout: 40_000 },
    )
    .toBe(CALLS)

  const calls = await db.database.call.findMany({ include: { interaction: { include: { ticket: true } } } })
  const wrong = calls.flatMap((call) => {
    const truth = truths.get(call.id)
    const problems = [
      ...(call.interaction?.ticket ? [] : ['has no ticket']),
      ...((call.outcome === 'answered') === truth?.bridged
        ? []
        : [`is ${call.outcome} but was ${truth?.bridged ? '' : 'not '}connected`]),
      ...(call.endedAt && truth?.endedAt && Math.abs(call.endedAt.getTime() - truth.endedAt) <= 50
        ? []
        : [`ended at ${call.endedAt?.getTime()}, truly at ${truth?.endedAt}`]),
      ...(call.endCause === 'NOT_IN_SWITCH' ? ['ended nobody knows how'] : []),
    ]
    return problems.map((problem) => `${call.id} ${problem}`)
  })
  expect(wrong).toEqual([])
  expect(calls.filter((call) => call.outcome === 'out-of-hours').length).toBe(CALLS / 10)
  expect(await db.database.ticket.count({ where: { source: 'call' } })).toBe(CALLS)
  expect(await db.database.interaction.count()).toBe(CALLS)
  const again = await db.database.ledgerEvent.count({ where: { type: 'call-readopted' } })
  expect(again).toBeGreaterThan(0)

  // Everybody is free again: nobody is stuck in an offer or on a call that is over.
  await expect.poll(() => desks.map((desk) => desk.state?.kind), { timeout: 30_000 }).toEqual(desks.map(() => 'ready'))
  for (const desk of desks) desk.close()
})
