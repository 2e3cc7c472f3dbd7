/** The event socket's outer framing: a block of `Name: value` lines, an empty line, then Content-Length bytes of body. */

export interface Frame {
  readonly headers: Readonly<Record<string, string>>
  /** Valid only while it is being handled: it is a view of the receive buffer. */
  readonly body: Buffer
}

export class FramingError extends Error {
  override readonly name = 'FramingError'
}

/** A header block is a few hundred bytes; a longer one means that we have lost the frame boundary. */
const maxHeaderBytes = 64 * 1024
/** `show channels as json` of 20,000 channels is about 20 MB. */
const maxBodyBytes = 64 * 1024 * 1024

const newline = 10
const endOfHeaders = Buffer.from('\n\n')
const noBody = Buffer.alloc(0)

/** Cuts a byte stream into frames, whatever the chunks. Copies bytes only where a frame spans two chunks. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void
  #pending: Buffer[] = []
  #pendingBytes = 0
  #headers: Record<string, string> | undefined
  /** Bytes without which nothing more can be cut. */
  #needed = 0

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame
  }

  /** @throws FramingError when the boundary is lost for good: only a new connection helps. */
  push(chunk: Buffer): void {
    let buffer = chunk
    if (this.#pendingBytes > 0) {
      this.#pending.push(chunk)
      this.#pendingBytes += chunk.length
      if (this.#pendingBytes < this.#needed) return
      buffer = Buffer.concat(this.#pending, this.#pendingBytes)
      this.#pending = []
      this.#pendingBytes = 0
    }
    let offset = 0
    for (;;) {
      if (this.#headers === undefined) {
        while (offset < buffer.length && buffer[offset] === newline) offset++
        const end = buffer.indexOf(endOfHeaders, offset)
        if (end < 0) {
          if (buffer.length - offset > maxHeaderBytes) throw new FramingError('a header block that never ends')
          this.#needed = 0
          break
        }
        this.#headers = parseHeaderBlock(buffer.toString('utf8', offset, end))
        offset = end + 2
        this.#needed = bodyLength(this.#headers)
      }
      if (buffer.length - offset < this.#needed) break
      const headers = this.#headers
      const body = this.#needed === 0 ? noBody : buffer.subarray(offset, offset + this.#needed)
      offset += this.#needed
      this.#headers = undefined
      this.#needed = 0
      this.#onFrame({ headers, body })
    }
    if (offset < buffer.length) {
      this.#pending.push(buffer.subarray(offset))
      this.#pendingBytes = buffer.length - offset
    }
  }
}

function bodyLength(headers: Readonly<Record<string, string>>): number {
  const text = headers['Content-Length']
  if (text === undefined) return 0
  const length = Number(text)
  if (!Number.isInteger(length) || length < 0 || length > maxBodyBytes)
    throw new FramingError(`an impossible Content-Length: ${text.slice(0, 20)}`)
  return length
}

/** Values are taken as they are: percent signs in a reply ("-ERR 100% busy") are text, not an encoding. */
export function parseHeaderBlock(text: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const colon = text.indexOf(':', start)
    if (colon > start && colon < end) headers[text.slice(start, colon)] = text.slice(colon + 1, end).trim()
    start = end + 1
  }
  return headers
}
