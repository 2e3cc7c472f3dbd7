/** Sound from the microphone of this machine, by node-record-lpcm16 and a program that it starts (sox or arecord). */
import recorder from 'node-record-lpcm16'
import { longestMs } from '../audio/decoded-sound.ts'
import { findProgram } from './programs.ts'

/** Hz; the higher of the two rates that are played. */
export const recordedRate = 16_000
/** A device that is there gives sound at once. ms */
const firstSoundMs = 5_000
/** The program's time to end after it was asked to, ms. */
const endingMs = 2_000

export type MicrophoneProblem = 'no-program' | 'not-started' | 'no-device' | 'no-sound'

export class MicrophoneError extends Error {
  override readonly name = 'MicrophoneError'
  readonly problem: MicrophoneProblem
  constructor(problem: MicrophoneProblem, detail: string) {
    super(detail)
    this.problem = problem
  }
}

export interface MicrophoneChoice {
  /** sox, rec, arecord, or the absolute path of a recorder module. Absent: sox or arecord, whichever is installed. */
  readonly recorder?: string | undefined
  /** As the program names it. */
  readonly device?: string | undefined
}

/** @throws MicrophoneError no-program */
export function chosenRecorder({ recorder: wanted }: MicrophoneChoice, searchPath?: string): string {
  const found = wanted ?? findProgram(['sox', 'arecord'], searchPath)
  if (found === undefined) throw new MicrophoneError('no-program', 'neither sox nor arecord is installed')
  return found
}

export interface Take {
  /** Everything that was recorded, once it has ended: stopped, over by itself, or too long. @throws MicrophoneError */
  readonly ended: Promise<Int16Array>
  stop(): void
}

/** @param onBlock gets the samples as they come */
export function startTake(name: string, device: string | undefined, onBlock: (block: Int16Array) => void): Take {
  const recording = recorder.record({
    recorder: name,
    sampleRate: recordedRate,
    channels: 1,
    audioType: 'raw',
    ...(device === undefined ? {} : { device }),
  })
  const blocks: Int16Array[] = []
  let samples = 0
  let halfSample = Buffer.alloc(0)
  let complaint = ''
  let stopped = false
  let ending: NodeJS.Timeout | undefined
  const child = recording.process

  function stop(): void {
    if (stopped) return
    stopped = true
    recording.stop()
    ending = setTimeout(() => child.kill('SIGKILL'), endingMs)
  }

  const ended = new Promise<Int16Array>((resolve, reject) => {
    const silence = setTimeout(() => {
      reject(new MicrophoneError('no-sound', complaint || 'the device gave no sound'))
      stop()
    }, firstSoundMs)
    const finish = (): void => {
      clearTimeout(silence)
      clearTimeout(ending)
    }
    // Without a listener a missing program would end us.
    child.once('error', (error) => {
      finish()
      reject(new MicrophoneError('not-started', error.message))
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-1_000)
    })
    recording.stream().on('data', (chunk: Buffer) => {
      clearTimeout(silence)
      if (stopped) return
      const whole = Buffer.concat([halfSample, chunk])
      const even = whole.length - (whole.length % 2)
      halfSample = whole.subarray(even)
      const block = Int16Array.from({ length: even / 2 }, (_, at) => whole.readInt16LE(at * 2))
      blocks.push(block)
      samples += block.length
      onBlock(block)
      if (samples >= (recordedRate * longestMs) / 1000) stop()
    })
    // Its words are "… has exited with error code"; the program's own are better.
    recording.stream().on('error', (message: unknown) => {
      complaint ||= String(message)
    })
    child.once('close', (code) => {
      finish()
      if (!stopped && code !== 0) return reject(new MicrophoneError('no-device', complaint.trim()))
      const all = new Int16Array(Math.min(samples, (recordedRate * longestMs) / 1000))
      let at = 0
      for (const block of blocks) {
        all.set(block.subarray(0, all.length - at), at)
        at = Math.min(all.length, at + block.length)
      }
      resolve(all)
    })
  })
  return { ended, stop }
}
