import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database/testing.ts'
import {
  CLOSED_HOTLINE,
  HOTLINE,
  MENU_HOTLINE,
  seedTestCentre,
  startTestGateway,
  startTestSwitch,
  TestDesk,
  type TestGateway,
  type TestSwitch,
} from './gateway-testing.ts'

describe('a call to the hotline', { timeout: 60_000 }, () => {
  let db: TestDatabase
  let telephoneSwitch: TestSwitch
  let gateway: TestGateway
  const desks: TestDesk[] = []
  const open = async (username: string): Promise<TestDesk> => {
    const desk = await TestDesk.open(gateway.address, username)
    desks.push(desk)
    return desk
  }
  const ended = (call: string): Promise<void> =>
    expect
      .poll(async () => (await db.database.call.findUnique({ where: { id: call } }))?.outcome ?? undefined, {
        timeout: 20_000,
      })
      .toBeDefined() as unknown as Promise<void>

  beforeEach(async () => {
    db = await createTestDatabase()
    await seedTestCentre(db.database)
    telephoneSwitch = await startTestSwitch()
    gateway = await startTestGateway(db.url, telephoneSwitch)
  })

  afterEach(async () => {
    for (const desk of desks.splice(0)) desk.close()
    await gateway.stop()
    await telephoneSwitch.stop()
    await db.drop()
  })

  it('rings on a ready desk with who calls, is answered, held, resumed and ended; its ticket is filled and saving returns to ready', async () => {
    const desk = await open('a1001')
    await desk.ready()
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13800138000', to: HOTLINE, name: '张伟' })

    const ringing = await desk.contact('offered')
    expect(ringing).toMatchObject({
      call: uuid,
      callerName: '张伟',
      number: { display: '138****8000', masked: true, kind: 'mobile', province: '北京市' },
      hotline: { number: HOTLINE, name: '售后热线' },
      queue: { id: 'aftersales', name: '售后服务' },
      why: { rule: 'longest-idle', free: 1, eligible: 1, skills: [{ skill: 'tea', label: '茶饮', level: 5 }] },
    })
    expect(await desk.command({ type: 'answer', call: uuid })).toEqual({ ok: true })
    await desk.contact('talking')
    await desk.until(() => desk.contacts.get(uuid)?.context?.ticket !== undefined)

    expect(await desk.command({ type: 'hold', call: uuid })).toEqual({ ok: true })
    await desk.contact('held')
    expect(await desk.command({ type: 'hold', call: uuid })).toMatchObject({ ok: false, code: 'NOT_NOW' })
    expect(await desk.command({ type: 'resume', call: uuid })).toEqual({ ok: true })
    await desk.contact('talking')
    expect(await desk.command({ type: 'mute', call: uuid, on: true })).toEqual({ ok: true })
    await desk.until(() => desk.contacts.get(uuid)?.muted === true)

    expect(await desk.command({ type: 'hang-up', call: uuid })).toEqual({ ok: true })
    const wrapUp = await desk.contact('wrap-up')
    expect(wrapUp).toMatchObject({ endedBy: 'agent' })
    await ended(uuid)
    const [ticket] = await db.database.ticket.findMany({ include: { interactions: true } })
    expect(ticket).toMatchObject({
      kind: 'SERVICE',
      sourceId: uuid,
      agentId: 'a1001',
      queueId: 'aftersales',
      province: '北京市',
    })
    expect(ticket?.interactions).toMatchObject([{ callId: uuid, outcome: 'answered' }])

    const saved = await fetch(`${gateway.address}/api/tickets/${ticket?.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: desk.cookie },
      body: JSON.stringify({ version: ticket?.version, fields: { category: 'taste', subject: '珍珠太硬' } }),
    })
    expect(saved.status).toBe(200)
    expect(await desk.command({ type: 'finish-wrap-up', call: uuid })).toEqual({ ok: true })
    await desk.until(() => desk.state?.kind === 'ready' && desk.contacts.size === 0)

    const recording = await db.database.recording.findFirstOrThrow({ where: { callId: uuid } })
    expect(recording.durationMs).toBeGreaterThan(0)
    expect(existsSync(recording.path)).toBe(true)
    const audio = await fetch(`${gateway.address}/api/recordings/${recording.id}/audio`, {
      headers: { cookie: desk.cookie, range: 'bytes=0-43' },
    })
    expect(audio.status).toBe(206)
    expect(Buffer.from(await audio.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF')
  })

  it('keeps the caller waiting until somebody is ready, and says on the desk that the caller left', async () => {
    const desk = await open('a1001')
    await desk.command({ type: 'request-state', state: { kind: 'not-ready', reason: 'break' } })
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: HOTLINE })
    await expect.poll(() => gateway.callCentre.queueViews()[0]?.waiting, { timeout: 15_000 }).toBe(1)
    // Straight from the break to the waiting call.
    await desk.command({ type: 'request-state', state: { kind: 'ready' } })
    await desk.contact('offered')
    await telephoneSwitch.control.hangUp(uuid)
    await desk.until(() =>
      desk.updates.some((update) => update.type === 'contact-removed' && update.reason === 'caller-left'),
    )
    await desk.until(() => desk.state?.kind === 'ready')
    await ended(uuid)
    expect(await db.database.ticket.findMany()).toMatchObject([{ kind: 'CALLBACK', sourceId: uuid }])
    expect(await db.database.call.findUnique({ where: { id: uuid } })).toMatchObject({
      outcome: 'abandoned',
      endedBy: 'caller',
      talkMs: 0,
    })
  })

  it('tells the caller out of hours, and leaves a call-back', async () => {
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: CLOSED_HOTLINE })
    await ended(uuid)
    expect(await db.database.call.findUnique({ where: { id: uuid } })).toMatchObject({
      outcome: 'out-of-hours',
      endedBy: 'system',
    })
    expect(await db.database.ticket.findMany()).toMatchObject([{ kind: 'CALLBACK', subject: '非服务时间来电，请回拨' }])
  })

  it('follows the menu, and tells the caller when nobody who could help is logged in', async () => {
    await open('a1001').then((desk) => desk.ready())
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: MENU_HOTLINE, digits: '2' })
    await ended(uuid)
    expect(await db.database.call.findUnique({ where: { id: uuid } })).toMatchObject({
      outcome: 'nobody-logged-in',
      queueId: 'nobody',
    })
    expect(
      (await db.database.ledgerEvent.findFirstOrThrow({ where: { callId: uuid, type: 'call-menu-chosen' } })).data,
    ).toMatchObject({ digits: '2', label: '无人' })
  })

  it('goes to the next agent when one declines, and when a phone cannot be reached', async () => {
    const first = await open('a1001')
    await first.ready()
    const second = await open('a1002')
    await second.ready()
    const third = await open('a1003')
    await third.ready()
    await telephoneSwitch.control.setPhone('1002', { mode: 'unreachable' })
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: HOTLINE })
    await first.contact('offered')
    expect(await first.command({ type: 'decline', call: uuid })).toEqual({ ok: true })
    await third.contact('offered')
    await second.until(() => second.state?.kind === 'not-ready' && second.state.reason === 'phone-unreachable')
    expect(await first.command({ type: 'answer', call: uuid })).toMatchObject({ ok: false, code: 'NO_SUCH_CONTACT' })
    expect(await third.command({ type: 'answer', call: uuid })).toEqual({ ok: true })
    await third.contact('talking')
    await telephoneSwitch.control.hangUp(uuid)
    expect(await third.contact('wrap-up')).toMatchObject({ endedBy: 'caller' })
  })

  it('carries out a command once, however often its message arrives', async () => {
    const desk = await open('a1001')
    await desk.ready()
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: HOTLINE })
    await desk.contact('offered')
    const answers = await Promise.all(
      [1, 2, 3].map(() => desk.command({ type: 'answer', call: uuid }, 'one-and-the-same')),
    )
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    await desk.contact('talking')
    expect(await desk.command({ type: 'answer', call: uuid })).toMatchObject({ ok: false, code: 'NOT_NOW' })
    expect(await desk.command({ type: 'dance' } as never)).toMatchObject({ ok: false, code: 'BAD_COMMAND' })
  })

  it('gives a desk that comes back everything in hand, and makes a second window the only one that acts', async () => {
    const desk = await open('a1001')
    await desk.ready()
    const { uuid } = await telephoneSwitch.control.placeCall({ from: '13900139000', to: HOTLINE })
    await desk.contact('offered')
    await desk.command({ type: 'answer', call: uuid })
    await desk.contact('talking')
    desk.close()
    const again = await open('a1001')
    expect(again.contacts.get(uuid)).toMatchObject({ phase: 'talking' })
    const other = await open('a1001')
    expect(await again.command({ type: 'hang-up', call: uuid })).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
    expect(await other.command({ type: 'hang-up', call: uuid })).toEqual({ ok: true })
  })

  it('lets nobody in without a log-in', async () => {
    const stranger = new TestDesk(gateway.address, '')
    const refused = await new Promise<string>((resolve) =>
      stranger.socket.on('connect_error', (error) => resolve(error.message)),
    )
    stranger.close()
    expect(refused).toBe('NOT_LOGGED_IN')
  })
})
