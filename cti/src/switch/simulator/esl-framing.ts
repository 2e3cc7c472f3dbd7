/** The client's half of ESL: command lines with headers, ended by an empty line, perhaps with a body. */

export interface EslRequest {
  /** The first line. */
  readonly command: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RequestReader {
  /** Takes bytes in any portions. @returns what is complete now. @throws RangeError when a request grows beyond all reason. */
  push(chunk: Buffer): readonly EslRequest[]
}

/** FreeSWITCH reads into 2 MB at most. */
const LONGEST = 2 * 1024 * 1024

export function createRequestReader(): RequestReader {
  let buffer: Buffer = Buffer.alloc(0)
  /** Where to go on looking for the end of the headers. */
  let scanned = 0
  let waiting: { readonly head: Omit<EslRequest, 'body'>; readonly length: number } | undefined

  return {
    push(chunk) {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      const requests: EslRequest[] = []
      for (;;) {
        if (waiting === undefined) {
          let start = 0
          while (buffer[start] === 10 || buffer[start] === 13) start += 1
          if (start > 0) {
            buffer = buffer.subarray(start)
            scanned = 0
          }
          const end = endOfHeaders(buffer, scanned)
          if (end === undefined) {
            scanned = Math.max(0, buffer.length - 3)
            break
          }
          const head = parseHead(buffer.toString('utf8', 0, end.at))
          buffer = buffer.subarray(end.at + end.length)
          scanned = 0
          const length = Number.parseInt(head.headers['content-length'] ?? '0', 10) || 0
          if (length > LONGEST) throw new RangeError(`a body of ${length} bytes`)
          waiting = { head, length: Math.max(0, length) }
        }
        if (buffer.length < waiting.length) break
        requests.push({ ...waiting.head, body: buffer.toString('utf8', 0, waiting.length) })
        buffer = buffer.subarray(waiting.length)
        waiting = undefined
      }
      if (buffer.length > LONGEST) throw new RangeError(`a request of more than ${LONGEST} bytes`)
      return requests
    },
  }
}

function endOfHeaders(buffer: Buffer, from: number): { readonly at: number; readonly length: number } | undefined {
  for (let at = buffer.indexOf(10, from); at >= 0; at = buffer.indexOf(10, at + 1)) {
    if (buffer[at + 1] === 10) return { at, length: 2 }
    if (buffer[at + 1] === 13 && buffer[at + 2] === 10) return { at, length: 3 }
  }
  return undefined
}

function parseHead(text: string): Omit<EslRequest, 'body'> {
  const [command = '', ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { command, headers }
}
