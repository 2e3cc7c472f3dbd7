/** Where in FreeSWITCH 1.11.2's source each event is made, as its events say. Kept so that the frames are of true size and shape. */
const ORIGINS: Readonly<Record<string, readonly [file: string, call: string, line: string]>> = {
  CHANNEL_CREATE: ['switch_core_state_machine.c', 'switch_core_session_run', '626'],
  CHANNEL_EXECUTE: ['switch_core_session.c', 'switch_core_session_exec', '2949'],
  CHANNEL_EXECUTE_COMPLETE: ['switch_core_session.c', 'switch_core_session_exec', '2972'],
  CHANNEL_PARK: ['switch_ivr.c', 'switch_ivr_park', '1002'],
  CHANNEL_UNPARK: ['switch_ivr.c', 'switch_ivr_park', '1213'],
  CHANNEL_PROGRESS: ['switch_channel.c', 'switch_channel_perform_mark_ring_ready_value', '3507'],
  CHANNEL_PROGRESS_MEDIA: ['switch_channel.c', 'switch_channel_perform_mark_pre_answered', '3562'],
  CHANNEL_ANSWER: ['switch_channel.c', 'switch_channel_perform_mark_answered', '3848'],
  CHANNEL_BRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1689'],
  CHANNEL_UNBRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1879'],
  CHANNEL_HOLD: ['switch_ivr.c', 'switch_ivr_hold', '1558'],
  CHANNEL_UNHOLD: ['switch_ivr.c', 'switch_ivr_unhold', '1638'],
  CHANNEL_HANGUP: ['switch_channel.c', 'switch_channel_perform_hangup', '3447'],
  CHANNEL_HANGUP_COMPLETE: ['switch_core_state_machine.c', 'switch_core_session_reporting_state', '943'],
  CHANNEL_DESTROY: ['switch_core_session.c', 'switch_core_session_perform_destroy', '1588'],
  DTMF: ['switch_channel.c', 'switch_channel_dequeue_dtmf', '678'],
  PLAYBACK_START: ['switch_ivr_play_say.c', 'switch_ivr_play_file', '1649'],
  PLAYBACK_STOP: ['switch_ivr_play_say.c', 'switch_ivr_play_file', '2023'],
  RECORD_START: ['switch_ivr_async.c', 'record_callback', '1482'],
  RECORD_STOP: ['switch_ivr_async.c', 'send_record_stop_event', '1241'],
  BACKGROUND_JOB: ['mod_event_socket.c', 'api_exec', '1580'],
  HEARTBEAT: ['switch_core.c', 'send_heartbeat', '95'],
}

const written = new Map<string, string>()

/** The Event-Calling-* headers of an event as JSON members. */
export function calledFrom(name: string): string {
  let text = written.get(name)
  if (text === undefined) {
    const [file, call, line] = ORIGINS[name] ?? ['switch_event.c', 'switch_event_fire_detailed', '0']
    text = `"Event-Calling-File":"${file}","Event-Calling-Function":"${call}","Event-Calling-Line-Number":"${line}"`
    written.set(name, text)
  }
  return text
}
