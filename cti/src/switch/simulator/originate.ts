/** Dialling out: an agent's phone by its extension, or any SIP address. */
import { type Channel, createChannel, enter, isUp, updateProfile } from './channel.ts'
import type { Dialplan } from './dialplan.ts'
import { runScript } from './execution.ts'
import { hangUp } from './lifecycle.ts'
import { type OriginateCommand, parseOriginate } from './originate-command.ts'
import { isExtension, type Phones } from './phones.ts'
import { wholeSecondsFrom } from './scheduler.ts'
import { type OutboundTarget, setInviteSentVariables, setOutboundVariables } from './signalling.ts'
import { type Switchboard, tell, tellBriefly } from './switchboard.ts'
import { send } from './transfer.ts'

/** FreeSWITCH's own limit when none is given. s. */
const DEFAULT_TIMEOUT_S = 60
/** The far phone answers the INVITE at once: a round trip on the loopback. ms. */
const INVITE_MS = 1

export interface OriginateSurroundings {
  readonly phones: Phones
  readonly dialplan: Dialplan
}

/** @param done gets the api command's answer: when the leg is answered, or why it never was. */
export function originate(
  board: Switchboard,
  { phones, dialplan }: OriginateSurroundings,
  argument: string,
  done: (answer: string) => void,
): void {
  const command = parseOriginate(argument)
  if (command === undefined) {
    done(
      '-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]\n',
    )
    return
  }
  const target = parseEndpoint(command.endpoint)
  const refusal = refusalOf(board, phones, command, target)
  if (refusal !== undefined || target === undefined) {
    done(`-ERR ${refusal ?? 'CHAN_NOT_IMPLEMENTED'}\n`)
    return
  }
  const channel = createOutbound(board, command, target)
  channel.originated = (outcome) => {
    if (outcome !== 'answered') {
      done(`-ERR ${outcome.cause}\n`)
      return
    }
    channel.originated = undefined
    done(`+OK ${channel.uuid}\n`)
    board.clock.schedule(0, () => takeOver(board, dialplan, channel, command))
  }
  const timeoutS = Number.parseInt(command.variables.originate_timeout ?? '', 10) || DEFAULT_TIMEOUT_S
  board.clock.schedule(wholeSecondsFrom(board.clock, timeoutS), () => {
    if (channel.answerState !== 'answered') hangUp(board, channel, 'NO_ANSWER')
  })
  board.clock.schedule(INVITE_MS, () => {
    if (!isUp(channel)) return
    enter(channel, 'CS_CONSUME_MEDIA')
    phones.ring(board, channel, target)
  })
}

/** `user/1001`, `sofia/profile/user@host`, `sofia/gateway/name/number`. */
function parseEndpoint(endpoint: string): OutboundTarget | undefined {
  const [kind, ...rest] = endpoint.split('/')
  if (kind === 'user') {
    const [user = '', host = '127.0.0.1'] = (rest[0] ?? '').split('@')
    return user === '' ? undefined : { user, host, profile: 'internal' }
  }
  if (kind !== 'sofia') return undefined
  const [profile = '', ...address] = rest
  if (profile === 'gateway') {
    const [gateway = '', user = ''] = address
    return user === '' ? undefined : { user, host: gateway, profile: 'external' }
  }
  const [user = '', host = ''] = address.join('/').split(';')[0]?.split('@') ?? []
  return user === '' || host === '' ? undefined : { user, host, profile }
}

/** Refusals before a leg exists. */
function refusalOf(
  board: Switchboard,
  phones: Phones,
  command: OriginateCommand,
  target: OutboundTarget | undefined,
): string | undefined {
  if (target === undefined) return 'CHAN_NOT_IMPLEMENTED'
  if (!board.open) return 'DESTINATION_OUT_OF_ORDER'
  const wanted = command.variables.origination_uuid
  if (wanted !== undefined && board.channels.has(wanted)) return 'DESTINATION_OUT_OF_ORDER'
  const local = command.endpoint.startsWith('user/')
  if (local && phones.behaviour(target.user).mode === 'unregistered') return 'USER_NOT_REGISTERED'
  if (local && !isExtension(target.user) && phones.list()[target.user] === undefined) return 'SUBSCRIBER_ABSENT'
  return undefined
}

function createOutbound(board: Switchboard, command: OriginateCommand, target: OutboundTarget): Channel {
  const now = board.clock.now()
  const { variables } = command
  const callerName = variables.origination_caller_id_name ?? ''
  const callerNumber = variables.origination_caller_id_number ?? '0000000000'
  const channel = createChannel({
    uuid: variables.origination_uuid ?? board.random.uuid(),
    direction: 'outbound',
    name: `sofia/${target.profile}/${target.user}@${target.host}`,
    profile: {
      callerName,
      callerNumber,
      origCallerName: callerName,
      origCallerNumber: callerNumber,
      calleeName: variables.origination_callee_id_name ?? 'Outbound Call',
      calleeNumber: variables.origination_callee_id_number ?? target.user,
      ani: callerNumber,
      destination: target.user,
      source: 'src/switch_ivr_originate.c',
      context: 'default',
      index: 1,
      profileCreatedAt: now,
      createdAt: now,
      answeredAt: 0,
      progressAt: 0,
      progressMediaAt: 0,
      hangupAt: 0,
      transferAt: 0,
      bridgedAt: 0,
      lastHoldAt: 0,
    },
  })
  board.sessions += 1
  board.totals.dialled += 1
  board.channels.set(channel.uuid, channel)
  board.peakSessions = Math.max(board.peakSessions, board.channels.size)
  setOutboundVariables(board, channel, target)
  channel.variables.setAll(variables)
  setInviteSentVariables(channel, target)
  if (command.endpoint.startsWith('user/'))
    channel.variables.setAll({ dialed_user: target.user, dialed_domain: target.host })
  tellBriefly(board, channel, 'CHANNEL_OUTGOING')
  tell(board, channel, 'CHANNEL_CREATE')
  return channel
}

/** The answered leg leaves the hands of originate: it goes to its application or extension. */
function takeOver(board: Switchboard, dialplan: Dialplan, channel: Channel, { onAnswer }: OriginateCommand): void {
  if (!isUp(channel)) return
  const { callerName, callerNumber, calleeName, calleeNumber } = channel.profile
  channel.variables.setAll({
    pre_transfer_caller_id_name: callerName,
    pre_transfer_caller_id_number: callerNumber,
    channel_cid_flipped: 'yes',
  })
  channel.inDialplan = true
  updateProfile(channel, {
    callerName: calleeName ?? '',
    callerNumber: calleeNumber ?? '',
    calleeName: callerName,
    calleeNumber: callerNumber,
  })
  if ('extension' in onAnswer) send(board, dialplan, channel, onAnswer)
  else runScript(board, channel, onAnswer, (leg) => hangUp(board, leg, 'NORMAL_CLEARING'))
}
