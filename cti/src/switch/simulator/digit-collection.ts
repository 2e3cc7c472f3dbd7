/** play_and_get_digits: a menu. Order of events and variables as FreeSWITCH 1.11 was recorded to have them. */

import type { Cancel } from '../../clock.ts'
import type { Channel, Interruption } from './channel.ts'
import { readDigits } from './digits.ts'
import { type Playing, startPlaying } from './playback.ts'
import { later, type Run, type Switchboard } from './switchboard.ts'

interface Menu {
  readonly min: number
  readonly max: number
  readonly tries: number
  readonly timeoutMs: number
  readonly terminators: string
  readonly prompt: string
  readonly invalidPrompt: string
  readonly variable: string
  readonly accept: RegExp | undefined
  readonly digitTimeoutMs: number
}

/** At spaces, except between quotes: text to be spoken has both. */
const separated = (data: string): string[] =>
  (data.match(/'[^']*'|[^ ]+/g) ?? []).map((part) => (part.startsWith("'") ? part.slice(1, -1) : part))

/** `min max tries timeout terminators file invalid_file var_name regexp digit_timeout`; undefined when it makes no menu. */
export function parseMenu(data: string): Menu | undefined {
  const [min, max, tries, timeout, terminators, prompt, invalidPrompt, variable, accept, digitTimeout] = separated(data)
  if (prompt === undefined || variable === undefined) return undefined
  let pattern: RegExp | undefined
  try {
    pattern = accept === undefined || accept === '' ? undefined : new RegExp(accept)
  } catch {
    // FreeSWITCH logs a bad expression and then matches nothing.
    pattern = /(?!)/
  }
  const number = (text: string | undefined, least: number): number =>
    Math.max(least, Number.parseInt(text ?? '', 10) || 0)
  const timeoutMs = number(timeout, 1)
  return {
    min: number(min, 0),
    max: number(max, 1),
    tries: number(tries, 1),
    timeoutMs,
    terminators: terminators === 'none' ? '' : (terminators ?? ''),
    prompt,
    invalidPrompt: invalidPrompt ?? '',
    variable,
    accept: pattern,
    digitTimeoutMs: digitTimeout === undefined ? timeoutMs : number(digitTimeout, 1),
  }
}

export function playAndGetDigits(board: Switchboard, channel: Channel, data: string, run: Run): void {
  const menu = parseMenu(data)
  if (menu === undefined) {
    board.log('error', `Invalid play_and_get_digits ${data}`)
    run.finish()
    return
  }
  const { variables } = channel
  let playing: Playing | undefined
  let wait: Cancel = () => {}
  let digits = ''
  let listening = false
  let triesLeft = menu.tries

  function startTry(): void {
    digits = ''
    listening = true
    variables.setAll({ read_result: undefined, read_terminator_used: undefined, [menu?.variable ?? '']: undefined })
    playing = startPlaying(board, channel, menu?.prompt ?? '', () => {
      playing = undefined
      waitFor(menu?.timeoutMs ?? 0)
    })
    if (playing === undefined) waitFor(menu?.timeoutMs ?? 0)
    channel.farEnd.prompted?.()
    // Pressed while the last try's failure was announced.
    readDigits(board, channel)
  }

  function end(): void {
    run.finish()
    readDigits(board, channel)
  }

  function waitFor(ms: number): void {
    wait()
    wait = later(board, channel, ms, endTry)
  }

  function endTry(): void {
    wait()
    listening = false
    if (menu === undefined) return
    const enough = digits.length >= menu.min && digits !== ''
    if (enough && (menu.accept?.test(digits) ?? true)) {
      variables.setAll({ read_result: 'success', [menu.variable]: digits })
      end()
      return
    }
    variables.set('read_result', enough ? 'success' : 'failure')
    if (digits !== '') variables.set(`${menu.variable}_invalid`, digits)
    triesLeft -= 1
    const goOn = (): void => {
      playing = undefined
      if (triesLeft > 0) startTry()
      else end()
    }
    playing = menu.invalidPrompt === '' ? undefined : startPlaying(board, channel, menu.invalidPrompt, goOn)
    if (playing === undefined) goOn()
  }

  run.takesTime({
    interrupt(how: Interruption) {
      wait()
      playing?.stop(how === 'break' ? 'break' : 'done')
    },
    reading: () => listening,
    digit(digit) {
      playing?.stop('break')
      playing = undefined
      if (menu.terminators.includes(digit)) {
        variables.set('read_terminator_used', digit)
        endTry()
        return true
      }
      digits += digit
      if (digits.length >= menu.max) endTry()
      else waitFor(menu.digitTimeoutMs)
      return true
    },
  })
  startTry()
}
