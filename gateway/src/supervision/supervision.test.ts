/** Supervision on a whole gateway: simulated switch, real PostgreSQL, real sockets. */
import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '../accounts/password.ts'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import {
  HOTLINE,
  PASSWORD,
  seedTestCentre,
  startTestGateway,
  startTestSwitch,
  TestDesk,
  type TestGateway,
  type TestSwitch,
} from '../gateway-testing.ts'
import { cookieOf, Watcher } from './supervision-testing.ts'

let db: TestDatabase
let telephoneSwitch: TestSwitch
let gateway: TestGateway
const open: { close(): void }[] = []

beforeAll(async () => {
  db = await createTestDatabase()
  await seedTestCentre(db.database, { agents: 4, wrapUpMs: 60_000 })
  const passwordHash = await hashPassword(PASSWORD)
  await db.database.account.createMany({
    data: [
      { username: 's2001', displayName: '许文静', role: 'SUPERVISOR', passwordHash },
      { username: 's2002', displayName: '高远', role: 'SUPERVISOR', passwordHash },
    ],
  })
  telephoneSwitch = await startTestSwitch()
  gateway = await startTestGateway(db.url, telephoneSwitch)
})
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})
afterAll(async () => {
  await gateway?.stop()
  await telephoneSwitch?.stop()
  await db?.drop()
})

async function watch(username = 's2001'): Promise<Watcher> {
  const watcher = await Watcher.open(gateway.address, username)
  open.push({ close: () => watcher.socket.disconnect() })
  return watcher
}
async function desk(username: string): Promise<TestDesk> {
  const opened = await TestDesk.open(gateway.address, username)
  open.push(opened)
  return opened
}
const put = async (path: string, method: string, username: string, body?: unknown) =>
  fetch(`${gateway.address}${path}`, {
    method,
    headers: {
      cookie: await cookieOf(gateway.address, username),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('who may watch', () => {
  const refusal = (cookie: string) => {
    const socket = io(`${gateway.address}/supervision`, {
      extraHeaders: { cookie },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    open.push({ close: () => socket.disconnect() })
    return new Promise<string>((resolve) => {
      socket.on('connect_error', (error) => resolve(error.message))
      socket.on('connect', () => resolve('let in'))
    })
  }

  it('not an agent, and nobody without a log-in', async () => {
    expect(await refusal(await cookieOf(gateway.address, 'a1001'))).toBe('NOT_ALLOWED')
    expect(await refusal('')).toBe('NOT_LOGGED_IN')
    expect(await refusal(await cookieOf(gateway.address, 's2001'))).toBe('let in')
  })

  it('a command of somebody who was logged out meanwhile is refused', async () => {
    const watcher = await watch()
    await db.database.session.deleteMany({ where: { account: { username: 's2001' } } })
    // Log-ins are believed for a little while without asking the database.
    await expect
      .poll(async () => (await watcher.command({ type: 'requeue-contact', call: 'x' })) as { code?: string }, {
        timeout: 15_000,
      })
      .toMatchObject({ ok: false, code: 'NOT_LOGGED_IN' })
  })
})

describe('what is told', () => {
  it('a call within a second of its arrival, masked, and what becomes of it, with figures that add up', async () => {
    const watcher = await watch()
    const agent = await desk('a1001')
    await agent.ready()
    const before = watcher.seen.queues.get('aftersales')?.today.answered ?? 0
    const arrived = new Promise<number>((resolve) => {
      const unsubscribe = gateway.callCentre.onFact((fact) => {
        if (fact.type !== 'call-arrived') return
        unsubscribe()
        resolve(Date.now())
      })
    })
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13800138000', to: HOTLINE, name: '张伟' })
    const since = await arrived
    await watcher.until(() => watcher.seen.contacts.has(uuid))
    expect(Date.now() - since).toBeLessThan(1_000)
    expect(watcher.seen.contacts.get(uuid)).toMatchObject({
      number: { display: '138****8000', masked: true },
      hotline: { number: HOTLINE, name: '售后热线' },
    })
    await agent.contact('offered')
    await watcher.until(() => watcher.seen.agents.get('a1001')?.kind === 'offered')
    expect(watcher.seen.agents.get('a1001')?.call).toBe(uuid)
    await agent.command({ type: 'answer', call: uuid })
    await watcher.until(() => watcher.seen.queues.get('aftersales')?.today.answered === before + 1)
    await watcher.until(() => watcher.seen.agents.get('a1001')?.contacts === 1)
    await agent.command({ type: 'hang-up', call: uuid })
    await watcher.until(() => !watcher.seen.contacts.has(uuid))
    await watcher.until(() => watcher.seen.agents.get('a1001')?.kind === 'wrap-up')
    expect(JSON.stringify(watcher.updates)).not.toContain('13800138000')
    await agent.command({ type: 'finish-wrap-up', call: uuid })
    await watcher.until(() => (watcher.seen.agents.get('a1001')?.busyMs ?? 0) > 0)
  })

  it('the snapshot after a gap fits the next update', async () => {
    const watcher = await watch()
    watcher.take(await watcher.socket.timeout(5_000).emitWithAck('resync'))
    const agent = await desk('a1002')
    await agent.ready()
    await watcher.until(() => watcher.seen.agents.get('a1002')?.kind === 'ready')
  })

  it('whoever comes sees at once what happened while nobody watched, and what comes then fits', async () => {
    const agent = await desk('a1003')
    await agent.ready()
    const watcher = await watch()
    expect(watcher.seen.agents.get('a1003')?.kind).toBe('ready')
    watcher.socket.disconnect()
    await agent.command({ type: 'request-state', state: { kind: 'not-ready', reason: 'break' } })
    const next = await watch()
    expect(next.seen.agents.get('a1003')?.kind).toBe('not-ready')
    await agent.ready()
    await next.until(() => next.seen.agents.get('a1003')?.kind === 'ready')
  })

  it('the day’s figures are the same after a restart', async () => {
    const watcher = await watch()
    const figures = () => ({
      queues: [...(watcher.tables?.queues.values() ?? [])].map(({ id, today }) => ({ id, today })),
      contacts: watcher.tables?.agents.get('a1001')?.contacts,
    })
    const before = figures()
    expect(before.contacts).toBe(1)
    await gateway.ledger.settled(5_000)
    watcher.socket.disconnect()
    await gateway.stop()
    gateway = await startTestGateway(db.url, telephoneSwitch)
    const again = await watch()
    await again.until(() => again.settings?.figuresComplete === true)
    await again.until(() => again.seen.agents.get('a1001')?.contacts === 1)
    expect([...again.seen.queues.values()].map(({ id, today }) => ({ id, today }))).toEqual(before.queues)
  })
})

describe('hands', () => {
  it('an agent’s state is set, once however often it is sent, and it is in the audit', async () => {
    const watcher = await watch()
    const agent = await desk('a1003')
    const id = randomUUID()
    const command = {
      type: 'set-agent-state',
      agent: 'a1003',
      state: { kind: 'not-ready', reason: 'meeting' },
    } as const
    expect(await Promise.all([watcher.command(command, id), watcher.command(command, id)])).toEqual([
      { ok: true },
      { ok: true },
    ])
    await agent.until(() => agent.state?.kind === 'not-ready')
    await watcher.until(() => watcher.seen.agents.get('a1003')?.reason === 'meeting')
    const entries = await db.database.auditEntry.findMany({ where: { object: 'agent:a1003' } })
    expect(entries).toMatchObject([{ actor: '许文静', action: 'agent-state-set', detail: command }])
  })

  it('refusals say why, and what was not done is in the audit as such', async () => {
    const watcher = await watch()
    const state = { kind: 'offline' } as const
    expect(await watcher.command({ type: 'set-agent-state', agent: 'nobody', state })).toMatchObject({
      ok: false,
      code: 'UNKNOWN_AGENT',
    })
    expect(await watcher.command({ type: 'move-contact', call: 'x', queue: 'none' })).toMatchObject({
      code: 'NO_SUCH_QUEUE',
    })
    expect(await watcher.command({ type: 'nonsense' } as never)).toMatchObject({ code: 'BAD_COMMAND' })
    const gone = await watcher.command({ type: 'requeue-contact', call: 'gone' })
    expect(gone.ok).toBe(false)
    expect(await db.database.auditEntry.count({ where: { object: 'call:gone', action: 'command-refused' } })).toBe(1)
  })

  it('a message is shown at the desk, also to those who come on later, until it is acknowledged', async () => {
    const watcher = await watch()
    const present = await desk('a1001')
    const text = '会员日，券码问题转会员队列'
    expect(await watcher.command({ type: 'send-message', to: { kind: 'everybody' }, text })).toEqual({ ok: true })
    const told = () => present.updates.findLast((update) => update.type === 'messages')?.messages ?? []
    await present.until(() => told().some((message) => message.text === text))
    await watcher.until(() => [...watcher.seen.messages.values()].some((line) => line.text === text))
    const line = [...watcher.seen.messages.values()].find((each) => each.text === text)
    expect(line).toMatchObject({ from: '许文静', recipients: 4, acknowledged: 0 })
    const message = line?.id ?? ''

    expect(await present.command({ type: 'acknowledge-message', message })).toEqual({ ok: true })
    await present.until(() => told().length === 0)
    await watcher.until(() => watcher.seen.messages.get(message)?.acknowledged === 1)

    const late = await desk('a1004')
    const snapshot = await late.socket.timeout(5_000).emitWithAck('resync')
    expect(snapshot.messages).toMatchObject([{ id: message, from: '许文静', text }])
    expect(
      await watcher.command({ type: 'send-message', to: { kind: 'team', id: 'no-such-team' }, text }),
    ).toMatchObject({ code: 'NOBODY_TO_TELL' })
  })
})

describe('alarms', () => {
  const rules = [{ id: 'waiting', kind: 'longest-wait', threshold: 1, enabled: true }]

  it('thresholds are the supervisors’ own: audited, told to all; not for agents', async () => {
    const watcher = await watch()
    expect((await put('/api/alarm-rules', 'PUT', 'a1001', rules)).status).toBe(403)
    expect((await put('/api/alarm-rules', 'PUT', 's2001', [{ ...rules[0], queue: 'none' }])).status).toBe(400)
    expect((await put('/api/alarm-rules', 'PUT', 's2001', [...rules, ...rules])).status).toBe(400)
    expect((await put('/api/alarm-rules', 'PUT', 's2001', rules)).status).toBe(200)
    await watcher.until(() => watcher.settings?.rules.length === 1)
    expect(await db.database.auditEntry.count({ where: { action: 'alarm-rules-changed' } })).toBe(1)
  })

  it('are raised and cleared on the server, acknowledged by one for all, and stand through a restart', async () => {
    const first = await watch('s2001')
    const second = await watch('s2002')
    await first.command({ type: 'set-agent-state', agent: 'a1001', state: { kind: 'not-ready', reason: 'break' } })
    await first.command({ type: 'set-agent-state', agent: 'a1002', state: { kind: 'not-ready', reason: 'break' } })
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13800138000', to: HOTLINE, patienceMs: 120_000 })
    await second.until(() => second.seen.alarms.size === 1, 30_000)
    const [alarm] = [...second.seen.alarms.values()]
    expect(alarm).toMatchObject({ kind: 'longest-wait', subject: 'aftersales', threshold: 1 })
    const id = alarm?.id ?? ''
    expect(await first.command({ type: 'acknowledge-alarm', alarm: id })).toEqual({ ok: true })
    await second.until(() => second.seen.alarms.get(id)?.acknowledged?.by === '许文静')

    await gateway.stop()
    gateway = await startTestGateway(db.url, telephoneSwitch)
    const again = await watch('s2002')
    expect(again.seen.alarms.get(id)?.acknowledged?.by).toBe('许文静')
    await telephoneSwitch.control.hangUp(uuid)
    await again.until(() => again.seen.alarms.size === 0, 20_000)
    await expect
      .poll(() => db.database.alarm.findMany({ select: { standing: true, acknowledgedBy: true } }))
      .toEqual([{ standing: null, acknowledgedBy: '许文静' }])
    expect(await again.command({ type: 'acknowledge-alarm', alarm: id })).toMatchObject({ code: 'NO_SUCH_ALARM' })
  }, 60_000)
})

describe('a misrouted call', () => {
  it('is flagged by the agent who spoke, once, and taken back; both are in the audit', async () => {
    const { callId } = await db.database.ledgerEvent.findFirstOrThrow({ where: { type: 'call-connected' } })
    const path = `/api/calls/${callId}/misrouted`
    expect((await put(path, 'POST', 'a1002', { rightQueueId: 'nobody' })).status).toBe(403)
    expect((await put(path, 'POST', 's2001', { rightQueueId: 'nobody' })).status).toBe(403)
    expect((await put(path, 'POST', 'a1001', { rightQueueId: 'none' })).status).toBe(404)
    expect(await (await put(path, 'GET', 'a1001')).json()).toEqual({})
    await put(path, 'POST', 'a1001', { rightQueueId: 'aftersales' })
    const flag = { rightQueueId: 'nobody', note: '问的是加盟' }
    expect(await (await put(path, 'POST', 'a1001', flag)).json()).toEqual({ flag })
    expect(await (await put(path, 'GET', 'a1001')).json()).toEqual({ flag })
    expect(await db.database.misroutedFlag.count()).toBe(1)
    expect(await (await put(path, 'DELETE', 'a1001')).json()).toEqual({})
    expect(await db.database.misroutedFlag.count()).toBe(0)
    const actions = await db.database.auditEntry.findMany({
      where: { object: `call:${callId}` },
      orderBy: { at: 'asc' },
      select: { action: true },
    })
    expect(actions.map(({ action }) => action)).toEqual([
      'call-flagged-misrouted',
      'call-flagged-misrouted',
      'misrouted-flag-withdrawn',
    ])
  })
})
