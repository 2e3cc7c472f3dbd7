import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asLegId } from '../../ids.ts'
import type { ConnectionEvent, SwitchEvent, TelephoneSwitch } from '../port.ts'
import { createFreeSwitch, type FreeSwitchOptions } from './freeswitch.ts'
import { type Answer, answerAsSwitch, apiResponse, commandReply, eventFrame, ScriptedEsl } from './scripted-esl.ts'

const leg = asLegId('be731135-de8d-4d21-bbd0-3e00136625ff')
const other = asLegId('aaaaaaaa-0001-4000-8000-000000000001')

let esl: ScriptedEsl
let telephoneSwitch: TelephoneSwitch
let events: SwitchEvent[]
let connections: ConnectionEvent[]
let logged: string[]

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Fast back-off, so that a thousand reconnects take seconds. */
const quickTimes = { backOffMs: 1, backOffMaxMs: 2 }

async function begin(answer: Answer = answerAsSwitch, options: Partial<FreeSwitchOptions> = {}): Promise<void> {
  esl.answer = answer
  telephoneSwitch = createFreeSwitch({
    host: '127.0.0.1',
    port: esl.port,
    password: 'ClueCon',
    soundDirectory: '/sounds',
    log: pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line).msg) }),
    ...options,
    times: { ...quickTimes, ...options.times },
  })
  telephoneSwitch.onEvent((event) => events.push(event))
  telephoneSwitch.onConnection((event) => connections.push(event))
  await telephoneSwitch.start()
  await until(() => connections.length > 0)
}

/** To the connection that subscribed. */
let subscriber: import('node:net').Socket | undefined
const remembering =
  (answer: Answer): Answer =>
  (command, socket) => {
    if (command.startsWith('event json')) subscriber = socket
    return answer(command, socket)
  }
const tell = (headers: object | Buffer): void => {
  subscriber?.write(eventFrame(headers))
}
const at = '1795342084495404'

beforeEach(async () => {
  esl = await ScriptedEsl.open()
  events = []
  connections = []
  logged = []
})
afterEach(async () => {
  await telephoneSwitch.stop()
  await esl.close()
})

describe('connecting', () => {
  test('tells what is true at the switch before any event', async () => {
    await begin((command, socket) => {
      if (command === 'api show channels as json') {
        socket.write(eventFrame({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': leg, 'Event-Date-Timestamp': at }))
        return apiResponse(JSON.stringify({ row_count: 2, rows: [{ uuid: leg }, { uuid: 'gone' }] }))
      }
      if (command === `api uuid_dump ${leg} json`)
        return apiResponse(
          JSON.stringify({
            'Unique-ID': leg,
            'Answer-State': 'answered',
            'Call-Direction': 'inbound',
            'Channel-State': 'CS_SOFT_EXECUTE',
            variable_signal_bond: other,
            variable_ringdesk_call: leg,
            variable_ringdesk_note: '%E5%BC%A0 100%',
          }),
        )
      if (command === 'api uuid_dump gone json') return apiResponse('-ERR No such channel!\n')
      if (command.startsWith('api hash_dump'))
        return apiResponse(
          `D/ringdesk_ended_${other}/${leg}|USER_BUSY|recv_refuse|1795342084000000|0|1795342085000000|%2B8613800138000|1001|agent|%E6%9D%8E|\nD/ringdesk_ended_x/nonsense\n`,
        )
      return answerAsSwitch(command, socket)
    })
    expect(connections).toEqual([
      {
        type: 'connected',
        at: expect.any(Number),
        coreId: 'core-1',
        legs: [
          {
            leg,
            direction: 'inbound',
            state: 'answered',
            bridgedTo: other,
            variables: { call: leg, note: '%E5%BC%A0 100%' },
          },
        ],
        ended: [
          {
            leg: other,
            call: leg,
            endedAt: 1795342085000,
            startedAt: 1795342084000,
            cause: 'busy',
            switchCause: 'USER_BUSY',
            endedBy: 'far-end',
            callerNumber: '+8613800138000',
            dialled: '1001',
            variables: { role: 'agent', agent: '李' },
          },
        ],
      },
    ])
    expect(logged).toEqual(['unreadable entry in the journal of ended legs'])
    expect(telephoneSwitch.status()).toMatchObject({ connected: true, simulated: false, reconnects: 0 })
  })

  test('says that a switch is simulated when the switch says so', async () => {
    await begin((command, socket) =>
      command === 'api global_getvar ringdesk_simulated' ? apiResponse('true') : answerAsSwitch(command, socket),
    )
    expect(telephoneSwitch.status().simulated).toBe(true)
  })

  test('comes back a thousand times, each time subscribed and in step, and leaves nothing behind', async () => {
    await begin(remembering(answerAsSwitch))
    const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    const before = listening()
    for (let times = 1; times <= 1_000; times++) {
      const already = connections.length
      for (const socket of esl.sockets) socket.resetAndDestroy()
      await until(() => connections.length === already + 2)
    }
    expect(telephoneSwitch.status().reconnects).toBe(1_000)
    tell({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => events.length > 0)
    // One listener each: a leak would tell it a thousand times.
    expect(events).toHaveLength(1)
    await until(() => esl.sockets.size === 2 && listening() <= before)
  }, 60_000)

  test('a switch that hangs counts as lost', async () => {
    let silent = false
    await begin((command, socket) => (silent ? undefined : answerAsSwitch(command, socket)), {
      times: { quietMs: 10, probeMs: 30 },
    })
    silent = true
    await until(() => connections.length > 1)
    silent = false
    expect(connections[1]).toMatchObject({ type: 'disconnected', reason: 'no sign of life within 30 ms' })
    await until(() => connections.length > 2)
    expect(connections[2]).toMatchObject({ type: 'connected' })
  })

  test('keeps trying while the password is refused, and says why', async () => {
    telephoneSwitch = createFreeSwitch({
      host: '127.0.0.1',
      port: esl.port,
      password: 'wrong',
      log: pino({ level: 'silent' }),
      times: quickTimes,
    })
    await telephoneSwitch.start()
    await until(() => esl.connections >= 4)
    expect(telephoneSwitch.status()).toMatchObject({
      connected: false,
      lastError: 'authentication failed: -ERR invalid',
    })
    await expect(telephoneSwitch.listLegs()).rejects.toMatchObject({ code: 'SWITCH_UNAVAILABLE' })
  })
})

describe('commands', () => {
  test('to one leg are carried out in the order given, though each runs in the background', async () => {
    const order: string[] = []
    await begin((command, socket) => {
      if (!command.startsWith('bgapi ')) return answerAsSwitch(command, socket)
      const job = /Job-UUID: (\S+)/.exec(command)?.[1]
      const line = command.slice('bgapi '.length, command.indexOf('\n'))
      order.push(`begin ${line.split(' ')[0]}`)
      setTimeout(
        () => {
          order.push(`end ${line.split(' ')[0]}`)
          socket.write(eventFrame({ 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': job, _body: '+OK\n' }))
        },
        line.startsWith('uuid_answer') ? 20 : 0,
      )
      return commandReply('+OK')
    })
    await Promise.all([
      telephoneSwitch.execute({ type: 'answer', leg }),
      telephoneSwitch.execute({ type: 'mute', leg, on: true }),
    ])
    expect(order).toEqual(['begin uuid_answer', 'end uuid_answer', 'begin uuid_audio', 'end uuid_audio'])
  })

  test('to a leg that is gone say so, except a hang-up, which has what it wanted', async () => {
    await begin((command, socket) => {
      if (!command.startsWith('bgapi ')) return answerAsSwitch(command, socket)
      const job = /Job-UUID: (\S+)/.exec(command)?.[1]
      socket.write(commandReply('+OK'))
      return eventFrame({ 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': job, _body: '-ERR No such channel!\n' })
    })
    await expect(telephoneSwitch.execute({ type: 'mute', leg, on: true })).rejects.toMatchObject({ code: 'LEG_GONE' })
    await telephoneSwitch.execute({ type: 'hang-up', leg, cause: 'normal' })
  })

  test('do not start the detector of a module that is not there: the switch would hang the leg up', async () => {
    const having = (loaded: string) =>
      begin(
        remembering((command, socket) =>
          command === 'api module_exists mod_avmd'
            ? apiResponse(loaded)
            : command.startsWith('sendmsg')
              ? commandReply('+OK')
              : answerAsSwitch(command, socket),
        ),
      )
    const started = () => esl.commands.filter((command) => command.startsWith('sendmsg'))
    await having('false')
    await expect(telephoneSwitch.execute({ type: 'detect-beep', leg, on: true })).rejects.toMatchObject({
      code: 'SWITCH_REFUSED',
    })
    expect(started()).toEqual([])
    await telephoneSwitch.stop()
    connections.length = 0
    await having('true')
    await telephoneSwitch.execute({ type: 'detect-beep', leg, on: true })
    expect(started()).toHaveLength(1)
    expect(started()[0]).toContain('execute-app-name: avmd_start')
    // The switch tells a tone of a parked leg twice.
    const beep = {
      'Event-Name': 'CUSTOM',
      'Event-Subclass': 'avmd::beep',
      'Unique-ID': leg,
      'Event-Date-Timestamp': at,
    }
    for (let times = 0; times < 2; times++) tell(beep)
    tell({ 'Event-Name': 'CHANNEL_HOLD', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => events.some(({ type }) => type === 'leg-held'))
    expect(events.map(({ type }) => type)).toEqual(['beep-heard', 'leg-held'])
  })

  test('without a result end at their deadline', async () => {
    await begin(
      (command, socket) => (command.startsWith('bgapi ') ? commandReply('+OK') : answerAsSwitch(command, socket)),
      {
        times: { commandMs: 20 },
      },
    )
    await expect(telephoneSwitch.execute({ type: 'answer', leg })).rejects.toMatchObject({ code: 'SWITCH_TIMEOUT' })
  })

  test('are lost with the connection, and not sent again', async () => {
    await begin((command, socket) =>
      command.startsWith('bgapi ') ? commandReply('+OK') : answerAsSwitch(command, socket),
    )
    const pending = telephoneSwitch.execute({ type: 'answer', leg })
    pending.catch(() => {})
    await until(() => esl.commands.some((command) => command.startsWith('bgapi uuid_answer')))
    for (const socket of esl.sockets) socket.resetAndDestroy()
    await expect(pending).rejects.toMatchObject({ code: 'SWITCH_UNAVAILABLE' })
    await until(() => connections.length === 3)
    expect(esl.commands.filter((command) => command.startsWith('bgapi uuid_answer'))).toHaveLength(1)
  })

  test('a new playback breaks off the one before it, once that has begun', async () => {
    await begin(remembering(answerAsSwitch))
    await telephoneSwitch.execute({ type: 'play', leg, playback: 'one', prompts: [{ kind: 'file', name: 'greeting' }] })
    const second = telephoneSwitch.execute({
      type: 'play',
      leg,
      playback: 'two',
      prompts: [{ kind: 'music', name: 'hold' }],
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(esl.commands.some((command) => command.includes('uuid_break'))).toBe(false)
    tell({ 'Event-Name': 'PLAYBACK_START', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await second
    tell({
      'Event-Name': 'CHANNEL_EXECUTE_COMPLETE',
      'Unique-ID': leg,
      'Event-Date-Timestamp': at,
      'Application-UUID': 'ringdesk-play:one',
      'Application-Response': 'FILE PLAYED',
    })
    await until(() => events.length > 0)
    const applications = esl.commands.filter((command) => /uuid_break|execute-app-arg/.test(command))
    expect(applications.map((command) => /uuid_break|execute-app-arg: \S+/.exec(command)?.[0])).toEqual([
      'execute-app-arg: /sounds/greeting.wav',
      'uuid_break',
      'execute-app-arg: local_stream://hold',
    ])
  })

  describe('an application on a leg that we dialled', () => {
    const dial = () =>
      telephoneSwitch.execute({
        type: 'originate',
        leg,
        to: { kind: 'trunk', gateway: 'carrier', number: '+8613900139000' },
        callerNumber: '4008001234',
        callerName: '4008001234',
        ringTimeoutMs: 5_000,
        variables: {},
      })
    const ask = () =>
      telephoneSwitch.execute({
        type: 'collect-digits',
        leg,
        request: 'flow',
        minDigits: 1,
        maxDigits: 1,
        tries: 1,
        timeoutMs: 3_000,
        accept: '^[1-5]$',
      })
    const happens = (name: string) => tell({ 'Event-Name': name, 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    const started = () => esl.commands.filter((command) => command.startsWith('sendmsg'))

    test('waits for its park: at its answer originate still holds it, and would break the application off', async () => {
      await begin(remembering(answerAsSwitch))
      await dial()
      happens('CHANNEL_ANSWER')
      await until(() => events.length > 0)
      const asked = ask()
      // An order that is carried out at once, given after it.
      await telephoneSwitch.execute({ type: 'set-variables', leg: other, variables: { phase: 'flow' } })
      expect(started()).toEqual([])
      happens('CHANNEL_PARK')
      await asked
      expect(started()).toHaveLength(1)
    })

    test('waits no longer than the leg lives', async () => {
      await begin(
        remembering((command, socket) =>
          command.startsWith('sendmsg') ? commandReply('-ERR invalid session id') : answerAsSwitch(command, socket),
        ),
      )
      await dial()
      const began = Date.now()
      const asked = ask()
      tell({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
      await expect(asked).rejects.toMatchObject({ code: 'LEG_GONE' })
      expect(Date.now() - began).toBeLessThan(900)
    })

    test('waits also when it rang already as we came to the switch', async () => {
      await begin(
        remembering((command, socket) => {
          if (command === 'api show channels as json')
            return apiResponse(JSON.stringify({ row_count: 1, rows: [{ uuid: leg }] }))
          if (command === `api uuid_dump ${leg} json`)
            return apiResponse(
              JSON.stringify({ 'Unique-ID': leg, 'Answer-State': 'ringing', 'Call-Direction': 'outbound' }),
            )
          return answerAsSwitch(command, socket)
        }),
      )
      const asked = ask()
      await telephoneSwitch.execute({ type: 'set-variables', leg: other, variables: { phase: 'flow' } })
      expect(started()).toEqual([])
      happens('CHANNEL_PARK')
      await asked
      expect(started()).toHaveLength(1)
    })
  })

  test('an originate refused before its leg existed is told as an event', async () => {
    await begin((command, socket) => {
      if (!command.startsWith('bgapi originate')) return answerAsSwitch(command, socket)
      const job = /Job-UUID: (\S+)/.exec(command)?.[1]
      socket.write(commandReply('+OK'))
      return eventFrame({ 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': job, _body: '-ERR USER_NOT_REGISTERED\n' })
    })
    await telephoneSwitch.execute({
      type: 'originate',
      leg,
      to: { kind: 'user', extension: '1001' },
      callerNumber: '138',
      callerName: '张三',
      ringTimeoutMs: 5_000,
      variables: {},
    })
    await until(() => events.length > 0)
    expect(events).toEqual([
      {
        type: 'originate-failed',
        at: expect.any(Number),
        leg,
        cause: 'unreachable',
        switchCause: 'USER_NOT_REGISTERED',
      },
    ])
  })
})

describe('whatever the switch tells, we go on', () => {
  test.each([
    ['no JSON', Buffer.from('{"Event-Name":"CHANNEL_CREATE",'), 'an event that is not JSON; passed over'],
    ['no object', Buffer.from('42'), 'an event that is no object; passed over'],
    ['an unknown event', Buffer.from('{"Event-Name":"NEW_THING"}'), 'an event that says nothing to us; passed over'],
    [
      'an event without its leg',
      Buffer.from(`{"Event-Name":"DTMF","Event-Date-Timestamp":"${at}"}`),
      'an event that says nothing to us; passed over',
    ],
    [
      'a disconnect notice spliced into an event',
      Buffer.from('{"Event-Name":"CHANNEL_CRContent-Type: text/disconnect-notice\nContent-Length: 67\n\nDisconnected'),
      'an event that is not JSON; passed over',
    ],
  ])('%s is logged with the reason', async (_, body, message) => {
    await begin(remembering(answerAsSwitch))
    tell(body)
    tell({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => events.length > 0)
    expect(logged).toEqual([message])
    expect(events).toEqual([{ type: 'leg-answered', at: 1795342084495, leg }])
  })

  test('a caller name that is not UTF-8 is left out, the call is not', async () => {
    await begin(remembering(answerAsSwitch))
    const [before, after] = JSON.stringify({
      'Event-Name': 'CHANNEL_CREATE',
      'Unique-ID': leg,
      'Event-Date-Timestamp': at,
      'Call-Direction': 'inbound',
      'Caller-Caller-ID-Number': '13800138000',
      'Caller-Caller-ID-Name': '@',
    }).split('@')
    tell(Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xc0, 0xee]), Buffer.from(after ?? '')]))
    await until(() => events.length > 0)
    expect(events[0]).toEqual({
      type: 'leg-created',
      at: 1795342084495,
      leg,
      direction: 'inbound',
      callerNumber: '13800138000',
      variables: {},
    })
    expect(logged).toEqual(['the caller name is not UTF-8; the call goes without a name'])
  })

  test('a listener that throws does not keep the event from the others', async () => {
    await begin(remembering(answerAsSwitch))
    const heard: string[] = []
    telephoneSwitch.onEvent(() => {
      throw new Error('boom')
    })
    telephoneSwitch.onEvent((event) => heard.push(event.type))
    tell({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => heard.length > 0)
    expect(logged).toEqual(['a listener failed; the others go on'])
  })
})

describe('nudging', () => {
  test('goes on while a call lives and stops when none does', async () => {
    await begin(remembering(answerAsSwitch))
    let bytes = 0
    const count = (chunk: Buffer): void => {
      bytes += chunk.length
    }
    subscriber?.on('data', count)
    tell({ 'Event-Name': 'CHANNEL_CREATE', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => bytes >= 5)
    tell({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', 'Unique-ID': leg, 'Event-Date-Timestamp': at })
    await until(() => events.length === 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const then = bytes
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(bytes).toBe(then)
  })
})
