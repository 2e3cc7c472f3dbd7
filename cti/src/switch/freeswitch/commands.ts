/** The port's commands in FreeSWITCH's words. Pure: what is sent, not the sending. */
import type { SwitchCommand } from '../port.ts'
import {
  acceptArgument,
  dialString,
  legArgument,
  pathArgument,
  promptArgument,
  promptsArgument,
  requestArgument,
  shownName,
  shownNumber,
} from './arguments.ts'
import { encodeValue, variableName } from './channel-variables.ts'
import { forgetEndedCommand, journalHook } from './ended-journal.ts'
import { applicationIds, digitsVariable } from './events.ts'
import { switchCauseFor } from './hangup-causes.ts'

type CommandOf<Type extends SwitchCommand['type']> = Extract<SwitchCommand, { type: Type }>

/** A dialplan application on a leg, told to end by an event that carries `id`. */
export interface Application {
  readonly leg: string
  readonly name: string
  readonly argument: string
  readonly id: string
}

/** Digits that come more than this apart belong to two tries, ms. */
const betweenDigitsMs = 3_000

export const answer = ({ leg }: CommandOf<'answer'>): string => `uuid_answer ${legArgument(leg)}`

export const answerPhone = ({ leg }: CommandOf<'answer-phone'>): string => `uuid_phone_event ${legArgument(leg)} talk`

export const bridge = ({ a, b }: CommandOf<'bridge'>): string => `uuid_bridge ${legArgument(a)} ${legArgument(b)}`

/** Both legs park; the agent's would also by its park_after_bridge. */
export const parkBoth = ({ customer }: CommandOf<'hold'>): string =>
  `uuid_transfer ${legArgument(customer)} -both park inline`

/** Silences what the leg says; it goes on hearing. */
export const mute = ({ leg, on }: CommandOf<'mute'>): string =>
  `uuid_audio ${legArgument(leg)} ${on ? 'start read mute 1' : 'stop'}`

/** The api's own "start" listens with nothing (FreeSWITCH 1.11: it never sets up its detectors); the application does. */
export const detectBeep = ({ leg }: CommandOf<'detect-beep'>): Application => ({
  leg: legArgument(leg),
  name: 'avmd_start',
  argument: '',
  id: `${applicationIds.beep}${leg}`,
})

export const beepDetectorExists = 'module_exists mod_avmd'

/** As an application it would wait for the end of what is being played. */
export const ignoreBeeps = ({ leg }: CommandOf<'detect-beep'>): string => `avmd ${legArgument(leg)} stop`

export const stopPlaying = (leg: CommandOf<'stop-playing'>['leg']): string => `uuid_break ${legArgument(leg)}`

export const hangUp = ({ leg, cause }: CommandOf<'hang-up'>): string =>
  `uuid_kill ${legArgument(leg)} ${switchCauseFor[cause]}`

export const cancelFallback = ({ leg }: CommandOf<'cancel-fallback'>): string => `sched_del ${legArgument(leg)}`

/** In the order to be sent. RECORD_STEREO counts when the recording starts. */
export const startRecording = ({ leg, path }: CommandOf<'start-recording'>): string[] => [
  `uuid_setvar ${legArgument(leg)} RECORD_STEREO true`,
  `uuid_record ${legArgument(leg)} start ${pathArgument(path)}`,
]

export const stopRecording = ({ leg, path }: CommandOf<'stop-recording'>): string =>
  `uuid_record ${legArgument(leg)} stop ${pathArgument(path)}`

/** undefined when there is nothing to set. An empty value unsets. */
export function setVariables({ leg, variables }: CommandOf<'set-variables'>): string | undefined {
  const assignments = Object.entries(variables).map(([name, value]) => `${variableName(name)}=${encodeValue(value)}`)
  return assignments.length === 0 ? undefined : `uuid_setvar_multi ${legArgument(leg)} ${assignments.join(';')}`
}

export const forgetEnded = ({ legs }: CommandOf<'forget-ended'>): string[] =>
  legs.map((leg) => forgetEndedCommand(legArgument(leg)))

/** The leg parks when it is answered. Without park_after_bridge it would die with its first bridge. */
export function originate(command: CommandOf<'originate'>): string {
  const name = shownName(command.callerName)
  const variables = [
    `origination_uuid=${legArgument(command.leg)}`,
    `origination_caller_id_number=${shownNumber(command.callerNumber)}`,
    ...(name === '' ? [] : [`origination_caller_id_name='${name}'`]),
    `originate_timeout=${Math.max(1, Math.ceil(command.ringTimeoutMs / 1000))}`,
    'ignore_early_media=true',
    'park_after_bridge=true',
    'hangup_after_bridge=false',
    'playback_terminators=none',
    // Lets the journal's hook keep its own variables until the leg hangs up.
    'origination_nested_vars=true',
    `api_hangup_hook='${journalHook}'`,
    ...Object.entries(command.variables)
      .filter(([, value]) => value !== '')
      .map(([variable, value]) => `${variableName(variable)}=${encodeValue(value)}`),
  ]
  return `originate {${variables.join(',')}}${dialString(command.to)} &park()`
}

export function play(command: CommandOf<'play'>, soundDirectory: string, speech?: string): Application {
  const [first] = command.prompts
  const musical = command.prompts.length === 1 && first?.kind === 'music'
  return {
    leg: legArgument(command.leg),
    name: 'playback',
    argument: promptsArgument(command.prompts, soundDirectory, speech),
    id: (musical ? applicationIds.music : applicationIds.play) + requestArgument(command.playback),
  }
}

export function collectDigits(
  command: CommandOf<'collect-digits'>,
  soundDirectory: string,
  speech?: string,
): Application {
  const request = requestArgument(command.request)
  const accept = acceptArgument(command.accept)
  return {
    leg: legArgument(command.leg),
    name: 'play_and_get_digits',
    argument: [
      whole(command.minDigits),
      whole(command.maxDigits),
      whole(command.tries),
      whole(command.timeoutMs),
      // "none" holds no key: otherwise a terminator could not be an option.
      accept.includes('#') || command.minDigits === command.maxDigits ? 'none' : '#',
      command.prompt === undefined
        ? 'silence_stream://10'
        : quoted(promptArgument(command.prompt, soundDirectory, speech)),
      command.invalidPrompt === undefined
        ? 'silence_stream://10'
        : quoted(promptArgument(command.invalidPrompt, soundDirectory, speech)),
      digitsVariable(request),
      accept,
      whole(Math.min(command.timeoutMs, betweenDigitsMs)),
    ].join(' '),
    id: applicationIds.digits + request,
  }
}

/** Arguments are separated by spaces, and text to be spoken has some; none has quotes. */
const quoted = (argument: string): string => (argument.includes(' ') ? `'${argument}'` : argument)

const whole = (value: number): string => String(Math.max(1, Math.round(value)))
