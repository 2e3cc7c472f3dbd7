/** Variables that FreeSWITCH works out when a leg ends: when what happened, how long it took, what the media did. */
import type { Channel } from './channel.ts'
import { micro } from './channel-headers.ts'
import { stamp } from './event-bus.ts'

/** ITU-T Q.850 numbers of the causes that the switch gives (switch_types.h; those above 127 are its own). */
const Q850: Readonly<Record<string, string>> = {
  UNALLOCATED_NUMBER: '1',
  NO_ROUTE_DESTINATION: '3',
  NORMAL_CLEARING: '16',
  USER_BUSY: '17',
  NO_USER_RESPONSE: '18',
  NO_ANSWER: '19',
  SUBSCRIBER_ABSENT: '20',
  CALL_REJECTED: '21',
  DESTINATION_OUT_OF_ORDER: '27',
  INVALID_NUMBER_FORMAT: '28',
  NORMAL_UNSPECIFIED: '31',
  NORMAL_TEMPORARY_FAILURE: '41',
  RECOVERY_ON_TIMER_EXPIRE: '102',
  ORIGINATOR_CANCEL: '16',
  LOSE_RACE: '16',
  SYSTEM_SHUTDOWN: '16',
  ALLOTTED_TIMEOUT: '16',
  ATTENDED_TRANSFER: '16',
  BLIND_TRANSFER: '16',
  USER_NOT_REGISTERED: '20',
}

/** Every cause that `uuid_kill <uuid> <cause>` understands; any other means NORMAL_CLEARING. */
export const isKnownCause = (cause: string): boolean => Q850[cause] !== undefined

const seconds = (ms: number): string => String(Math.max(0, Math.floor(ms / 1000)))
const epoch = (ms: number): string => (ms === 0 ? '0' : String(Math.floor(ms / 1000)))
const stamped = (ms: number): string | undefined => (ms === 0 ? undefined : stamp(ms))

/** Sets what is first seen on CHANNEL_HANGUP_COMPLETE. */
export function setClosingVariables(channel: Channel): void {
  const { profile, variables } = channel
  const cause = channel.hangupCause ?? 'NORMAL_CLEARING'
  const { createdAt, profileCreatedAt, answeredAt, progressAt, progressMediaAt, bridgedAt, hangupAt } = profile
  const spans: Readonly<Record<string, number>> = {
    '': hangupAt - createdAt,
    bill: answeredAt === 0 ? 0 : hangupAt - answeredAt,
    progress: progressAt === 0 ? 0 : progressAt - createdAt,
    answer: answeredAt === 0 ? 0 : answeredAt - createdAt,
    wait: bridgedAt === 0 ? 0 : bridgedAt - createdAt,
    progress_media: progressMediaAt === 0 ? 0 : progressMediaAt - createdAt,
    flow_bill: answeredAt === 0 ? 0 : hangupAt - createdAt,
  }
  variables.setAll({
    hangup_cause: cause,
    hangup_cause_q850: Q850[cause] ?? '16',
    digits_dialed: 'none',
    start_stamp: stamped(createdAt),
    profile_start_stamp: stamped(profileCreatedAt),
    answer_stamp: stamped(answeredAt),
    bridge_stamp: stamped(bridgedAt),
    progress_stamp: stamped(progressAt),
    progress_media_stamp: stamped(progressMediaAt),
    end_stamp: stamped(hangupAt),
    start_epoch: epoch(createdAt),
    start_uepoch: micro(createdAt),
    profile_start_epoch: epoch(profileCreatedAt),
    profile_start_uepoch: micro(profileCreatedAt),
    answer_epoch: epoch(answeredAt),
    answer_uepoch: micro(answeredAt),
    bridge_epoch: epoch(bridgedAt),
    bridge_uepoch: micro(bridgedAt),
    last_hold_epoch: epoch(profile.lastHoldAt),
    last_hold_uepoch: micro(profile.lastHoldAt),
    hold_accum_seconds: '0',
    hold_accum_usec: '0',
    hold_accum_ms: '0',
    resurrect_epoch: '0',
    resurrect_uepoch: '0',
    progress_epoch: epoch(progressAt),
    progress_uepoch: micro(progressAt),
    progress_media_epoch: epoch(progressMediaAt),
    progress_media_uepoch: micro(progressMediaAt),
    end_epoch: epoch(hangupAt),
    end_uepoch: micro(hangupAt),
    last_app: variables.get('current_application'),
    last_arg: variables.get('current_application_data'),
    caller_id: `"${profile.callerName}" <${profile.callerNumber}>`,
    duration: seconds(spans[''] ?? 0),
    mduration: String(spans[''] ?? 0),
    uduration: micro(spans[''] ?? 0),
  })
  for (const name in spans) {
    if (name === '') continue
    const span = Math.max(0, spans[name] ?? 0)
    variables.set(`${name}sec`, seconds(span))
    variables.set(`${name}msec`, String(span))
    variables.set(`${name}usec`, micro(span))
  }
}

/** RTP statistics as FreeSWITCH gives them for a leg that had media: 50 packets of 160 bytes a second each way. */
export function setMediaStatistics(channel: Channel): void {
  if (!channel.hasMedia) return
  const { answeredAt, progressMediaAt, hangupAt } = channel.profile
  const from = progressMediaAt === 0 ? answeredAt : progressMediaAt
  const packets = from === 0 ? 0 : Math.max(0, Math.floor((hangupAt - from) / 20))
  const bytes = String(packets * 172)
  const count = String(packets)
  for (const way of ['in', 'out']) {
    const prefix = `rtp_audio_${way}`
    channel.variables.setAll({
      [`${prefix}_raw_bytes`]: bytes,
      [`${prefix}_media_bytes`]: bytes,
      [`${prefix}_packet_count`]: count,
      [`${prefix}_media_packet_count`]: count,
      [`${prefix}_skip_packet_count`]: '0',
      [`${prefix}_dtmf_packet_count`]: '0',
      [`${prefix}_cng_packet_count`]: '0',
    })
  }
  channel.variables.setAll({
    rtp_audio_in_jitter_packet_count: '0',
    rtp_audio_in_flush_packet_count: '0',
    rtp_audio_in_largest_jb_size: '0',
    rtp_audio_in_jitter_min_variance: '0.00',
    rtp_audio_in_jitter_max_variance: '0.00',
    rtp_audio_in_jitter_loss_rate: '0.00',
    rtp_audio_in_jitter_burst_rate: '0.00',
    rtp_audio_in_mean_interval: '20.00',
    rtp_audio_in_flaw_total: '0',
    rtp_audio_in_quality_percentage: '100.00',
    rtp_audio_in_mos: '4.50',
    rtp_audio_rtcp_packet_count: '0',
    rtp_audio_rtcp_octet_count: '0',
  })
}
