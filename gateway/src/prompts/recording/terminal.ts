/** The operator's terminal: single keys in, lines out. */
import type { Readable, Writable } from 'node:stream'
import type { ReadStream } from 'node:tty'

/** Ctrl-C, Ctrl-D, or nobody is there any more. */
export const leave = 'leave'
export const enter = 'enter'

type KeyInput = Readable & Partial<Pick<ReadStream, 'setRawMode'>>
type LineOutput = Writable & { readonly isTTY?: boolean }

export class Terminal {
  readonly #input: KeyInput
  readonly #output: LineOutput
  readonly #keys: string[] = []
  #waiting: ((key: string) => void) | undefined
  #gone = false

  constructor(input: KeyInput, output: LineOutput) {
    this.#input = input
    this.#output = output
    // Keys one by one, and Ctrl-C as a key: the recording program must not get it.
    input.setRawMode?.(true)
    input.setEncoding('utf8')
    input.on('data', (text: string) => {
      for (const character of text) this.#press(keyOf(character))
    })
    input.once('end', () => {
      this.#gone = true
      this.#press(leave)
    })
  }

  /** The next key; `enter`, `leave`, or the character as it is. */
  key(): Promise<string> {
    const key = this.#keys.shift()
    if (key !== undefined) return Promise.resolve(key)
    if (this.#gone) return Promise.resolve(leave)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  /** One of these keys; undefined once `over` has settled. Other keys are passed over. */
  async keyUntil(over: Promise<unknown>, keys: readonly string[]): Promise<string | undefined> {
    const ended = over.then(
      () => undefined,
      () => undefined,
    )
    for (;;) {
      const key = await Promise.race([this.key(), ended])
      if (key === undefined) {
        this.#waiting = undefined
        return undefined
      }
      if (keys.includes(key)) return key
    }
  }

  /** A line that is not shown while it is typed. Undefined: left. */
  async secret(question: string): Promise<string | undefined> {
    this.#output.write(question)
    let typed = ''
    for (;;) {
      const key = await this.key()
      if (key === enter || key === leave) {
        this.say('')
        return key === enter ? typed : undefined
      }
      typed = key === '\x7f' || key === '\b' ? typed.slice(0, -1) : typed + key
    }
  }

  say(line: string): void {
    this.#output.write(`${line}\n`)
  }

  /** Replaces the line that was shown before; on something that is no terminal, a line each. */
  show(line: string): void {
    this.#output.write(this.#output.isTTY ? `\r\x1b[2K${line}` : `${line}\n`)
  }

  close(): void {
    this.#input.setRawMode?.(false)
    this.#input.pause()
  }

  #press(key: string): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) waiting(key)
    else this.#keys.push(key)
  }
}

function keyOf(character: string): string {
  if (character === '\r' || character === '\n') return enter
  return character === '\x03' || character === '\x04' ? leave : character
}
