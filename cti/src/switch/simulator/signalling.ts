/** What SIP leaves in a channel's variables: the same names that mod_sofia sets, at the same moments. */
import type { Channel } from './channel.ts'
import type { Switchboard } from './switchboard.ts'

const SWITCH_HOST = '127.0.0.1'
const CARRIER_HOST = 'carrier.example.cn'
const SERVICE_HOST = 'callcenter.example.cn'
const OFFERED_CODECS = 'OPUS,G722,PCMU,PCMA'
const SDP =
  'v=0\r\no=simulator 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 42100 RTP/AVP 8 101\r\n' +
  'a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n'

const tag = (board: Switchboard): string => board.random.uuid().slice(0, 13)

export interface InboundInvite {
  readonly from: string
  readonly to: string
  readonly name?: string | undefined
}

export const inboundName = (from: string): string => `sofia/external/${from}@${CARRIER_HOST}`

export function setInviteVariables(board: Switchboard, channel: Channel, { from, to, name }: InboundInvite): void {
  const fromTag = tag(board)
  const display = name === undefined || name === '' ? '' : `"${name}" `
  channel.variables.setAll({
    direction: 'inbound',
    uuid: channel.uuid,
    call_uuid: channel.uuid,
    session_id: String(board.sessions),
    sip_from_user: from,
    sip_from_uri: `${from}@${CARRIER_HOST}`,
    sip_from_host: CARRIER_HOST,
    video_media_flow: 'disabled',
    audio_media_flow: 'disabled',
    text_media_flow: 'disabled',
    channel_name: channel.name,
    sip_call_id: board.random.uuid(),
    sip_local_network_addr: SWITCH_HOST,
    sip_network_ip: '127.0.0.1',
    sip_network_port: '42000',
    sip_invite_stamp: `${channel.profile.createdAt}000`,
    sip_received_ip: '127.0.0.1',
    sip_received_port: '42000',
    sip_via_protocol: 'udp',
    sip_from_user_stripped: from.replace(/^\+/, ''),
    sip_from_tag: fromTag,
    sofia_profile_name: 'external',
    sofia_profile_url: `sip:mod_sofia@${SWITCH_HOST}:5080`,
    recovery_profile_name: 'external',
    sip_full_via: `SIP/2.0/UDP 127.0.0.1:42000;branch=z9hG4bK-${fromTag}`,
    sip_from_display: name,
    sip_full_from: `${display}<sip:${from}@${CARRIER_HOST}>;tag=${fromTag}`,
    sip_full_to: `<sip:${to}@${SERVICE_HOST}>`,
    sip_req_user: to,
    sip_req_port: '5080',
    sip_req_uri: `${to}@${SWITCH_HOST}:5080`,
    sip_req_host: SWITCH_HOST,
    sip_to_user: to,
    sip_to_uri: `${to}@${SERVICE_HOST}`,
    sip_to_host: SERVICE_HOST,
    sip_contact_user: from,
    sip_contact_port: '42000',
    sip_contact_uri: `${from}@127.0.0.1:42000`,
    sip_contact_host: '127.0.0.1',
    rtp_use_codec_string: OFFERED_CODECS,
    sip_user_agent: 'ringdesk-simulated-carrier',
    sip_via_host: '127.0.0.1',
    sip_via_port: '42000',
    max_forwards: '70',
    switch_r_sdp: SDP,
    ep_codec_string: 'CORE_PCM_MODULE.PCMA@8000h@20i@64000b',
    endpoint_disposition: 'DELAYED NEGOTIATION',
  })
}

export interface OutboundTarget {
  /** The user part that is dialled. */
  readonly user: string
  readonly host: string
  readonly profile: string
}

export function setOutboundVariables(board: Switchboard, channel: Channel, target: OutboundTarget): void {
  channel.variables.setAll({
    direction: 'outbound',
    is_outbound: 'true',
    uuid: channel.uuid,
    call_uuid: channel.uuid,
    session_id: String(board.sessions),
    sip_local_network_addr: SWITCH_HOST,
    sip_profile_name: target.profile,
    video_media_flow: 'disabled',
    text_media_flow: 'disabled',
    channel_name: channel.name,
    sip_destination_url: `sip:${target.user}@${target.host}`,
  })
}

/** Set after the caller's own {variables}. */
export function setInviteSentVariables(channel: Channel, target: OutboundTarget): void {
  channel.variables.setAll({
    originate_early_media: 'false',
    originate_endpoint: 'sofia',
    rtp_use_codec_string: OFFERED_CODECS,
    local_media_ip: SWITCH_HOST,
    local_media_port: '35164',
    advertised_media_ip: SWITCH_HOST,
    audio_media_flow: 'sendrecv',
    rtp_local_sdp_str: SDP,
    sip_outgoing_contact_uri: `<sip:mod_sofia@${SWITCH_HOST}:5080>`,
    sip_req_uri: `${target.user}@${target.host}`,
    sip_to_host: target.host,
    sip_from_host: SWITCH_HOST,
    sofia_profile_name: target.profile,
    recovery_profile_name: target.profile,
    sofia_profile_url: `sip:mod_sofia@${SWITCH_HOST}:5080`,
  })
}

/** Set with the first answer of the called phone (180 or 200). */
export function setReplyVariables(board: Switchboard, channel: Channel, target: OutboundTarget): void {
  if (channel.variables.get('sip_to_tag') !== undefined) return
  const { callerName, callerNumber } = channel.profile
  const [host = target.host, port = '5060'] = target.host.split(':')
  const fromTag = tag(board)
  const toTag = tag(board)
  const via = `SIP/2.0/UDP ${SWITCH_HOST}:5080;rport;branch=z9hG4bK${fromTag}`
  channel.variables.setAll({
    sip_reply_host: host,
    sip_reply_port: port,
    sip_network_ip: host,
    sip_network_port: port,
    sip_recover_contact: `<sip:${target.host};transport=UDP>`,
    sip_full_via: via,
    sip_recover_via: via,
    sip_from_display: callerName,
    sip_full_from: `"${callerName}" <sip:${callerNumber}@${SWITCH_HOST}>;tag=${fromTag}`,
    sip_full_to: `<sip:${target.user}@${target.host}>;tag=${toTag}`,
    sip_from_user: callerNumber,
    sip_from_uri: `${callerNumber}@${SWITCH_HOST}`,
    sip_to_user: target.user,
    sip_to_port: port,
    sip_to_uri: `${target.user}@${target.host}`,
    sip_to_host: host,
    sip_contact_params: 'transport=UDP',
    sip_contact_user: target.user,
    sip_contact_port: port,
    sip_contact_uri: `${target.user}@${target.host}`,
    sip_contact_host: host,
    sip_to_tag: toTag,
    sip_from_tag: fromTag,
    sip_cseq: '123117250',
    sip_call_id: board.random.uuid(),
  })
}

/** Set when RTP starts: on PROGRESS_MEDIA of an inbound leg, on ANSWER of an outbound one. */
export function setMediaVariables(board: Switchboard, channel: Channel): void {
  channel.hasMedia = true
  channel.variables.setAll({
    switch_r_sdp: SDP,
    ep_codec_string: 'CORE_PCM_MODULE.PCMA@8000h@20i@64000b',
    remote_video_media_flow: 'inactive',
    remote_text_media_flow: 'inactive',
    remote_audio_media_flow: 'sendrecv',
    audio_media_flow: 'sendrecv',
    rtp_audio_recv_pt: '8',
    rtp_use_codec_name: 'PCMA',
    rtp_use_codec_rate: '8000',
    rtp_use_codec_ptime: '20',
    rtp_use_codec_channels: '1',
    rtp_last_audio_codec_string: 'PCMA@8000h@20i@1c',
    read_codec: 'PCMA',
    original_read_codec: 'PCMA',
    read_rate: '8000',
    original_read_rate: '8000',
    write_codec: 'PCMA',
    write_rate: '8000',
    dtmf_type: 'rfc2833',
    local_media_ip: SWITCH_HOST,
    local_media_port: '34820',
    advertised_media_ip: SWITCH_HOST,
    rtp_use_timer_name: 'soft',
    rtp_use_pt: '8',
    rtp_use_ssrc: String(board.random.integer(1, 0xffff_ffff)),
    rtp_2833_send_payload: '101',
    rtp_2833_recv_payload: '101',
    remote_media_ip: '127.0.0.1',
    remote_media_port: '42100',
  })
}

/** Our half of the offer and answer; told with CHANNEL_ANSWER. */
export function setOwnSdp(channel: Channel): void {
  channel.variables.set('rtp_local_sdp_str', SDP)
}

/** Known to an inbound leg once its 200 was acknowledged, just after CHANNEL_ANSWER. */
export function setDialogVariables(board: Switchboard, channel: Channel): void {
  if (channel.variables.get('sip_to_tag') !== undefined) return
  channel.variables.setAll({ sip_to_tag: tag(board), sip_cseq: '1' })
}

/** A re-INVITE that we send on an inbound leg turns the dialogue's From and To round, for good. */
export function turnDialogueRound(channel: Channel): void {
  const { variables } = channel
  if (channel.direction !== 'inbound' || variables.isTrue('dlg_req_swap_direction')) return
  const read = (name: string): string | undefined => variables.get(name)
  variables.setAll({
    dlg_req_swap_direction: 'true',
    sip_from_user: read('sip_to_user'),
    sip_from_uri: read('sip_to_uri'),
    sip_from_host: read('sip_to_host'),
    sip_from_tag: read('sip_to_tag'),
    sip_to_user: read('sip_from_user'),
    sip_to_uri: read('sip_from_uri'),
    sip_to_host: read('sip_from_host'),
    sip_to_tag: read('sip_from_tag'),
    sip_to_display: read('sip_from_display'),
    sip_from_display: undefined,
  })
}

/** A SIP refusal, with FreeSWITCH's cause for it. */
export const REFUSALS = {
  busy: { status: '486', phrase: 'Busy Here', cause: 'USER_BUSY', q850: '17' },
  reject: { status: '603', phrase: 'Decline', cause: 'CALL_REJECTED', q850: '21' },
  unreachable: { status: '503', phrase: 'Service Unavailable', cause: 'NORMAL_TEMPORARY_FAILURE', q850: '41' },
  cancel: { status: '487', phrase: 'CANCEL', cause: 'ORIGINATOR_CANCEL', q850: '487' },
} as const

export type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS]

export function setRefusalVariables(channel: Channel, refusal: Refusal): void {
  channel.variables.setAll({
    sip_invite_failure_status: refusal.status,
    sip_invite_failure_phrase: refusal.phrase,
    sip_term_status: refusal.status,
    proto_specific_hangup_cause: `sip:${refusal.status}`,
    sip_term_cause: refusal.q850,
  })
}
