/** Makes what callers give us safe inside FreeSWITCH's command lines, or refuses it before anything is sent. */
import type { LegId } from '../../ids.ts'
import { type Endpoint, type Prompt, SwitchError } from '../port.ts'

const refuse = (what: string, value: string): never => {
  throw new SwitchError('BAD_ARGUMENT', `${what} cannot be sent: ${JSON.stringify(value.slice(0, 100))}`)
}

const checked = (what: string, value: string, shape: RegExp): string =>
  shape.test(value) ? value : refuse(what, value)

/** @throws SwitchError BAD_ARGUMENT, as do all below */
export const legArgument = (leg: LegId): string => checked('leg', leg, /^[0-9A-Za-z-]{1,64}$/)

/** Names of playbacks and requests: they come back in an event. */
export const requestArgument = (id: string): string => checked('request', id, /^[0-9A-Za-z:._-]{1,128}$/)

/** Absolute, without anything that separates, quotes or expands. Chinese names are fine. */
export const pathArgument = (path: string): string => checked('path', path, /^\/[\p{L}\p{N}._/:@+-]+$/u)

/** A regular expression over digits. `$` only at the end and no backslash: both mean something on the way. */
export const acceptArgument = (expression: string): string =>
  checked('digit expression', expression, /^[\^[\]0-9*#|()+?,-]+\$?$/)

const promptName = /^[a-z0-9][a-z0-9-]{0,63}$/

/** `engine|voice` as FreeSWITCH names them: tts_commandline|cmn, flite|slt, unimrcp:profile|zh. */
export const speechEngine = /^[0-9A-Za-z_.:+-]{1,64}\|[0-9A-Za-z_.:+-]{1,64}$/

/** More in one breath is a file's work. */
const longestSpeech = 500
const readAloud: Readonly<Record<string, string>> = { '!': '！', '%': '％', '&': '＆', '@': '＠', '(': '（', ')': '）' }

/**
 * Text for a speech engine, inside a list of files, inside an application's arguments, and perhaps inside an engine's command line: of
 * ASCII only letters, digits, spaces and a sentence's marks pass. What else can be said goes as its wide form, the rest as a space.
 */
const spokenText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[!%&@()]/g, (character) => readAloud[character] ?? ' ')
    .replaceAll(/[^\p{L}\p{N}\p{M} .,:?+\-\u3000-\u303f\uff00-\uffef…—·℃°]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

function speechArgument(text: string, speech: string | undefined): string {
  if (speech === undefined) throw new SwitchError('NO_SPEECH', 'the switch has no speech engine (SWITCH_TTS)')
  const said = spokenText(text)
  if (said === '' || said.length > longestSpeech) return refuse('text to be spoken', text)
  return `tts://${checked('speech engine', speech, speechEngine)}|${said}`
}

/**
 * @param soundDirectory where the switch finds the files, as the switch sees it
 * @param speech `engine|voice`; absent: there is none @throws SwitchError NO_SPEECH too
 */
export function promptArgument(prompt: Prompt, soundDirectory: string, speech?: string): string {
  if (prompt.kind === 'speech') return speechArgument(prompt.text, speech)
  const name = checked('prompt', prompt.name, promptName)
  return prompt.kind === 'music' ? `local_stream://${name}` : `${soundDirectory}/${name}.wav`
}

/** Several files as one playback, so that they end in one event. */
export function promptsArgument(prompts: readonly Prompt[], soundDirectory: string, speech?: string): string {
  const files = prompts.map((prompt) => promptArgument(prompt, soundDirectory, speech))
  const [first] = files
  if (first === undefined) return refuse('an empty list of prompts', '')
  if (files.length === 1) return first
  if (prompts.some((prompt) => prompt.kind === 'music'))
    return refuse('music inside a list of prompts', files.join(' '))
  return `file_string://${files.join('!')}`
}

export function dialString(to: Endpoint): string {
  switch (to.kind) {
    case 'user':
      return `user/${checked('extension', to.extension, /^[0-9A-Za-z_.-]{1,32}$/)}`
    case 'sip': {
      const address = checked('SIP address', to.uri, /^sip:[0-9A-Za-z_.+-]+@[0-9A-Za-z.:[\]-]+(;[0-9A-Za-z=;._-]+)?$/)
      return `sofia/external/${address.slice('sip:'.length)}`
    }
    case 'trunk':
      return `sofia/gateway/${checked('gateway', to.gateway, /^[0-9A-Za-z_.-]{1,64}$/)}/${checked('number', to.number, /^\+?[0-9*#]{1,32}$/)}`
  }
}

/** What a phone may show as the caller's number. */
export const shownNumber = (number: string): string =>
  number.replaceAll(/[^0-9A-Za-z+*#._-]/g, '').slice(0, 64) || 'anonymous'

const lookAlikes: Readonly<Record<string, string>> = {
  "'": '’',
  '"': '”',
  ',': '，',
  ';': '；',
  '\\': '＼',
  '{': '（',
  '}': '）',
  '[': '（',
  ']': '）',
  '<': '〈',
  '>': '〉',
  $: '＄',
  '^': '＾',
  '|': '｜',
  '%': '％',
}

/**
 * What a phone may show as the caller's name. It passes a dial string in braces and a SIP display name in quotes; characters that mean
 * something to either are shown by their look-alikes, control characters by a space.
 */
export const shownName = (name: string): string =>
  name
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/['",;\\{}[\]<>$^|%]/g, (character) => lookAlikes[character] ?? ' ')
    .trim()
    .slice(0, 64)
