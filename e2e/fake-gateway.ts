/**
 * A gateway for the desk's own browser test: one agent, one call at a time, moved by the test's hand. It speaks the contract and
 * nothing else; what the real one decides (routing, tickets, permissions) is not imitated.
 */
import type { AddressInfo } from 'node:net'
import type {
  DeskClientEvents,
  DeskCommand,
  DeskCommandResult,
  DeskContact,
  DeskMessage,
  DeskServerEvents,
  DeskSnapshot,
  DeskState,
  DeskUpdate,
  TicketDetail,
  TicketFields,
} from '@ringdesk/gateway/contract'
import { Server } from 'socket.io'
import * as data from './fake-gateway-data.ts'
import { type FakeWorld, serveFakeWorld } from './fake-gateway-http.ts'

type Body<T> = T extends DeskUpdate ? Omit<T, 'seq' | 'serverTime'> : never
type Refused = Extract<DeskCommandResult, { ok: false }>

export interface FakeGateway {
  readonly url: string
  /** A call rings at the agent, whatever the agent's state. @returns its id */
  ring(over?: Partial<DeskContact>): string
  callerHangsUp(): void
  /** The time for wrap-up is over. */
  wrapUpEnds(): void
  /** The offer runs out. */
  ringsOut(): void
  /** The next command is refused. */
  refuseNext(refusal: Refused): void
  /** Commands are swallowed until let go: neither done nor refused. */
  stall(): void
  letGo(): void
  /** Connections break and none can be made. */
  goAway(): void
  comeBack(): void
  /** Somebody else saves this ticket. */
  editBehind(id: string, fields: Partial<TicketDetail>): void
  setState(state: DeskState): void
  loseUpdate(): void
  /** A supervisor tells the agent something. */
  tell(text: string): void
  forgetSession(): void
  /** As if the agent had opened the desk somewhere else. */
  supersede(): void
  readonly tickets: Map<string, TicketDetail>
  readonly drafts: Map<string, TicketFields>
  readonly commands: readonly DeskCommand[]
  stop(): Promise<void>
}

export async function startFakeGateway(dist: string): Promise<FakeGateway> {
  const world: FakeWorld = {
    sessions: new Map(),
    tickets: new Map([['t-2', data.ticketDetail()]]),
    drafts: new Map(),
    away: false,
  }
  const { sessions, tickets, drafts } = world
  const results = new Map<string, DeskCommandResult>()
  const commands: DeskCommand[] = []
  const stalled: (() => void)[] = []
  let state: DeskState = { kind: 'offline', since: Date.now() }
  let contact: DeskContact | undefined
  let seq = 0
  let calls = 0
  let stalling = false
  let refusal: Refused | undefined
  let messages: readonly DeskMessage[] = []

  const app = await serveFakeWorld(world, dist)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const io = new Server<DeskClientEvents, DeskServerEvents>(app.server, {
    allowRequest: (_request, answer) => answer(null, !world.away),
  })
  const desk = io.of('/desk')
  desk.use((socket, next) => {
    const token = /session=([^;]+)/.exec(socket.handshake.headers.cookie ?? '')?.[1] ?? ''
    next(sessions.has(token) ? undefined : new Error('NOT_LOGGED_IN'))
  })

  function snapshot(): DeskSnapshot {
    const me = data.people.agent1001
    if (me === undefined) throw new Error('the fake gateway has no agent')
    return {
      seq,
      serverTime: Date.now(),
      me,
      state,
      contacts: contact === undefined ? [] : [contact],
      queues: data.queues,
      destinations: data.queues.map(({ id, name }) => ({ id, name })),
      messages,
      switch: { connected: true, simulated: true, name: 'simulator' },
    }
  }
  function update(body: Body<DeskUpdate>): void {
    seq += 1
    desk.emit('update', { ...body, seq, serverTime: Date.now() } as DeskUpdate)
  }
  function becomes(next: DeskState): void {
    state = next
    update({ type: 'state', state })
  }
  function change(over: Partial<DeskContact>): void {
    if (contact === undefined) return
    contact = { ...contact, ...over }
    const { context: _, ...bare } = contact
    update({ type: 'contact', contact: bare })
  }
  function remove(reason: Extract<DeskUpdate, { type: 'contact-removed' }>['reason']): void {
    if (contact === undefined) return
    const { call } = contact
    contact = undefined
    update({ type: 'contact-removed', call, reason })
  }
  function wrapUp(endedBy: 'caller' | 'agent'): void {
    const now = Date.now()
    change({ phase: 'wrap-up', since: now, endedAt: now, endedBy })
    becomes({
      kind: 'wrap-up',
      since: now,
      wrapUpEndsAt: now + 90_000,
      ...(state.next === undefined ? {} : { next: state.next }),
    })
  }
  function answered(): void {
    if (contact === undefined) return
    const now = Date.now()
    const id = `t-${contact.call}`
    const {
      subject: _,
      category: __,
      ...fresh
    } = data.ticketDetail({
      id,
      number: `261122-00${1000 + calls}`,
      status: 'open',
      priority: 0,
      agentName: '王芳',
      version: 1,
      createdAt: new Date(now).toISOString(),
      lastInteractionAt: new Date(now).toISOString(),
    })
    const ticket: TicketDetail = { ...fresh, contacts: [], history: [] }
    tickets.set(id, ticket)
    becomes({ kind: 'on-contact', since: now })
    change({ phase: 'talking', since: now, connectedAt: now, ticketId: id })
    const context = data.context({ ticket })
    contact = { ...contact, context }
    update({ type: 'contact-context', call: contact.call, context })
  }

  function carryOut(command: DeskCommand): DeskCommandResult {
    const notNow: DeskCommandResult = {
      ok: false,
      code: 'NOT_NOW',
      message: `${command.type} while ${contact?.phase ?? 'idle'}`,
    }
    if (command.type === 'request-state') {
      const asked = { kind: command.state.kind, ...('reason' in command.state ? { reason: command.state.reason } : {}) }
      if (contact === undefined) becomes({ ...asked, since: Date.now() })
      else becomes({ ...state, next: asked })
      return { ok: true }
    }
    if (command.type === 'acknowledge-message') {
      messages = messages.filter(({ id }) => id !== command.message)
      update({ type: 'messages', messages })
      return { ok: true }
    }
    if (contact?.call !== command.call) return { ok: false, code: 'NO_SUCH_CONTACT', message: command.call }
    switch (command.type) {
      case 'answer':
        if (contact.phase !== 'offered') return notNow
        answered()
        return { ok: true }
      // It has no campaigns.
      case 'dial':
      case 'skip':
        return notNow
      case 'decline':
        if (contact.phase !== 'offered') return notNow
        remove('declined')
        becomes({ kind: 'ready', since: Date.now() })
        return { ok: true }
      case 'hold':
      case 'resume':
        if (contact.phase !== (command.type === 'hold' ? 'talking' : 'held')) return notNow
        change({ phase: command.type === 'hold' ? 'held' : 'talking', since: Date.now() })
        return { ok: true }
      case 'mute':
        change({ muted: command.on })
        return { ok: true }
      case 'hang-up':
        wrapUp('agent')
        return { ok: true }
      case 'transfer':
        if (contact.phase !== 'talking' && contact.phase !== 'held') return notNow
        wrapUp('agent')
        return { ok: true }
      case 'finish-wrap-up':
        if (contact.phase !== 'wrap-up') return notNow
        remove('done')
        becomes(state.next === undefined ? { kind: 'ready', since: Date.now() } : { ...state.next, since: Date.now() })
        return { ok: true }
    }
  }

  desk.on('connection', (socket) => {
    socket.emit('snapshot', snapshot())
    socket.on('resync', (acknowledge) => acknowledge(snapshot()))
    socket.on('command', ({ id, command }, acknowledge) => {
      const work = () => {
        let result = results.get(id)
        if (result === undefined) {
          commands.push(command)
          result = refusal ?? carryOut(command)
          refusal = undefined
          results.set(id, result)
        }
        acknowledge(result)
      }
      if (stalling) stalled.push(work)
      else work()
    })
  })

  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    ring(over = {}) {
      calls += 1
      const now = Date.now()
      contact = {
        call: `call-${calls}`,
        channel: 'voice',
        phase: 'offered',
        since: now,
        offerExpiresAt: now + 20_000,
        callerName: 'CHEN XIAOYU',
        number: { display: '138****8000', masked: true, kind: 'mobile', province: '浙江省', city: '杭州市' },
        hotline: { number: '4008001234', name: '茶语售后热线' },
        queue: { id: 'q-after-sales', name: '售后服务' },
        waitedMs: 23_000,
        muted: false,
        why: {
          rule: 'longest-idle',
          reason: 'rule',
          ring: { index: 0, of: 1 },
          matched: true,
          idleMs: 201_000,
          free: 4,
          eligible: 2,
          skills: [
            { skill: 'after-sales', label: '售后', level: 8 },
            { skill: 'refund', label: '退款', level: 5 },
          ],
        },
        ...over,
      }
      becomes({ kind: 'offered', since: now })
      update({ type: 'contact', contact })
      if (contact.number.kind === 'mobile' && over.context === undefined) {
        const context = data.context()
        contact = { ...contact, context }
        update({ type: 'contact-context', call: contact.call, context })
      }
      return contact.call
    },
    callerHangsUp() {
      if (contact?.phase === 'offered') {
        remove('caller-left')
        becomes({ kind: 'ready', since: Date.now() })
      } else wrapUp('caller')
    },
    wrapUpEnds() {
      remove('done')
      becomes({ kind: 'ready', since: Date.now() })
    },
    ringsOut() {
      remove('missed')
      becomes({ kind: 'not-ready', reason: 'missed-offer', since: Date.now() })
    },
    refuseNext(next) {
      refusal = next
    },
    stall() {
      stalling = true
    },
    letGo() {
      stalling = false
      for (const work of stalled.splice(0)) work()
    },
    goAway() {
      world.away = true
      for (const socket of desk.sockets.values()) socket.conn.close()
    },
    comeBack() {
      world.away = false
    },
    editBehind(id, fields) {
      const ticket = tickets.get(id)
      if (ticket !== undefined) tickets.set(id, { ...ticket, ...fields, version: ticket.version + 1 })
    },
    setState: becomes,
    loseUpdate() {
      seq += 1
    },
    tell(text) {
      messages = [...messages, { id: `m-${messages.length}-${Date.now()}`, at: Date.now(), from: '李强', text }]
      update({ type: 'messages', messages })
    },
    forgetSession: () => sessions.clear(),
    supersede: () => desk.emit('superseded'),
    tickets,
    drafts,
    commands,
    async stop() {
      await io.close()
      await app.close()
    },
  }
}
