import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asLegId } from '../../ids.ts'
import { shownName } from './arguments.ts'
import { decodeValue, encodeValue } from './channel-variables.ts'
import * as commands from './commands.ts'

const leg = asLegId('leg-1')
const other = asLegId('leg-2')
const badArgument = expect.objectContaining({ code: 'BAD_ARGUMENT' })

test('each command in FreeSWITCH’s words', () => {
  expect(commands.answer({ type: 'answer', leg })).toBe('uuid_answer leg-1')
  expect(commands.bridge({ type: 'bridge', a: leg, b: other })).toBe('uuid_bridge leg-1 leg-2')
  expect(commands.parkBoth({ type: 'hold', customer: leg, agent: other, music: 'hold' })).toBe(
    'uuid_transfer leg-1 -both park inline',
  )
  expect(commands.mute({ type: 'mute', leg, on: true })).toBe('uuid_audio leg-1 start read mute 1')
  expect(commands.mute({ type: 'mute', leg, on: false })).toBe('uuid_audio leg-1 stop')
  expect(commands.hangUp({ type: 'hang-up', leg, cause: 'busy' })).toBe('uuid_kill leg-1 USER_BUSY')
  expect(commands.answerPhone({ type: 'answer-phone', leg })).toBe('uuid_phone_event leg-1 talk')
  expect(commands.cancelFallback({ type: 'cancel-fallback', leg })).toBe('sched_del leg-1')
  expect(commands.startRecording({ type: 'start-recording', leg, path: '/录音/1.wav' })).toEqual([
    'uuid_setvar leg-1 RECORD_STEREO true',
    'uuid_record leg-1 start /录音/1.wav',
  ])
  expect(commands.setVariables({ type: 'set-variables', leg, variables: { note: 'a;b=c 张三' } })).toBe(
    'uuid_setvar_multi leg-1 ringdesk_note=a%3Bb%3Dc%20张三',
  )
  expect(commands.setVariables({ type: 'set-variables', leg, variables: {} })).toBeUndefined()
})

test('several files are one playback, music is one of its own', () => {
  const play = (prompts: Parameters<typeof commands.play>[0]['prompts']) =>
    commands.play({ type: 'play', leg, playback: 'p-1', prompts }, '/sounds')
  expect(
    play([
      { kind: 'file', name: 'greeting' },
      { kind: 'file', name: 'goodbye' },
    ]),
  ).toEqual({
    leg: 'leg-1',
    name: 'playback',
    argument: 'file_string:///sounds/greeting.wav!/sounds/goodbye.wav',
    id: 'ringdesk-play:p-1',
  })
  expect(play([{ kind: 'music', name: 'hold' }])).toMatchObject({
    argument: 'local_stream://hold',
    id: 'ringdesk-music:p-1',
  })
  expect(() => play([])).toThrow(badArgument)
  expect(() =>
    play([
      { kind: 'file', name: 'greeting' },
      { kind: 'music', name: 'hold' },
    ]),
  ).toThrow(badArgument)
})

describe('text that is spoken', () => {
  const speech = 'tts_commandline|cmn'
  const play = (...prompts: Parameters<typeof commands.play>[0]['prompts']) =>
    commands.play({ type: 'play', leg, playback: 'p-1', prompts }, '/sounds', speech).argument

  test('is a file of its own kind, alone or among files', () => {
    expect(play({ kind: 'speech', text: '您好，张先生！请为 文三路店 打分。' })).toBe(
      'tts://tts_commandline|cmn|您好，张先生！请为 文三路店 打分。',
    )
    expect(play({ kind: 'file', name: 'greeting' }, { kind: 'speech', text: '满意吗? 5%!' })).toBe(
      'file_string:///sounds/greeting.wav!tts://tts_commandline|cmn|满意吗? 5％！',
    )
  })

  test('is one argument of a menu, with its spaces', () => {
    const prompt = { kind: 'speech', text: 'press one' } as const
    const menu = { type: 'collect-digits', leg, request: 'r', prompt, invalidPrompt: prompt, minDigits: 1 } as const
    const rest = { maxDigits: 1, tries: 1, timeoutMs: 5_000, accept: '^1$' } as const
    expect(commands.collectDigits({ ...menu, ...rest }, '/sounds', speech).argument).toBe(
      "1 1 1 5000 none 'tts://tts_commandline|cmn|press one' 'tts://tts_commandline|cmn|press one' collected_r ^1$ 3000",
    )
  })

  test('cannot separate, quote, expand or run anything, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        let argument = ''
        try {
          argument = play({ kind: 'file', name: 'greeting' }, { kind: 'speech', text: `x${text}` })
        } catch (error) {
          expect(error).toEqual(badArgument)
          return
        }
        const said = argument.slice('file_string:///sounds/greeting.wav!tts://tts_commandline|cmn|'.length)
        expect(said).not.toMatch(/[\p{Cc}!|'"`$\\{}[\]<>;&^@#*~=/%()]/u)
        expect(said.trim()).toBe(said)
      }),
    )
    expect(play({ kind: 'speech', text: "a'; rm -rf ~; $(reboot) `x`\r\nuuid_kill|b" })).toBe(
      'tts://tts_commandline|cmn|a rm -rf （reboot） x uuid kill b',
    )
  })

  test('is refused when nothing of it can be said, when it is a speech, and where there is no engine', () => {
    expect(() => play({ kind: 'speech', text: ' \n"<>" ' })).toThrow(badArgument)
    expect(() => play({ kind: 'speech', text: '好'.repeat(501) })).toThrow(badArgument)
    const prompts = [{ kind: 'speech', text: '您好' }] as const
    expect(() => commands.play({ type: 'play', leg, playback: 'p', prompts }, '/sounds')).toThrow(
      expect.objectContaining({ code: 'NO_SPEECH' }),
    )
  })
})

test('digits are collected into a variable of their own request', () => {
  const collect = (accept: string, maxDigits: number) =>
    commands.collectDigits(
      {
        type: 'collect-digits',
        leg,
        request: 'menu-7',
        prompt: { kind: 'file', name: 'menu-main' },
        minDigits: 1,
        maxDigits,
        tries: 2,
        timeoutMs: 5_000,
        accept,
      },
      '/sounds',
    ).argument
  expect(collect('^[12]$', 1)).toBe(
    '1 1 2 5000 none /sounds/menu-main.wav silence_stream://10 collected_menu_7 ^[12]$ 3000',
  )
  expect(collect('[0-9]+', 4)).toContain(' 5000 # ')
  expect(() => collect('\\d+', 4)).toThrow(badArgument)
  expect(() => collect('[0-9] uuid_kill', 4)).toThrow(badArgument)
})

describe('nothing that a caller gives can change what is sent', () => {
  test('values come back as they were, and hold nothing that separates, quotes or expands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const encoded = encodeValue(value)
        expect(encoded).not.toMatch(/[\s'",;|={}[\]\\$/!]/)
        expect(decodeValue(encoded)).toBe(value.toWellFormed())
      }),
    )
  })

  test('a value that was not written by us means what it says', () => {
    expect(decodeValue('100%')).toBe('100%')
    expect(decodeValue('caller')).toBe('caller')
  })

  test('names shown on phones cannot leave their quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(shownName(name)).not.toMatch(/[\p{Cc}'",;\\{}[\]<>$^|%]/u)
      }),
    )
  })

  test('originate', () => {
    const line = commands.originate({
      type: 'originate',
      leg,
      to: { kind: 'user', extension: '1001' },
      callerNumber: "138'}<x>00138000",
      callerName: "张'三}, x",
      ringTimeoutMs: 20_000,
      variables: { call: 'c 1', empty: '' },
    })
    expect(line).toMatch(
      /^originate \{origination_uuid=leg-1,origination_caller_id_number=138x00138000,origination_caller_id_name='张’三）， x',/,
    )
    expect(line).toContain(',originate_timeout=20,')
    expect(line).toMatch(/,ringdesk_call=c%201\}user\/1001 &park\(\)$/)
  })

  test.each([
    ['a leg', () => commands.answer({ type: 'answer', leg: asLegId('x y') })],
    ['a path', () => commands.stopRecording({ type: 'stop-recording', leg, path: '/a b' })],
    ['a relative path', () => commands.stopRecording({ type: 'stop-recording', leg, path: 'a.wav' })],
    ['a variable name', () => commands.setVariables({ type: 'set-variables', leg, variables: { 'a=b;c': 'x' } })],
    [
      'a prompt',
      () => commands.play({ type: 'play', leg, playback: 'p', prompts: [{ kind: 'file', name: '../etc' }] }, '/sounds'),
    ],
    [
      'an extension',
      () =>
        commands.originate({
          type: 'originate',
          leg,
          to: { kind: 'user', extension: '1001 &bridge(x)' },
          callerNumber: '1',
          callerName: '',
          ringTimeoutMs: 1,
          variables: {},
        }),
    ],
    [
      'a SIP address',
      () =>
        commands.originate({
          type: 'originate',
          leg,
          to: { kind: 'sip', uri: 'sip:a@b &x' },
          callerNumber: '1',
          callerName: '',
          ringTimeoutMs: 1,
          variables: {},
        }),
    ],
  ])('%s that is not one is refused', (_, make) => {
    expect(make).toThrow(badArgument)
  })
})
