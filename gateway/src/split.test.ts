/** Gateway and call centre in processes of their own: what a call must survive when any of them, or Redis between them, ends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestRedis, type TestRedis } from '../../cti/src/redis/redis-testing.ts'
import { hashPassword } from './accounts/password.ts'
import { createTestDatabase, type TestDatabase } from './database/testing.ts'
import { HOTLINE, PASSWORD, seedTestCentre, startTestSwitch, TestDesk, type TestSwitch } from './gateway-testing.ts'
import { startProcess, type TestProcess } from './split-testing.ts'
import { Watcher } from './supervision/supervision-testing.ts'

interface Ready {
  readonly ready: boolean
  readonly checks: readonly { readonly name: string; readonly ready: boolean; readonly problem?: string }[]
}

describe('a call centre in a process of its own', { timeout: 90_000 }, () => {
  let db: TestDatabase
  let telephoneSwitch: TestSwitch
  let redis: TestRedis
  const processes: TestProcess[] = []
  const desks: TestDesk[] = []

  beforeEach(async () => {
    db = await createTestDatabase()
    await seedTestCentre(db.database)
    const passwordHash = await hashPassword(PASSWORD)
    await db.database.account.create({
      data: { username: 's2001', displayName: '许文静', role: 'SUPERVISOR', passwordHash },
    })
    telephoneSwitch = await startTestSwitch()
    redis = await startTestRedis()
  })

  afterEach(async () => {
    for (const desk of desks.splice(0)) desk.close()
    for (const each of processes.splice(0)) await each.kill('SIGKILL')
    await redis.stop()
    await telephoneSwitch.stop()
    await db.drop()
  })

  const started = async (environment: Readonly<Record<string, string>>): Promise<TestProcess> => {
    const { recordings } = telephoneSwitch
    const each = await startProcess({ REDIS_URL: redis.url, RECORDINGS_DIR: recordings, ...environment })
    processes.push(each)
    return each
  }
  const cti = (): Promise<TestProcess> =>
    started({
      RINGDESK_ROLE: 'cti',
      ESL_HOST: telephoneSwitch.host,
      ESL_PORT: String(telephoneSwitch.port),
      ESL_PASSWORD: telephoneSwitch.password,
    })
  const gateway = (): Promise<TestProcess> => started({ RINGDESK_ROLE: 'gateway', DATABASE_URL: db.url })
  const readyz = async (each: TestProcess): Promise<Ready> =>
    (await (await fetch(`${each.address}/readyz`)).json()) as Ready
  const metric = async (each: TestProcess, name: string): Promise<string | undefined> =>
    new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(`${each.address}/metrics`)).text())?.[1]
  const allReady = (each: TestProcess): Promise<void> =>
    expect
      .poll(async () => (await readyz(each)).checks.filter((check) => !check.ready), { timeout: 20_000 })
      .toEqual([]) as unknown as Promise<void>
  const open = async (each: TestProcess, username: string): Promise<TestDesk> => {
    const desk = await TestDesk.open(each.address, username)
    desks.push(desk)
    return desk
  }
  const supervisorSees = async (each: TestProcess, answered: number): Promise<void> => {
    const watcher = await Watcher.open(each.address, 's2001')
    try {
      await watcher.until(() => watcher.seen.queues.get('aftersales')?.today.answered === answered, 15_000)
      await watcher.until(() => watcher.seen.agents.get('a1001')?.contacts === answered)
    } finally {
      watcher.socket.disconnect()
    }
  }
  const talking = async (desk: TestDesk): Promise<string> => {
    await desk.ready()
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13800138000', to: HOTLINE, name: '张伟' })
    await desk.contact('offered')
    expect(await desk.command({ type: 'answer', call: uuid })).toEqual({ ok: true })
    await desk.contact('talking')
    return uuid
  }
  const types = async (call: string): Promise<string[]> =>
    (await db.database.ledgerEvent.findMany({ where: { callId: call }, orderBy: { seq: 'asc' } })).map(
      (event) => event.type,
    )

  it('is answered, held, resumed and ended from a desk on the gateway, and its ticket is made', async () => {
    const centre = await cti()
    const front = await gateway()
    await allReady(front)
    await allReady(centre)
    const desk = await open(front, 'a1001')
    const call = await talking(desk)
    await desk.until(() => desk.contacts.get(call)?.context?.ticket !== undefined)
    expect(await desk.command({ type: 'hold', call })).toEqual({ ok: true })
    await desk.contact('held')
    expect(await desk.command({ type: 'hold', call })).toMatchObject({ ok: false, code: 'NOT_NOW' })
    expect(await desk.command({ type: 'resume', call })).toEqual({ ok: true })
    await desk.contact('talking')
    expect(await desk.command({ type: 'mute', call, on: true })).toEqual({ ok: true })
    await desk.until(() => desk.contacts.get(call)?.muted === true)
    const hangUps = await Promise.all([1, 2, 3].map(() => desk.command({ type: 'hang-up', call }, 'one-and-the-same')))
    expect(hangUps).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    await desk.contact('wrap-up')
    // How it ended follows with the fact, which comes by another way than the state.
    await expect.poll(() => desk.contacts.get(call), { timeout: 10_000 }).toMatchObject({ endedBy: 'agent' })
    await expect.poll(() => types(call), { timeout: 10_000 }).toContain('call-ended')
    expect(await db.database.ticket.findMany()).toMatchObject([{ kind: 'SERVICE', sourceId: call, agentId: 'a1001' }])
    expect(await desk.command({ type: 'finish-wrap-up', call })).toEqual({ ok: true })
    await desk.until(() => desk.state?.kind === 'ready' && desk.contacts.size === 0)
    await supervisorSees(front, 1)
    // A gateway that begins now knows the day from the ledger.
    await supervisorSees(await gateway(), 1)
    expect(await metric(centre, 'ringdesk_call_centre_owner')).toBe('1')
    expect(await metric(centre, 'ringdesk_calls_ended_total{outcome="answered"}')).toBe('1')
  })

  it('is taken over by the one that stands by within 10 s when it is killed in mid-call; the desk keeps the call', async () => {
    const first = await cti()
    const front = await gateway()
    await allReady(front)
    const second = await cti()
    await allReady(second)
    expect(await metric(second, 'ringdesk_call_centre_owner')).toBe('0')
    const desk = await open(front, 'a1001')
    const call = await talking(desk)

    await first.kill('SIGKILL')
    const killedAt = Date.now()
    expect(await desk.command({ type: 'hold', call })).toMatchObject({ ok: false, code: 'SWITCH_UNAVAILABLE' })
    const connection = () => desk.updates.findLast((update) => update.type === 'switch')
    await desk.until(() => connection()?.switch.connected === false)
    await desk.until(() => connection()?.switch.connected === true, 10_000)
    await desk.until(() => desk.contacts.get(call)?.phase === 'talking')
    expect(Date.now() - killedAt).toBeLessThan(10_000)
    expect(desk.updates.filter((update) => update.type === 'contact-removed')).toEqual([])
    expect(await metric(second, 'ringdesk_call_centre_owner')).toBe('1')

    expect(await desk.command({ type: 'hold', call })).toEqual({ ok: true })
    await desk.contact('held')
    expect(await desk.command({ type: 'hang-up', call })).toEqual({ ok: true })
    await desk.contact('wrap-up')
    await expect.poll(() => types(call), { timeout: 10_000 }).toContain('call-ended')
    expect(await types(call)).toContain('call-readopted')
    expect(await db.database.ticket.count({ where: { sourceId: call } })).toBe(1)
  })

  it('is handed to the one that stands by at once when it is stopped', async () => {
    const first = await cti()
    const front = await gateway()
    await allReady(front)
    const second = await cti()
    const desk = await open(front, 'a1001')
    const call = await talking(desk)
    await first.kill('SIGTERM')
    const stoppedAt = Date.now()
    await expect.poll(() => metric(second, 'ringdesk_call_centre_owner'), { timeout: 5_000 }).toBe('1')
    expect(Date.now() - stoppedAt).toBeLessThan(3_000)
    await expect.poll(() => desk.command({ type: 'hang-up', call }), { timeout: 10_000 }).toEqual({ ok: true })
    await desk.contact('wrap-up')
  })

  it('loses no fact when Redis is killed in mid-call and comes back empty; the desk says so and recovers', async () => {
    await cti()
    const front = await gateway()
    await allReady(front)
    const desk = await open(front, 'a1001')
    const call = await talking(desk)
    const connection = () => desk.updates.findLast((update) => update.type === 'switch')

    await redis.kill()
    await desk.until(() => connection()?.switch.connected === false)
    expect(await desk.command({ type: 'hang-up', call })).toMatchObject({ ok: false, code: 'SWITCH_UNAVAILABLE' })
    expect((await readyz(front)).checks.find((check) => check.name === 'redis')?.ready).toBe(false)
    // What happens meanwhile: a second customer comes and goes, the first hangs up.
    const { uuid: missed } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: HOTLINE })
    const waiting = async (uuid: string) =>
      (await telephoneSwitch.control.status()).calls.some((each) => each.uuid === uuid)
    await expect.poll(() => waiting(missed)).toBe(true)
    await telephoneSwitch.control.hangUp(missed)
    await expect.poll(() => waiting(missed)).toBe(false)
    await telephoneSwitch.control.hangUp(call)
    await expect.poll(() => waiting(call)).toBe(false)

    await redis.start()
    await desk.until(() => connection()?.switch.connected === true)
    expect(await desk.contact('wrap-up')).toMatchObject({ endedBy: 'caller' })
    await expect.poll(() => types(call), { timeout: 10_000 }).toContain('call-ended')
    await expect.poll(() => types(missed), { timeout: 10_000 }).toContain('call-ended')
    const order = ['call-arrived', 'call-queued', 'call-offered', 'call-offer-ended', 'call-connected', 'call-ended']
    const told = await types(call)
    expect(told.filter((type) => order.includes(type))).toEqual(order)
    expect(await db.database.ticket.count()).toBe(2)
    expect(await desk.command({ type: 'finish-wrap-up', call })).toEqual({ ok: true })
    await desk.until(() => desk.state?.kind === 'ready')
  })

  it('is followed by several gateways: one records, and a desk opened on the other makes the first window a spectator', async () => {
    await cti()
    const front = await gateway()
    const other = await gateway()
    await allReady(front)
    await allReady(other)
    const records = (each: TestProcess) => each.lines.some((line) => line.includes('this gateway records'))
    await expect.poll(() => [front, other].filter(records).length).toBe(1)
    const [recorder, home] = records(front) ? [front, other] : [other, front]
    const desk = await open(home, 'a1001')
    const call = await talking(desk)
    // Made by the other gateway's ledger.
    await desk.until(() => desk.contacts.get(call)?.context?.ticket !== undefined)

    let superseded = false
    desk.socket.on('superseded', () => {
      superseded = true
    })
    const elsewhere = await open(recorder, 'a1001')
    await elsewhere.until(() => elsewhere.contacts.get(call)?.phase === 'talking')
    await expect.poll(() => superseded, { timeout: 5_000 }).toBe(true)
    expect(await desk.command({ type: 'hang-up', call })).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })

    // The one that records ends, with the desk; the other goes on with both.
    await recorder.kill('SIGKILL')
    const again = await open(home, 'a1001')
    expect(await again.command({ type: 'hang-up', call })).toEqual({ ok: true })
    await again.contact('wrap-up')
    await expect.poll(() => types(call), { timeout: 15_000 }).toContain('call-ended')
    expect(await db.database.ticket.count({ where: { sourceId: call } })).toBe(1)
  })
})
