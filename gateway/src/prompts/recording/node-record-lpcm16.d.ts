declare module 'node-record-lpcm16' {
  import type { ChildProcessByStdio } from 'node:child_process'
  import type { Readable } from 'node:stream'

  export interface RecordOptions {
    /** sox, rec, arecord, or the absolute path of a CommonJS module like theirs. */
    readonly recorder: string
    readonly sampleRate: number
    readonly channels: number
    readonly audioType: 'raw' | 'wav'
    readonly device?: string
  }
  export interface Recording {
    readonly process: ChildProcessByStdio<null, Readable, Readable>
    /** Its 'error' is a string. */
    stream(): Readable
    stop(): void
  }
  const recorder: { record(options: RecordOptions): Recording }
  export default recorder
}
