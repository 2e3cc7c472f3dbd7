/** Starting, masking and ending recordings of a leg, with the events that go with them. */
import type { Channel } from './channel.ts'
import { type Recording, startRecording } from './recording.ts'
import { type Switchboard, tell } from './switchboard.ts'

/** @returns false when the file cannot be written: FreeSWITCH then sends no RECORD_START and lets the call go on. */
export function beginRecording(board: Switchboard, channel: Channel, path: string): boolean {
  if (channel.recordings.has(path)) return true
  let recording: Recording
  try {
    recording = startRecording(path, board.clock.now())
  } catch (error) {
    board.log('error', `Error opening ${path}: ${error instanceof Error ? error.message : String(error)}`)
    channel.variables.set('record_completion_cause', 'uri-failure')
    return false
  }
  channel.recordings.set(path, recording)
  tell(board, channel, 'RECORD_START', { 'Record-File-Path': path })
  return true
}

/** @returns false when that file is not being recorded. */
export function endRecording(board: Switchboard, channel: Channel, path: string): boolean {
  const recording = channel.recordings.get(path)
  if (recording === undefined) return false
  channel.recordings.delete(path)
  const lengthMs = board.clock.now() - recording.startedAt
  let cause = 'success-silence'
  try {
    const { bytes, samples } = recording.finish(lengthMs)
    channel.variables.setAll({ record_file_size: String(bytes), record_samples: String(samples) })
  } catch (error) {
    board.log('error', `Error writing ${path}: ${error instanceof Error ? error.message : String(error)}`)
    cause = 'error'
  }
  channel.variables.setAll({
    record_seconds: String(Math.floor(lengthMs / 1000)),
    record_ms: String(lengthMs),
    record_completion_cause: cause,
  })
  tell(board, channel, 'RECORD_STOP', { 'Record-File-Path': path, 'Record-Completion-Cause': cause })
  return true
}

export function closeRecordings(board: Switchboard, channel: Channel): void {
  for (const path of [...channel.recordings.keys()]) endRecording(board, channel, path)
}

export function maskRecording(board: Switchboard, channel: Channel, path: string, on: boolean): boolean {
  const recording = channel.recordings.get(path)
  recording?.mask(on, board.clock.now() - recording.startedAt)
  return recording !== undefined
}
